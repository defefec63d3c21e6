#include "services/domain/award_history.h"

#include <map>
#include <utility>

#include "gtest/gtest.h"

#include "tests/support/seeded_random.h"
#include "tests/unit/domain/award_entries.h"
#include "tests/unit/domain/random_award.h"

namespace cardledger::domain {
namespace {

const Day kDay = *ParseIsoDay("2026-07-06");

using Amounts = std::map<std::pair<int32_t, journal::PurseKind>, int64_t>;

// Without purses that hold nothing: whether those had been there is not told apart.
Amounts AmountsOf(const PurseBriefs& purses) {
  Amounts pence;
  for (const PurseBrief& purse : purses) {
    if (purse.posted_pence != 0) pence[{purse.limit_year, purse.kind}] = purse.posted_pence;
  }
  return pence;
}

// Adds up from the first entry on.
Amounts AddedUp(const std::vector<journal::Entry>& entries, size_t count, Day day) {
  Amounts pence;
  for (size_t i = 0; i < count; ++i) {
    if (entries[i].effective_day() > day.number()) continue;
    for (const journal::Posting& posting : entries[i].postings()) {
      if (const auto kind = PurseOf(posting.account())) {
        pence[{posting.limit_year(), *kind}] += posting.amount_pence();
      }
    }
  }
  std::erase_if(pence, [](const auto& purse) { return purse.second == 0; });
  return pence;
}

// As a reader does it: from the newest of the first `count` entries back, as far as it must.
PurseBriefs WalkedBack(const std::vector<journal::Entry>& entries, size_t count, Day day) {
  PastPurses past(BriefOf(entries[count - 1]).after);
  for (size_t i = count; i-- > 0;) {
    if (AllEffectiveBy(day, entries[i].recorded_time_us())) break;
    if (Day(entries[i].effective_day()) <= day) continue;
    EXPECT_TRUE(past.TakeBack(BriefOf(entries[i])).ok());
  }
  return std::move(past).Take();
}

TEST(AwardHistoryTest, EveryPastState_isWhatItsEntriesAddUpTo) {
  for (uint64_t seed = 1; seed <= 30; ++seed) {
    const std::vector<journal::Entry> entries = RandomAward(seed, 60);
    for (size_t count = 1; count <= entries.size(); ++count) {
      const Day newest(static_cast<int32_t>(entries[count - 1].recorded_time_us() / kDayUs));
      for (Day day = kRandomAwardStart + (-2); day <= newest + 1; day = day + 5) {
        ASSERT_EQ(AmountsOf(WalkedBack(entries, count, day)), AddedUp(entries, count, day))
            << "seed " << seed << ", " << count << " entries, " << FormatIsoDay(day);
      }
    }
  }
}

TEST(AwardHistoryTest, Purse_thatWasNotThereYet_isLeftOut_andAnEmptyOneThatWas_stays) {
  AwardWithEntries award(kDay);
  award.Load(kDay, kDay, 300);
  award.Reverse(kDay + 1, kDay + 1, award.entries().back());
  award.Next(kDay + 2, kDay + 2).mutable_own_money_added();
  award.Post(journal::PURSE_KIND_OWN, 2026, 50);
  const PurseBriefs then = WalkedBack(award.entries(), 4, kDay + 1);
  ASSERT_EQ(then.size(), 1u);
  EXPECT_EQ(then[0].kind, journal::PURSE_KIND_COUNCIL);
  EXPECT_EQ(then[0].posted_pence, 0);
}

TEST(AwardHistoryTest, WhatIsReserved_isTakenBackApart) {
  AwardWithEntries award(kDay);
  award.Load(kDay, kDay, 300);
  journal::Entry& hold = award.Next(kDay + 1, kDay + 1);
  journal::Posting& posting = *hold.add_postings();
  posting.set_account(journal::ACCOUNT_KIND_COUNCIL_PURSE);
  posting.set_phase(journal::PHASE_PENDING);
  posting.set_limit_year(2026);
  posting.set_amount_pence(-80);
  hold.mutable_award_after()->mutable_purses(0)->set_pending_pence(-80);
  const PurseBriefs then = WalkedBack(award.entries(), 3, kDay);
  ASSERT_EQ(then.size(), 1u);
  EXPECT_EQ(then[0].posted_pence, 300);
  EXPECT_EQ(then[0].pending_pence, 0);
}

TEST(AwardHistoryTest, WhatTheAwardNeverHad_isDataLoss) {
  AwardWithEntries award(kDay);
  award.Load(kDay, kDay, 300);
  PastPurses past((PurseBriefs()));
  EXPECT_EQ(past.TakeBack(BriefOf(award.entries().back())).code(), absl::StatusCode::kDataLoss);
}

TEST(AwardHistoryTest, RecordedDay_isLondons) {
  const int64_t midnight_utc = kDay.number() * kDayUs;
  EXPECT_TRUE(AllEffectiveBy(kDay, midnight_utc));
  EXPECT_FALSE(AllEffectiveBy(kDay + (-1), midnight_utc - kDayUs / 24));  // 00:00 in summer time
  EXPECT_TRUE(AllEffectiveBy(kDay + (-1), midnight_utc - kDayUs / 24 - 1));
}

}  // namespace
}  // namespace cardledger::domain
