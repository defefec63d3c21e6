#pragma once

// Which purse of an award an account is, and how what stands in the purses adds up by whose money
// it is. Pure, any thread.

#include <cstdint>
#include <optional>

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/journal/v1/posting.pb.h"

namespace cardledger::domain {

// nullopt for accounts that are no purse.
std::optional<journal::v1::PurseKind> PurseOf(journal::v1::AccountKind account);

// Pence of an award's purses, or by which they changed, whatever the limit year. Moved for good.
struct PurseSums {
  int64_t council_pence = 0;
  int64_t contribution_pence = 0;
  int64_t own_pence = 0;

  void Add(journal::v1::PurseKind kind, int64_t pence);
  int64_t Total() const;

  friend bool operator==(const PurseSums&, const PurseSums&) = default;
};

// By which the entry changed the purses of its award.
PurseSums ChangeOf(const journal::v1::Entry& entry);

}  // namespace cardledger::domain
