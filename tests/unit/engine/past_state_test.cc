// Any past state is the one that was noted then: rows kept after every step of a random life are
// compared with what is worked out afterwards, for every position, and for every day.

#include <map>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "services/domain/fund_amounts.h"
#include "services/domain/purses.h"
#include "services/engine/award_briefs.h"
#include "services/engine/award_entries.h"
#include "services/engine/fund_history.h"
#include "tests/unit/engine/award_life.h"

namespace cardledger::engine {
namespace {

class PastStateTest : public ::testing::TestWithParam<uint64_t> {
 protected:
  struct Note {
    uint64_t position = 0;
    std::string award;  // its row
    store::v1::FundAmounts fund;
  };

  void SetUp() override { life_.OpenWithAward(); }

  void TakeRandomStep(tests::SeededRandom& random) {
    if (random.OneIn(3)) life_.NextDay();
    const int32_t days = life_.today() - AwardLife::kStart + 1;
    const auto days_ago = static_cast<int32_t>(random.Below(static_cast<uint64_t>(days)));
    const domain::Day day = life_.today() + -days_ago;
    const auto pence = static_cast<int64_t>(1 + random.Below(9'000));
    switch (random.Below(7)) {
      case 0:
        life_.AddOwnMoney(pence, day);
        break;
      case 1:
        life_.RepayOwnMoney(pence, life_.today());  // refused where there is not so much
        break;
      case 2:
        life_.ReceiveContribution(pence, day);
        break;
      case 3:  // refused where it is none, or was reversed before
        life_.Reverse(1 + random.Below(life_.view()->position), life_.today());
        break;
      case 4:
        life_.Load(100'000'000, day);  // refused
        break;
      case 5:
        life_.Load(pence, life_.today(), true);
        break;
      default:
        life_.Load(pence, day);
    }
  }

  Note Noted() {
    const auto view = life_.view();
    const Reader reader = life_.Read(*view);
    return {.position = view->position,
            .award = (*reader.Award(life_.award()))->SerializeAsString(),
            .fund = (*reader.Fund(life_.fund()))->amounts()};
  }

  AwardLife life_;
};

TEST_P(PastStateTest, OfAwardAndFund_atEveryPosition_isTheOneNoted) {
  tests::SeededRandom random(GetParam());
  std::vector<Note> notes = {Noted()};
  for (int i = 0; i < 120; ++i) {
    TakeRandomStep(random);
    notes.push_back(Noted());
  }
  const auto view = life_.view();
  const uint64_t newest = (*life_.Read(*view).Award(life_.award()))->last_entry();
  for (const Note& note : notes) {
    const auto award = AwardAt(life_.store(), *view, life_.award(), newest, note.position);
    ASSERT_TRUE(award.ok() && award->has_value()) << award.status();
    ASSERT_EQ((*award)->SerializeAsString(), note.award) << note.position;
    const auto fund =
        FundAmountsAt(life_.store(), *view, life_.fund(), {.position = note.position});
    ASSERT_TRUE(fund.ok()) << fund.status();
    ASSERT_EQ(fund->SerializeAsString(), note.fund.SerializeAsString()) << note.position;
  }
}

TEST_P(PastStateTest, OfAwardAndFund_onEveryDay_isWhatTheirEntriesAddUpTo) {
  tests::SeededRandom random(GetParam());
  for (int i = 0; i < 120; ++i) TakeRandomStep(random);
  const auto view = life_.view();
  const uint64_t position = view->position;
  const uint64_t newest = (*life_.Read(*view).Award(life_.award()))->last_entry();
  const auto entries = life_.Read(*view).Entries(1, position);
  ASSERT_TRUE(entries.ok());
  BriefCache cache(200, 50);
  for (domain::Day day = AwardLife::kStart + (-2); day <= life_.today(); day = day + 1) {
    domain::PurseSums purses;
    store::v1::FundAmounts fund;
    for (const auto& [bytes, entry] : *entries) {
      if (domain::Day(entry.effective_day()) > day) continue;
      const domain::PurseSums change = domain::ChangeOf(entry);
      purses.Add(journal::v1::PURSE_KIND_COUNCIL, change.council_pence);
      purses.Add(journal::v1::PURSE_KIND_CONTRIBUTION, change.contribution_pence);
      purses.Add(journal::v1::PURSE_KIND_OWN, change.own_pence);
      ASSERT_TRUE(domain::AddTo(entry, life_.fund(), fund).ok());
    }
    const PastPoint point{.position = position, .day = day};
    const auto past = PursesAt(life_.store(), *view, cache, life_.award(), newest, point);
    ASSERT_TRUE(past.ok() && past->has_value()) << past.status();
    EXPECT_EQ(domain::SumsOf(**past), purses) << domain::FormatIsoDay(day);
    const auto past_fund = FundAmountsAt(life_.store(), *view, life_.fund(), point);
    ASSERT_TRUE(past_fund.ok()) << past_fund.status();
    EXPECT_EQ(past_fund->SerializeAsString(), fund.SerializeAsString())
        << domain::FormatIsoDay(day);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, PastStateTest, ::testing::Range<uint64_t>(1, 6));

}  // namespace
}  // namespace cardledger::engine
