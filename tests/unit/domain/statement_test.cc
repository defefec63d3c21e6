#include "services/domain/statement.h"

#include <utility>

#include "gtest/gtest.h"

#include "services/domain/dates.h"
#include "services/domain/names.h"
#include "tests/unit/domain/random_award.h"

namespace cardledger::domain {
namespace {

const Day kDay = *ParseIsoDay("2026-07-06");

// As a reader does it: from the newest of the first `count` entries back, as far as it must.
v1::Statement StatementOf(const std::vector<journal::Entry>& entries, size_t count,
                          const Period& period) {
  StatementComposer composer(period);
  composer.Add(BriefOf(entries[count - 1]));
  for (size_t i = count - 1; i-- > 0 && composer.Needs(entries[i].recorded_time_us());) {
    composer.Add(BriefOf(entries[i]));
  }
  v1::Statement statement;
  std::move(composer).Finish(statement);
  return statement;
}

v1::Statement StatementOf(const AwardWithEntries& award, const Period& period) {
  return StatementOf(award.entries(), award.entries().size(), period);
}

// What the first entries moved that are effective before a day, by whose money it is.
PurseSums AddedUp(const std::vector<journal::Entry>& entries, size_t count, Day before) {
  PurseSums sums;
  for (size_t i = 0; i < count; ++i) {
    if (Day(entries[i].effective_day()) >= before) continue;
    for (const journal::Posting& posting : entries[i].postings()) {
      if (const auto kind = PurseOf(posting.account())) sums.Add(*kind, posting.amount_pence());
    }
  }
  return sums;
}

PurseSums SumsOf(const v1::StatementBalance& balance) {
  EXPECT_EQ(balance.total_pence(),
            balance.council_pence() + balance.contribution_pence() + balance.own_pence());
  return {.council_pence = balance.council_pence(),
          .contribution_pence = balance.contribution_pence(),
          .own_pence = balance.own_pence()};
}

TEST(StatementTest, OpeningAndLines_addUpToClosing_ofAnyAwardAndPeriod) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const std::vector<journal::Entry> entries = RandomAward(seed, 80);
    tests::SeededRandom random(seed);
    for (int round = 0; round < 40; ++round) {
      const size_t count = 1 + random.Below(entries.size());
      const Day from = kRandomAwardStart + (static_cast<int32_t>(random.Below(160)) - 10);
      const Day before = from + (1 + static_cast<int32_t>(random.Below(60)));
      const v1::Statement statement = StatementOf(entries, count, {from, before});
      ASSERT_EQ(SumsOf(statement.opening()), AddedUp(entries, count, from)) << "seed " << seed;
      ASSERT_EQ(SumsOf(statement.closing()), AddedUp(entries, count, before)) << "seed " << seed;
      PurseSums standing = SumsOf(statement.opening());
      for (const v1::StatementLine& line : statement.lines()) {
        standing.Add(journal::PURSE_KIND_COUNCIL, line.council_pence());
        standing.Add(journal::PURSE_KIND_CONTRIBUTION, line.contribution_pence());
        standing.Add(journal::PURSE_KIND_OWN, line.own_pence());
        ASSERT_EQ(line.transaction().balance_pence(), standing.Total());
      }
      ASSERT_EQ(standing, SumsOf(statement.closing())) << "seed " << seed;
    }
  }
}

TEST(StatementTest, AdjoiningPeriods_joinExactly_andShowEachMovementOnce) {
  const std::vector<journal::Entry> entries = RandomAward(7, 80);
  const Day end = kRandomAwardStart + 200;
  int lines = 0;
  v1::StatementBalance last;
  for (Day from = kRandomAwardStart; from < end; from = from + 9) {
    const v1::Statement statement = StatementOf(entries, entries.size(), {from, from + 9});
    EXPECT_EQ(statement.opening().SerializeAsString(), last.SerializeAsString());
    last = statement.closing();
    lines += statement.lines_size();
  }
  EXPECT_EQ(StatementOf(entries, entries.size(), {kRandomAwardStart, end}).lines_size(), lines);
  EXPECT_EQ(last.total_pence(), domain::SumsOf(BriefOf(entries.back()).after).Total());
}

TEST(StatementTest, Lines_areByEffectiveDateAndThenAsRecorded) {
  AwardWithEntries award(kDay);
  award.Load(kDay + 1, kDay + 1, 100);  // entry 6
  award.Load(kDay + 5, kDay, 200);      // entry 9
  award.Load(kDay + 5, kDay + 1, 300);  // entry 12
  const v1::Statement statement = StatementOf(award, {kDay, kDay + 2});
  ASSERT_EQ(statement.lines_size(), 3);
  EXPECT_EQ(statement.lines(0).transaction().name(), TransactionName(9));
  EXPECT_EQ(statement.lines(0).transaction().balance_pence(), 200);
  EXPECT_EQ(statement.lines(1).transaction().name(), TransactionName(6));
  EXPECT_EQ(statement.lines(1).transaction().balance_pence(), 300);
  EXPECT_EQ(statement.lines(2).transaction().name(), TransactionName(12));
  EXPECT_EQ(statement.lines(2).transaction().balance_pence(), 600);
}

TEST(StatementTest, Reversal_outsideThePeriod_marksItsOriginalInside) {
  AwardWithEntries award(kDay);
  award.Load(kDay, kDay, 100);
  award.Reverse(kDay + 9, kDay + 9, award.entries().back());
  const v1::Statement statement = StatementOf(award, {kDay, kDay + 1});
  ASSERT_EQ(statement.lines_size(), 1);
  EXPECT_EQ(statement.lines(0).transaction().state(), v1::TRANSACTION_STATE_REVERSED);
  EXPECT_EQ(statement.lines(0).transaction().related(), TransactionName(9));
  EXPECT_EQ(statement.closing().total_pence(), 100);
  // Known before the reversal, it stands.
  EXPECT_EQ(StatementOf(award.entries(), 2, {kDay, kDay + 1}).lines(0).transaction().state(),
            v1::TRANSACTION_STATE_POSTED);
}

TEST(StatementTest, RefusedLoad_isNoLine_andACarriedBalanceIsOneThatMovesNothing) {
  AwardWithEntries award(kDay);
  award.Load(kDay, kDay, 100);
  journal::Refused& refused = *award.Next(kDay, kDay).mutable_refused();
  refused.set_load(true);
  refused.set_requested_pence(900);
  award.Next(kDay, kDay).mutable_balance_carried_forward()->set_amount_pence(100);
  const v1::Statement statement = StatementOf(award, {kDay, kDay + 1});
  ASSERT_EQ(statement.lines_size(), 2);
  EXPECT_EQ(statement.lines(1).transaction().kind(), v1::TRANSACTION_KIND_CARRIED_FORWARD);
  EXPECT_EQ(statement.lines(1).transaction().amount_pence(), 0);
  EXPECT_EQ(statement.lines(1).transaction().balance_pence(), 100);
}

}  // namespace
}  // namespace cardledger::domain
