#include "services/domain/posting_set.h"

#include <array>

#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "services/domain/money.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// The proto numbers accounts of the money book from 50 on.
constexpr int kFirstMoneyAccount = 50;
static_assert(journal::ACCOUNT_KIND_OWN_PURSE < kFirstMoneyAccount);
static_assert(journal::ACCOUNT_KIND_FLOAT >= kFirstMoneyAccount);

size_t SumIndex(const journal::Posting& posting) {
  const size_t book = BookOf(posting.account()) == Book::kMoney ? 2 : 0;
  return book + (posting.phase() == journal::PHASE_PENDING ? 1 : 0);
}

bool IsKnown(const journal::Posting& posting) {
  return journal::AccountKind_IsValid(posting.account()) &&
         posting.account() != journal::ACCOUNT_KIND_UNSPECIFIED &&
         (posting.phase() == journal::PHASE_POSTED || posting.phase() == journal::PHASE_PENDING);
}

}  // namespace

Book BookOf(journal::AccountKind account) {
  return static_cast<int>(account) >= kFirstMoneyAccount ? Book::kMoney : Book::kEntitlement;
}

Leg Leg::FundControl() { return Leg(journal::ACCOUNT_KIND_FUND_CONTROL); }

Leg Leg::Fund(const FundId& fund) {
  Leg leg(journal::ACCOUNT_KIND_FUND);
  leg.fund_ = fund;
  return leg;
}

Leg Leg::Commitment(const FundId& fund) {
  Leg leg(journal::ACCOUNT_KIND_COMMITMENT);
  leg.fund_ = fund;
  return leg;
}

Leg Leg::CouncilPurse(int32_t limit_year) {
  Leg leg(journal::ACCOUNT_KIND_COUNCIL_PURSE);
  leg.limit_year_ = limit_year;
  return leg;
}

Leg Leg::ContributionControl() { return Leg(journal::ACCOUNT_KIND_CONTRIBUTION_CONTROL); }

Leg Leg::ContributionPurse(int32_t limit_year) {
  Leg leg(journal::ACCOUNT_KIND_CONTRIBUTION_PURSE);
  leg.limit_year_ = limit_year;
  return leg;
}

Leg Leg::OwnControl() { return Leg(journal::ACCOUNT_KIND_OWN_CONTROL); }

Leg Leg::OwnPurse(int32_t limit_year) {
  Leg leg(journal::ACCOUNT_KIND_OWN_PURSE);
  leg.limit_year_ = limit_year;
  return leg;
}

Leg Leg::Money(journal::AccountKind account, const journal::MoneyDimensions& dimensions) {
  CARDLEDGER_CHECK(BookOf(account) == Book::kMoney, "dimensions are the money book's");
  Leg leg(account);
  leg.dimensions_ = &dimensions;
  return leg;
}

void Leg::WriteTo(journal::Posting& posting) const {
  posting.set_account(account_);
  if (!fund_.is_nil()) posting.set_fund_id(fund_.bytes().data(), fund_.bytes().size());
  posting.set_limit_year(limit_year_);
  if (dimensions_ != nullptr) *posting.mutable_dimensions() = *dimensions_;
}

void PostingSet::Post(const Leg& from, const Leg& to, int64_t pence) {
  Move(journal::PHASE_POSTED, from, to, pence);
}

void PostingSet::Reserve(const Leg& from, const Leg& to, int64_t pence) {
  Move(journal::PHASE_PENDING, from, to, pence);
}

void PostingSet::Release(const Leg& from, const Leg& to, int64_t pence) {
  Move(journal::PHASE_PENDING, to, from, pence);
}

void PostingSet::Mirror(const journal::Posting& from, const journal::Posting& to) {
  CARDLEDGER_CHECK(from.amount_pence() == -to.amount_pence() && from.phase() == to.phase(),
                   "the two legs of a move cancel out");
  for (const journal::Posting* leg : {&from, &to}) {
    journal::Posting& posting = *entry_.add_postings();
    posting = *leg;
    posting.set_amount_pence(-leg->amount_pence());
  }
}

void PostingSet::Move(journal::Phase phase, const Leg& from, const Leg& to, int64_t pence) {
  CARDLEDGER_CHECK(pence > 0, "a move is of at least one penny");
  CARDLEDGER_CHECK(BookOf(from.account()) == BookOf(to.account()), "a move stays inside one book");
  Append(phase, from, -pence);
  Append(phase, to, pence);
}

void PostingSet::Append(journal::Phase phase, const Leg& leg, int64_t pence) {
  journal::Posting& posting = *entry_.add_postings();
  leg.WriteTo(posting);
  posting.set_phase(phase);
  posting.set_amount_pence(pence);
}

absl::Status CheckBalanced(const journal::Entry& entry) {
  std::array<int64_t, 4> sums{};
  for (const journal::Posting& posting : entry.postings()) {
    if (!IsKnown(posting)) {
      return absl::DataLossError(
          absl::StrCat("entry ", entry.sequence(), " posts to an unknown account or phase"));
    }
    int64_t& sum = sums[SumIndex(posting)];
    if (__builtin_add_overflow(sum, posting.amount_pence(), &sum)) {
      return absl::DataLossError(absl::StrCat("entry ", entry.sequence(), " overflows"));
    }
  }
  for (int64_t sum : sums) {
    if (sum != 0) {
      return absl::DataLossError(
          absl::StrCat("entry ", entry.sequence(), " is out of balance by ", sum, " pence"));
    }
  }
  return absl::OkStatus();
}

}  // namespace cardledger::domain
