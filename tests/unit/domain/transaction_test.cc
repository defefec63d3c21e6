#include "services/domain/transaction.h"

#include "gtest/gtest.h"

#include "tests/unit/domain/award_entries.h"

namespace cardledger::domain {
namespace {

const Day kDay = *ParseIsoDay("2026-07-06");

v1::Transaction Shown(const journal::Entry& entry, uint64_t reversal = 0) {
  v1::Transaction transaction;
  FillTransaction(BriefOf(entry), reversal, transaction);
  return transaction;
}

TEST(TransactionTest, Load_showsAmountAndWhatIsThereAfterIt) {
  AwardWithEntries award(kDay);
  award.Load(kDay, kDay, 300);
  journal::Entry& entry = award.Load(kDay + 1, kDay, 500);
  entry.mutable_award_loaded()->set_amount_pence(600);  // 100 of it the person's own to contribute
  const v1::Transaction load = Shown(entry);
  EXPECT_EQ(load.name(), "transactions/9");
  EXPECT_EQ(load.kind(), v1::TRANSACTION_KIND_LOAD);
  EXPECT_EQ(load.state(), v1::TRANSACTION_STATE_POSTED);
  EXPECT_EQ(load.amount_pence(), 500);
  EXPECT_EQ(load.requested_pence(), 600);
  EXPECT_EQ(load.balance_pence(), 800);
  EXPECT_EQ(load.effective_date().day(), 6);
  EXPECT_EQ(load.record_time().seconds(), entry.recorded_time_us() / 1'000'000);
  EXPECT_EQ(load.related(), "");
  EXPECT_FALSE(load.scheduled());
  EXPECT_FALSE(load.emergency());
}

TEST(TransactionTest, InstalmentAndEmergency_areMarked) {
  AwardWithEntries award(kDay);
  journal::Entry& entry = award.Load(kDay, kDay, 300);
  entry.mutable_award_loaded()->mutable_instalment();
  EXPECT_TRUE(Shown(entry).scheduled());
  entry.mutable_award_loaded()->set_approve_by_day(kDay.number());
  EXPECT_TRUE(Shown(entry).emergency());
}

TEST(TransactionTest, ReversalAndOriginal_nameEachOther) {
  AwardWithEntries award(kDay);
  award.Load(kDay, kDay, 300);
  award.Reverse(kDay, kDay, award.entries().back());
  const v1::Transaction reversal = Shown(award.entries()[2]);
  EXPECT_EQ(reversal.kind(), v1::TRANSACTION_KIND_REVERSAL);
  EXPECT_EQ(reversal.state(), v1::TRANSACTION_STATE_POSTED);
  EXPECT_EQ(reversal.amount_pence(), -300);
  EXPECT_EQ(reversal.balance_pence(), 0);
  EXPECT_EQ(reversal.related(), "transactions/6");
  const v1::Transaction original = Shown(award.entries()[1], 9);
  EXPECT_EQ(original.state(), v1::TRANSACTION_STATE_REVERSED);
  EXPECT_EQ(original.amount_pence(), 300);
  EXPECT_EQ(original.related(), "transactions/9");
}

TEST(TransactionTest, CarriedForward_isTheSameMoney) {
  AwardWithEntries award(kDay);
  award.Load(kDay, kDay, 300);
  journal::Entry& entry = award.Next(kDay, kDay);
  entry.mutable_balance_carried_forward()->set_amount_pence(300);
  EXPECT_EQ(Shown(entry).kind(), v1::TRANSACTION_KIND_CARRIED_FORWARD);
  EXPECT_EQ(Shown(entry).amount_pence(), 0);
  EXPECT_EQ(Shown(entry).balance_pence(), 300);
  EXPECT_TRUE(Shown(entry).scheduled());
}

TEST(TransactionTest, RefusedLoad_movesNothingAndSaysWhy) {
  AwardWithEntries award(kDay);
  award.Load(kDay, kDay, 300);
  journal::Refused& refused = *award.Next(kDay, kDay).mutable_refused();
  refused.set_reason(journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED);
  refused.set_requested_pence(900);
  refused.set_load(true);
  refused.mutable_instalment();
  const v1::Transaction shown = Shown(award.entries().back());
  EXPECT_EQ(shown.kind(), v1::TRANSACTION_KIND_LOAD);
  EXPECT_EQ(shown.state(), v1::TRANSACTION_STATE_REFUSED);
  EXPECT_EQ(shown.amount_pence(), 0);
  EXPECT_EQ(shown.requested_pence(), 900);
  EXPECT_EQ(shown.balance_pence(), 300);
  EXPECT_EQ(shown.refusal_reason(), "ANNUAL_LIMIT_EXCEEDED");
  EXPECT_TRUE(shown.scheduled());
}

TEST(TransactionTest, RefusedApproval_isNone_underAnyRules) {
  AwardWithEntries award(kDay);
  journal::Entry& entry = award.Next(kDay, kDay);
  entry.mutable_refused()->set_reason(journal::REFUSAL_REASON_BUDGET_EXCEEDED);
  entry.mutable_refused()->set_requested_pence(900);
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_UNSPECIFIED);
  entry.set_rules_revision(1);
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_UNSPECIFIED);
}

TEST(TransactionTest, RefusedLoad_ofTheFirstRules_isKnownByItsAmount) {
  AwardWithEntries award(kDay);
  journal::Entry& entry = award.Next(kDay, kDay);
  entry.set_rules_revision(1);
  entry.mutable_refused()->set_reason(journal::REFUSAL_REASON_AWARD_NOT_APPROVED);
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_UNSPECIFIED);
  entry.mutable_refused()->set_requested_pence(900);
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_LOAD);
  entry.clear_award_id();
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_UNSPECIFIED);
}

TEST(TransactionTest, EveryKindOfMoney_isATransaction_andOtherStepsAreNone) {
  journal::Entry entry;
  entry.mutable_contribution_received();
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_CONTRIBUTION);
  entry.mutable_own_money_added();
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_OWN_MONEY);
  entry.mutable_own_money_repaid();
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_OWN_MONEY_REPAID);
  entry.mutable_award_approved();
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_UNSPECIFIED);
  entry.mutable_commitment_released();
  EXPECT_EQ(TransactionKindOf(entry), v1::TRANSACTION_KIND_UNSPECIFIED);
}

}  // namespace
}  // namespace cardledger::domain
