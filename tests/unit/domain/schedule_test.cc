#include "services/domain/schedule.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Day DayIso(absl::string_view text) { return *ParseIsoDay(text); }

SchedulePlan Plan(journal::LoadFrequency frequency, absl::string_view first_due,
                  absl::string_view start, absl::string_view end) {
  return {frequency, DayIso(first_due), DayIso(start), DayIso(end)};
}

std::vector<std::string> Texts(const std::vector<Day>& days) {
  std::vector<std::string> texts;
  texts.reserve(days.size());
  for (const Day day : days) texts.push_back(FormatIsoDay(day));
  return texts;
}

TEST(DueDays, Weekly_endsWithTheLastThatIsNotAfterTheAward) {
  EXPECT_THAT(Texts(DueDays(
                  Plan(journal::LOAD_FREQUENCY_WEEKLY, "2026-07-08", "2026-07-06", "2026-07-22"))),
              ElementsAre("2026-07-08", "2026-07-15", "2026-07-22"));
  EXPECT_THAT(Texts(DueDays(
                  Plan(journal::LOAD_FREQUENCY_WEEKLY, "2026-07-08", "2026-07-06", "2026-07-21"))),
              ElementsAre("2026-07-08", "2026-07-15"));
}

TEST(DueDays, FourWeekly_isEvery28Days) {
  EXPECT_THAT(Texts(DueDays(Plan(journal::LOAD_FREQUENCY_FOUR_WEEKLY, "2026-07-06", "2026-07-06",
                                 "2026-09-27"))),
              ElementsAre("2026-07-06", "2026-08-03", "2026-08-31"));
}

TEST(DueDays, MonthlyFromThe31st_fallsOnTheLastDayOfShorterMonths) {
  EXPECT_THAT(Texts(DueDays(
                  Plan(journal::LOAD_FREQUENCY_MONTHLY, "2027-10-31", "2027-10-01", "2028-04-30"))),
              ElementsAre("2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29",
                          "2028-03-31", "2028-04-30"));
}

TEST(DueDays, OneOff_isTheFirstDayAndEachLaterYearsFirst) {
  EXPECT_THAT(Texts(DueDays(
                  Plan(journal::LOAD_FREQUENCY_ONE_OFF, "2027-03-31", "2027-03-31", "2028-04-01"))),
              ElementsAre("2027-03-31", "2027-04-01", "2028-04-01"));
  EXPECT_THAT(Texts(DueDays(
                  Plan(journal::LOAD_FREQUENCY_ONE_OFF, "2027-04-01", "2027-04-01", "2028-03-31"))),
              ElementsAre("2027-04-01"));
}

TEST(DueDays, WithoutASchedule_areNone) {
  const SchedulePlan plan =
      Plan(journal::LOAD_FREQUENCY_UNSPECIFIED, "2026-07-06", "2026-07-06", "2026-09-27");
  EXPECT_THAT(DueDays(plan), IsEmpty());
  EXPECT_FALSE(NextDueAfter(plan, plan.start + -1).has_value());
  EXPECT_EQ(DueDaysLeft(plan, 2026, plan.start), 0);
}

TEST(DueDays, AwardOfOneDay_hasOne) {
  for (const auto frequency :
       {journal::LOAD_FREQUENCY_ONE_OFF, journal::LOAD_FREQUENCY_WEEKLY,
        journal::LOAD_FREQUENCY_FOUR_WEEKLY, journal::LOAD_FREQUENCY_MONTHLY}) {
    EXPECT_THAT(Texts(DueDays(Plan(frequency, "2026-07-06", "2026-07-06", "2026-07-06"))),
                ElementsAre("2026-07-06"))
        << frequency;
  }
}

TEST(NextDueAfter, IsStrictlyAfter_andNoneAfterTheLast) {
  const SchedulePlan plan =
      Plan(journal::LOAD_FREQUENCY_WEEKLY, "2026-07-08", "2026-07-06", "2026-07-22");
  EXPECT_EQ(NextDueAfter(plan, DayIso("2026-07-07")), DayIso("2026-07-08"));
  EXPECT_EQ(NextDueAfter(plan, DayIso("2026-07-08")), DayIso("2026-07-15"));
  EXPECT_EQ(NextDueAfter(plan, DayIso("2026-07-21")), DayIso("2026-07-22"));
  EXPECT_EQ(NextDueAfter(plan, DayIso("2026-07-22")), std::nullopt);
}

// Walking from one due day to the next meets them all, and each year's count adds up to the whole.
TEST(Schedule, NextAndLeft_agreeWithTheDays) {
  for (int32_t start = DayIso("2027-01-25").number(); start < DayIso("2027-04-10").number();
       start += 3) {
    for (const auto frequency :
         {journal::LOAD_FREQUENCY_ONE_OFF, journal::LOAD_FREQUENCY_WEEKLY,
          journal::LOAD_FREQUENCY_FOUR_WEEKLY, journal::LOAD_FREQUENCY_MONTHLY}) {
      const SchedulePlan plan{frequency, Day(start), Day(start), Day(start) + 400};
      const std::vector<Day> days = DueDays(plan);
      std::vector<Day> walked;
      Day at = plan.start + -1;
      while (const auto next = NextDueAfter(plan, at)) walked.push_back(at = *next);
      ASSERT_EQ(walked, days);
      for (size_t taken = 0; taken <= days.size(); ++taken) {
        const Day from = taken == days.size() ? plan.end + 1 : days[taken];
        const int32_t left = DueDaysLeft(plan, 2026, from) + DueDaysLeft(plan, 2027, from) +
                             DueDaysLeft(plan, 2028, from);
        ASSERT_EQ(left, static_cast<int32_t>(days.size() - taken));
      }
    }
  }
}

TEST(DueDaysLeft, CountsTheYearOfTheDay) {
  const SchedulePlan plan =
      Plan(journal::LOAD_FREQUENCY_WEEKLY, "2027-03-24", "2027-03-24", "2027-04-21");
  EXPECT_EQ(DueDaysLeft(plan, 2026, plan.start), 2);  // 24 and 31 March
  EXPECT_EQ(DueDaysLeft(plan, 2027, plan.start), 3);  // 7, 14 and 21 April
  EXPECT_EQ(DueDaysLeft(plan, 2026, DayIso("2027-03-31")), 1);
  EXPECT_EQ(DueDaysLeft(plan, 2026, DayIso("2027-04-01")), 0);
  EXPECT_EQ(DueDaysLeft(plan, 2025, plan.start), 0);
}

}  // namespace
}  // namespace cardledger::domain
