#include "services/domain/working_days.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "services/domain/dates.h"

namespace cardledger::domain {
namespace {

Day DayIso(absl::string_view text) { return *ParseIsoDay(text); }

policy::v1::SchemePolicy WithHolidays(std::initializer_list<const char*> holidays) {
  policy::v1::SchemePolicy policy;
  for (const char* holiday : holidays) {
    *policy.mutable_bank_holidays()->add_dates() = DateOf(DayIso(holiday));
  }
  return policy;
}

std::string After(absl::string_view day, int32_t count, const policy::v1::SchemePolicy& policy) {
  return FormatIsoDay(WorkingDaysAfter(DayIso(day), count, policy));
}

TEST(WorkingDaysAfter, WithoutHolidays_leavesOutWeekends) {
  const policy::v1::SchemePolicy none;
  EXPECT_EQ(After("2026-07-06", 1, none), "2026-07-07");  // from a Monday
  EXPECT_EQ(After("2026-07-06", 4, none), "2026-07-10");
  EXPECT_EQ(After("2026-07-06", 5, none), "2026-07-13");
  EXPECT_EQ(After("2026-07-10", 1, none), "2026-07-13");  // from a Friday
  EXPECT_EQ(After("2026-07-11", 1, none), "2026-07-13");  // from a Saturday
  EXPECT_EQ(After("2026-07-12", 1, none), "2026-07-13");  // from a Sunday
}

// Christmas Day 2026 is a Friday; Boxing Day's substitute is the Monday.
TEST(WorkingDaysAfter, Holidays_areLeftOut) {
  const auto christmas = WithHolidays({"2026-12-25", "2026-12-28", "2027-01-01"});
  EXPECT_EQ(After("2026-12-23", 1, christmas), "2026-12-24");
  EXPECT_EQ(After("2026-12-24", 1, christmas), "2026-12-29");
  EXPECT_EQ(After("2026-12-24", 3, christmas), "2026-12-31");
  EXPECT_EQ(After("2026-12-24", 4, christmas), "2027-01-04");
  EXPECT_EQ(After("2026-12-25", 1, christmas), "2026-12-29");  // from a holiday itself
}

TEST(WorkingDaysAfter, HolidayOnAWeekend_isLeftOutOnce) {
  EXPECT_EQ(After("2026-07-10", 2, WithHolidays({"2026-07-11"})), "2026-07-14");
}

// Against counting day by day.
TEST(WorkingDaysAfter, ManyDaysAndCounts_agreeWithACount) {
  const auto policy = WithHolidays({"2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31"});
  const std::set<int32_t> holidays = {DayIso("2027-03-26").number(), DayIso("2027-03-29").number(),
                                      DayIso("2027-05-03").number(), DayIso("2027-05-31").number()};
  for (Day from = DayIso("2027-03-01"); from < DayIso("2027-06-30"); from = from + 1) {
    int32_t count = 0;
    for (Day day = from + 1; day < from + 40; day = day + 1) {
      const int32_t since_a_monday = day - DayIso("2026-07-06");
      if (since_a_monday % 7 >= 5 || holidays.contains(day.number())) continue;
      ASSERT_EQ(WorkingDaysAfter(from, ++count, policy), day) << FormatIsoDay(from);
    }
  }
}

}  // namespace
}  // namespace cardledger::domain
