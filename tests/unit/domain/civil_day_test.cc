#include "services/domain/civil_day.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include <gtest/gtest.h>

#include "services/domain/limits.h"

namespace cardledger::domain {
namespace {

Day DayIso(absl::string_view text) {
  const std::optional<Day> day = ParseIsoDay(text);
  EXPECT_TRUE(day.has_value()) << text;
  return day.value_or(Day());
}

TEST(CivilDay, EveryDayFrom2015To2099_goesThereAndBackAndAgreesWithAbseil) {
  const absl::CivilDay epoch(1970, 1, 1);
  int64_t count = 0;
  for (absl::CivilDay civil(kYearMin, 1, 1); civil.year() <= kYearMax; ++civil) {
    const CivilDate date{static_cast<int32_t>(civil.year()), civil.month(), civil.day()};
    const std::optional<Day> day = DayFromCivil(date);
    ASSERT_TRUE(day.has_value()) << civil;
    ASSERT_EQ(day->number(), civil - epoch) << civil;
    ASSERT_EQ(CivilFromDay(*day), date) << civil;
    const std::string text = FormatIsoDay(*day);
    ASSERT_EQ(text, absl::FormatCivilTime(civil));
    ASSERT_EQ(ParseIsoDay(text), day);
    ++count;
  }
  EXPECT_EQ(count, 31'046);
}

TEST(DayFromCivil, DatesThatDoNotExist_areRefused) {
  const CivilDate bad[] = {{2014, 12, 31}, {2100, 1, 1},
                           {2026, 0, 1},   {2026, 13, 1},
                           {2026, 1, 0},   {2026, 1, 32},
                           {2026, 4, 31},  {2026, 2, 29},
                           {2096, 2, 30},  {2026, -1, 1},
                           {2026, 1, -1},  {0, 0, 0},
                           {-2026, 1, 1},  {INT32_MAX, INT32_MAX, INT32_MAX}};
  for (const CivilDate& date : bad) {
    EXPECT_FALSE(DayFromCivil(date).has_value())
        << date.year << "-" << date.month << "-" << date.day;
  }
}

TEST(DayFromCivil, LeapDays_existInLeapYearsAlone) {
  EXPECT_TRUE(DayFromCivil({2028, 2, 29}).has_value());
  EXPECT_TRUE(DayFromCivil({2096, 2, 29}).has_value());
  EXPECT_FALSE(DayFromCivil({2027, 2, 29}).has_value());
}

TEST(ParseIsoDay, OtherSpellings_areRefused) {
  for (const char* text :
       {"", "2026-7-6", "2026-07-6", "26-07-06", "2026/07/06", "2026-07-06 ", " 2026-07-06",
        "2026-07-0x", "-026-07-06", "2026-07-06T", "2026-0７06", "+202-07-06"}) {
    EXPECT_FALSE(ParseIsoDay(text).has_value()) << text;
  }
}

TEST(FinancialYearOf, Table) {
  const struct {
    const char* day;
    int32_t year;
  } table[] = {{"2026-03-31", 2025}, {"2026-04-01", 2026}, {"2026-12-31", 2026},
               {"2027-01-01", 2026}, {"2027-03-31", 2026}, {"2027-04-01", 2027},
               {"2028-02-29", 2027}};
  for (const auto& row : table) EXPECT_EQ(FinancialYearOf(DayIso(row.day)), row.year) << row.day;
}

TEST(FinancialYear, FirstAndLastDay_boundIt) {
  for (int32_t year = kYearMin; year < kYearMax; ++year) {
    const Day first = FirstDayOfFinancialYear(year);
    const Day last = LastDayOfFinancialYear(year);
    EXPECT_EQ(FinancialYearOf(first), year);
    EXPECT_EQ(FinancialYearOf(last), year);
    EXPECT_EQ(FinancialYearOf(first + -1), year - 1);
    EXPECT_EQ(FinancialYearOf(last + 1), year + 1);
  }
}

TEST(AddMonths, EveryDayAndManyMonths_isThatDayOrTheLastOfItsMonth) {
  for (absl::CivilDay civil(kYearMin, 1, 1); civil.year() <= kYearMax; ++civil) {
    const Day day(static_cast<int32_t>(civil - absl::CivilDay(1970, 1, 1)));
    for (const int32_t months : {-25, -12, -1, 0, 1, 2, 11, 12, 13, 48}) {
      const absl::CivilMonth month = absl::CivilMonth(civil) + months;
      const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
      const int32_t expected = std::min(civil.day(), last.day());
      ASSERT_EQ(CivilFromDay(AddMonths(day, months)),
                (CivilDate{static_cast<int32_t>(month.year()), month.month(), expected}))
          << civil << " and " << months << " months";
    }
  }
}

TEST(AddMonths, FromTheEndOfAMonth_countsFromTheFirstDayGiven) {
  const Day anchor = DayIso("2027-12-31");
  EXPECT_EQ(FormatIsoDay(AddMonths(anchor, 1)), "2028-01-31");
  EXPECT_EQ(FormatIsoDay(AddMonths(anchor, 2)), "2028-02-29");
  EXPECT_EQ(FormatIsoDay(AddMonths(anchor, 3)), "2028-03-31");
  EXPECT_EQ(FormatIsoDay(AddMonths(anchor, 14)), "2029-02-28");
  EXPECT_EQ(FormatIsoDay(AddMonths(DayIso("2028-02-29"), -12)), "2027-02-28");
}

TEST(WeekdayOf, EveryDay_agreesWithAbseil) {
  for (absl::CivilDay civil(1960, 1, 1); civil.year() <= kYearMax; ++civil) {
    const Day day(static_cast<int32_t>(civil - absl::CivilDay(1970, 1, 1)));
    ASSERT_EQ(WeekdayOf(day), static_cast<int32_t>(absl::GetWeekday(civil))) << civil;
  }
  EXPECT_EQ(WeekdayOf(DayIso("2026-07-06")), 0);  // a Monday
}

TEST(AccountingPeriodOf, IsTheMonth) {
  EXPECT_EQ(AccountingPeriodOf(DayIso("2026-07-06")), 202607);
  EXPECT_EQ(AccountingPeriodOf(DayIso("2026-12-31")), 202612);
  EXPECT_EQ(AccountingPeriodOf(DayIso("2027-01-01")), 202701);
}

}  // namespace
}  // namespace cardledger::domain
