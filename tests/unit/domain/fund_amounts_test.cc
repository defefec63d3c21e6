#include "services/domain/fund_amounts.h"

#include <string>

#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

const FundId kFund = IdFromBytes<FundId>(std::string(16, 'f'));
const FundId kOther = IdFromBytes<FundId>(std::string(16, 'o'));

store::v1::FundAmounts Amounts(int64_t allocated, int64_t committed, int64_t loaded,
                               int64_t recovered, int64_t carried) {
  store::v1::FundAmounts amounts;
  amounts.set_allocated_pence(allocated);
  amounts.set_committed_pence(committed);
  amounts.set_loaded_pence(loaded);
  amounts.set_recovered_pence(recovered);
  amounts.set_carried_pence(carried);
  return amounts;
}

void AddLeg(journal::Entry& entry, journal::AccountKind account, journal::Phase phase,
            const FundId& fund, int64_t pence) {
  journal::Posting& posting = *entry.add_postings();
  posting.set_account(account);
  posting.set_phase(phase);
  posting.set_fund_id(fund.ToBytes());
  posting.set_amount_pence(pence);
}

std::string After(const journal::Entry& entry) {
  store::v1::FundAmounts amounts;
  EXPECT_TRUE(AddTo(entry, kFund, amounts).ok());
  return amounts.ShortDebugString();
}

TEST(FundAmounts, Available_isWhatCameInLessWhatIsPromisedLoadedOrCarriedIn) {
  EXPECT_EQ(AvailableOf(Amounts(1'000, 200, 300, 50, 7)), 543);
  EXPECT_EQ(AvailableOf(Amounts(1'000, 200, 300, 50, -7)), 557);
  EXPECT_EQ(AvailableOf(Amounts(0, 1, 0, 0, 0)), -1);
}

TEST(FundAmounts, Add_takesEveryAmount) {
  store::v1::FundAmounts sum = Amounts(1, 2, 3, 4, 5);
  Add(Amounts(10, 20, 30, 40, 50), sum);
  EXPECT_EQ(sum.ShortDebugString(), Amounts(11, 22, 33, 44, 55).ShortDebugString());
}

// What each event's postings to a fund are; a fund's own leg is negative where money leaves it.
TEST(AddTo, EachEvent_changesTheAmountThatIsItsOwn) {
  journal::Entry entry;
  entry.mutable_budget_allocated();
  AddLeg(entry, journal::ACCOUNT_KIND_FUND, journal::PHASE_POSTED, kFund, 100);
  EXPECT_EQ(After(entry), Amounts(100, 0, 0, 0, 0).ShortDebugString());
  entry.mutable_budget_transferred();
  EXPECT_EQ(After(entry), Amounts(100, 0, 0, 0, 0).ShortDebugString());
  entry.mutable_transaction_reversed();
  EXPECT_EQ(After(entry), Amounts(0, 0, -100, 0, 0).ShortDebugString());
  entry.mutable_balance_carried_forward();
  EXPECT_EQ(After(entry), Amounts(0, 0, 0, 0, -100).ShortDebugString());
  entry.mutable_award_loaded();
  entry.mutable_postings(0)->set_amount_pence(-100);
  EXPECT_EQ(After(entry), Amounts(0, 0, 100, 0, 0).ShortDebugString());
}

TEST(AddTo, WhatIsReserved_isCommittedWhateverTheEvent) {
  journal::Entry entry;
  entry.mutable_contribution_set();
  AddLeg(entry, journal::ACCOUNT_KIND_FUND, journal::PHASE_PENDING, kFund, -100);
  AddLeg(entry, journal::ACCOUNT_KIND_COMMITMENT, journal::PHASE_PENDING, kFund, 100);
  EXPECT_EQ(After(entry), Amounts(0, 100, 0, 0, 0).ShortDebugString());
}

TEST(AddTo, OtherFundsAndAccounts_areLeftOut) {
  journal::Entry entry;
  entry.mutable_budget_transferred();
  AddLeg(entry, journal::ACCOUNT_KIND_FUND, journal::PHASE_POSTED, kOther, -100);
  AddLeg(entry, journal::ACCOUNT_KIND_FUND_CONTROL, journal::PHASE_POSTED, kFund, 7);
  AddLeg(entry, journal::ACCOUNT_KIND_FUND, journal::PHASE_POSTED, kFund, 100);
  EXPECT_EQ(After(entry), Amounts(100, 0, 0, 0, 0).ShortDebugString());
}

// Every event but these leaves what a fund has for good alone.
TEST(AddTo, AnyOtherEventThatMovesAFundForGood_isDataLoss) {
  const auto* events = journal::Entry::descriptor()->FindOneofByName("event");
  int moving = 0;
  for (int i = 0; i < events->field_count(); ++i) {
    journal::Entry entry;
    entry.set_sequence(7);
    journal::Entry::GetReflection()->MutableMessage(&entry, events->field(i));
    AddLeg(entry, journal::ACCOUNT_KIND_FUND, journal::PHASE_POSTED, kFund, 1);
    store::v1::FundAmounts amounts;
    const absl::Status added = AddTo(entry, kFund, amounts);
    if (added.ok()) ++moving;
    if (added.ok()) continue;
    EXPECT_EQ(added.code(), absl::StatusCode::kDataLoss);
    EXPECT_EQ(added.message(), "entry 7 does not fit: its event moves no fund");
  }
  EXPECT_EQ(moving, 5);
}

}  // namespace
}  // namespace cardledger::domain
