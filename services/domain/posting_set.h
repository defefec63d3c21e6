#pragma once

// The postings of one entry. They are added only as moves from one account to another of the same
// book, so a set cannot be out of balance: both books sum to zero in both phases (INVARIANTS 1).
// Used by the decisions; CheckBalanced is the other half of the pair, used by the fold. Pure.

#include <cstdint>

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/journal/v1/posting.pb.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

enum class Book { kEntitlement, kMoney };

Book BookOf(journal::v1::AccountKind account);

// One end of a move. Plain values: a load makes four, and none allocates.
class Leg {
 public:
  static Leg FundControl();
  static Leg Fund(const FundId& fund);
  static Leg Commitment(const FundId& fund);  // of the entry's award
  static Leg CouncilPurse(int32_t limit_year);
  static Leg ContributionControl();
  static Leg ContributionPurse(int32_t limit_year);
  static Leg OwnControl();
  static Leg OwnPurse(int32_t limit_year);
  // An account of the money book. `dimensions` must outlive the leg.
  static Leg Money(journal::v1::AccountKind account,
                   const journal::v1::MoneyDimensions& dimensions);

  journal::v1::AccountKind account() const { return account_; }
  // Sets account and references; phase and amount are the move's.
  void WriteTo(journal::v1::Posting& posting) const;

 private:
  explicit Leg(journal::v1::AccountKind account) : account_(account) {}

  journal::v1::AccountKind account_;
  FundId fund_;  // nil where the account is no fund's
  int32_t limit_year_ = 0;
  const journal::v1::MoneyDimensions* dimensions_ = nullptr;
};

class PostingSet {
 public:
  // Appends to `entry`, which must outlive this.
  explicit PostingSet(journal::v1::Entry& entry) : entry_(entry) {}

  // Moves `pence` (positive) for good.
  void Post(const Leg& from, const Leg& to, int64_t pence);
  // Reserves `pence` (positive) from one account for another.
  void Reserve(const Leg& from, const Leg& to, int64_t pence);
  // Undoes `pence` (positive) of what Reserve did with the same two ends.
  void Release(const Leg& from, const Leg& to, int64_t pence);
  // Appends the two legs of a move of an entry that stands, with opposite signs.
  void Mirror(const journal::v1::Posting& from, const journal::v1::Posting& to);

 private:
  void Move(journal::v1::Phase phase, const Leg& from, const Leg& to, int64_t pence);
  void Append(journal::v1::Phase phase, const Leg& leg, int64_t pence);

  journal::v1::Entry& entry_;
};

// DATA_LOSS unless the legs sum to zero in each book and phase and name known accounts.
absl::Status CheckBalanced(const journal::v1::Entry& entry);

}  // namespace cardledger::domain
