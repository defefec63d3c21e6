#include "services/domain/award_money.h"

#include <iterator>
#include <map>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

Day DayIso(absl::string_view text) { return *ParseIsoDay(text); }

// Over two financial years, with a part each.
store::v1::AwardRow Award(absl::string_view start, absl::string_view end, int64_t pence = 100'000) {
  store::v1::AwardRow award;
  award.set_step(store::v1::AWARD_STEP_APPROVED);
  award.set_start_day(DayIso(start).number());
  award.set_end_day(DayIso(end).number());
  for (int32_t year = FinancialYearOf(DayIso(start)); year <= FinancialYearOf(DayIso(end));
       ++year) {
    store::v1::AwardPartRow& part = *award.add_parts();
    part.set_financial_year(year);
    part.set_amount_pence(pence);
  }
  return award;
}

void SetWeekly(store::v1::AwardRow& award, absl::string_view from, int64_t weekly_pence) {
  SetWeeklyContribution(DayIso(from), weekly_pence, *award.mutable_course());
}

TEST(AwardMoney, WhoseItIsWhenLoaded) {
  EXPECT_TRUE(BelongsToPersonWhenLoaded(journal::DELIVERY_DIRECT_PAYMENT));
  EXPECT_TRUE(BelongsToPersonWhenLoaded(journal::DELIVERY_GRANT));
  EXPECT_FALSE(BelongsToPersonWhenLoaded(journal::DELIVERY_COUNCIL_ARRANGED));
  EXPECT_FALSE(BelongsToPersonWhenLoaded(journal::DELIVERY_MANAGED_ACCOUNT));
}

TEST(AwardMoney, Duty_isUnderThreePowersAndNeverAGrant) {
  for (int power = 1; power <= journal::Power_MAX; ++power) {
    store::v1::AwardRow award;
    award.set_power(static_cast<journal::Power>(power));
    award.set_delivery(journal::DELIVERY_COUNCIL_ARRANGED);
    const bool duty = power == journal::POWER_S18_DUTY || power == journal::POWER_S20_CARER ||
                      power == journal::POWER_S117;
    EXPECT_EQ(IsUnderDuty(award), duty) << power;
    award.set_delivery(journal::DELIVERY_GRANT);
    EXPECT_FALSE(IsUnderDuty(award)) << power;
  }
}

TEST(AwardMoney, HasEnded_onceEndedOrReleased) {
  store::v1::AwardRow award = Award("2026-07-06", "2026-09-27");
  EXPECT_FALSE(HasEnded(award));
  award.set_released(true);
  EXPECT_TRUE(HasEnded(award));
  award.set_released(false);
  award.set_step(store::v1::AWARD_STEP_ENDED);
  EXPECT_TRUE(HasEnded(award));
}

TEST(AwardMoney, PartOf_isTheOneOfTheYear) {
  const store::v1::AwardRow award = Award("2027-03-01", "2027-05-09");
  EXPECT_EQ(PartOf(award, 2026), &award.parts(0));
  EXPECT_EQ(PartOf(award, 2027), &award.parts(1));
  EXPECT_EQ(PartOf(award, 2028), nullptr);
}

TEST(AwardMoney, CouncilRemaining_isWhatIsLeftWithoutWhatIsStillExpected) {
  store::v1::AwardPartRow part;
  part.set_amount_pence(1'000);
  part.set_loaded_pence(400);
  EXPECT_EQ(RemainingOf(part), 600);
  EXPECT_EQ(CouncilRemainingOf(part), 600);
  part.set_contribution_pence(300);
  part.set_contributed_pence(120);
  EXPECT_EQ(CouncilRemainingOf(part), 600 - 180);
}

TEST(SetWeeklyContribution, InAnyOrder_standsInOrderAndTheSameDayReplaces) {
  store::v1::AwardCourseRow course;
  for (const auto& [day, pence] :
       std::vector<std::pair<int32_t, int64_t>>{{20, 200}, {10, 100}, {30, 300}, {20, 222}}) {
    SetWeeklyContribution(Day(day), pence, course);
  }
  ASSERT_EQ(course.contributions_size(), 3);
  const int64_t expected[] = {100, 222, 300};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(course.contributions(i).from_day(), 10 * (i + 1));
    EXPECT_EQ(course.contributions(i).weekly_pence(), expected[i]);
  }
}

// Cut into loads in any way, a part's loads carry just what was expected.
TEST(ContributionOf, AnyCuttingIntoLoads_addsUpToWhatIsExpected) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    tests::SeededRandom random(seed);
    store::v1::AwardRow award = Award("2026-07-06", "2026-09-27");
    store::v1::AwardPartRow& part = *award.mutable_parts(0);
    part.set_amount_pence(1 + static_cast<int64_t>(random.Below(100'000)));
    const auto most = static_cast<uint64_t>(part.amount_pence()) + 1;
    part.set_contribution_pence(static_cast<int64_t>(random.Below(most)));
    while (RemainingOf(part) > 0) {
      const auto left = static_cast<uint64_t>(RemainingOf(part));
      const auto load =
          static_cast<int64_t>(1 + random.Below(random.OneIn(4) ? left : left / 3 + 1));
      const int64_t carried = ContributionOf(award, part, load);
      ASSERT_GE(carried, 0);
      ASSERT_LE(carried, load) << "the council loads no less than nothing";
      part.set_loaded_pence(part.loaded_pence() + load);
      part.set_contributed_pence(part.contributed_pence() + carried);
      ASSERT_GE(CouncilRemainingOf(part), 0);
    }
    ASSERT_EQ(part.contributed_pence(), part.contribution_pence()) << seed;
  }
}

TEST(ContributionOf, IsInProportion_roundedDown) {
  store::v1::AwardRow award = Award("2026-07-06", "2026-09-27", 1'000);
  store::v1::AwardPartRow& part = *award.mutable_parts(0);
  part.set_contribution_pence(100);
  EXPECT_EQ(ContributionOf(award, part, 9), 0);
  EXPECT_EQ(ContributionOf(award, part, 10), 1);
  EXPECT_EQ(ContributionOf(award, part, 999), 99);
  EXPECT_EQ(ContributionOf(award, part, 1'000), 100);
  EXPECT_EQ(ContributionOf(award, part, 1'001), 100);  // more than the part holds, refused later
  part.set_loaded_pence(1'000);
  EXPECT_EQ(ContributionOf(award, part, 1), 0);  // nothing left
}

TEST(ContributionOf, InGrossMode_isNothing) {
  store::v1::AwardRow award = Award("2026-07-06", "2026-09-27", 1'000);
  award.mutable_parts(0)->set_contribution_pence(100);
  award.mutable_terms()->set_contribution_mode(journal::CONTRIBUTION_MODE_GROSS);
  EXPECT_EQ(ContributionOf(award, award.parts(0), 500), 0);
  SetWeekly(award, "2026-07-06", 700);
  EXPECT_EQ(ExpectedContribution(award, award.parts(0)), 0);
}

TEST(ContributionOf, NotSet_isNet) {
  store::v1::AwardRow award;
  EXPECT_TRUE(IsNet(award));
  award.mutable_terms()->set_contribution_mode(journal::CONTRIBUTION_MODE_NET);
  EXPECT_TRUE(IsNet(award));
}

TEST(ExpectedContribution, OneRate_isItsDaysBySevenRoundedDown) {
  store::v1::AwardRow award = Award("2026-07-06", "2026-09-27");  // 84 days
  EXPECT_EQ(ExpectedContribution(award, award.parts(0)), 0);
  SetWeekly(award, "2026-07-06", 1'000);
  EXPECT_EQ(ExpectedContribution(award, award.parts(0)), 12'000);
  SetWeekly(award, "2026-07-06", 1'001);
  EXPECT_EQ(ExpectedContribution(award, award.parts(0)), 12'012);
  SetWeekly(award, "2026-07-06", 0);
  EXPECT_EQ(ExpectedContribution(award, award.parts(0)), 0);
  SetWeekly(award, "2026-07-06", 1);
  award.set_end_day(DayIso("2026-07-11").number());  // six days
  EXPECT_EQ(ExpectedContribution(award, award.parts(0)), 0);
}

TEST(ExpectedContribution, RateBeforeTheAward_countsFromItsFirstDay) {
  store::v1::AwardRow award = Award("2026-07-06", "2026-07-12");
  SetWeekly(award, "2025-01-01", 700);
  EXPECT_EQ(ExpectedContribution(award, award.parts(0)), 700);
}

// Against the sum over the days, one by one.
TEST(ExpectedContribution, ManyRateChanges_agreeWithACountOfDays) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    tests::SeededRandom random(seed);
    const Day start = DayIso("2027-02-01") + static_cast<int32_t>(random.Below(50));
    const Day end = DayIso("2027-04-10") + static_cast<int32_t>(random.Below(50));
    store::v1::AwardRow award = Award(FormatIsoDay(start), FormatIsoDay(end));
    std::map<int32_t, int64_t> rates;
    for (uint64_t i = random.Below(6); i > 0; --i) {
      const Day from = start + -20 + static_cast<int32_t>(random.Below(120));
      rates[from.number()] = static_cast<int64_t>(random.Below(2'000));
      SetWeeklyContribution(from, rates[from.number()], *award.mutable_course());
    }
    for (const store::v1::AwardPartRow& part : award.parts()) {
      int64_t day_pence = 0;
      for (Day day = start; day <= end; day = day + 1) {
        const auto after = rates.upper_bound(day.number());
        if (FinancialYearOf(day) != part.financial_year() || after == rates.begin()) continue;
        day_pence += std::prev(after)->second;
      }
      ASSERT_EQ(ExpectedContribution(award, part), day_pence / 7) << seed;
    }
  }
}

TEST(ExpectedContribution, StaysBetweenWhatLoadsCountedOnAndWhatIsLeft) {
  store::v1::AwardRow award = Award("2026-07-06", "2026-07-12", 1'000);
  store::v1::AwardPartRow& part = *award.mutable_parts(0);
  part.set_loaded_pence(600);
  part.set_contributed_pence(150);
  SetWeekly(award, "2026-07-06", 149);
  EXPECT_EQ(ExpectedContribution(award, part), 150);
  SetWeekly(award, "2026-07-06", 151);
  EXPECT_EQ(ExpectedContribution(award, part), 151);
  SetWeekly(award, "2026-07-06", 550);
  EXPECT_EQ(ExpectedContribution(award, part), 550);
  SetWeekly(award, "2026-07-06", 551);
  EXPECT_EQ(ExpectedContribution(award, part), 550);  // 150 and the 400 that are left
}

}  // namespace
}  // namespace cardledger::domain
