#include "services/domain/civil_day.h"

#include <algorithm>
#include <cstdio>

#include "services/domain/limits.h"

namespace cardledger::domain {
namespace {

constexpr int32_t kDaysPerEra = 146'097;   // 400 Gregorian years
constexpr int32_t kDaysToEpoch = 719'468;  // from 0000-03-01 to 1970-01-01

bool IsLeap(int32_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int32_t DaysInMonth(int32_t year, int32_t month) {
  constexpr int32_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

// Howard Hinnant's days_from_civil for years from 0 on: years begin in March, so that the leap day
// is the last of its year.
int32_t DaysFromCivil(int32_t year, int32_t month, int32_t day) {
  const int32_t march_year = month <= 2 ? year - 1 : year;
  const int32_t era = march_year / 400;
  const int32_t year_of_era = march_year - era * 400;
  const int32_t month_from_march = month > 2 ? month - 3 : month + 9;
  const int32_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
  const int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * kDaysPerEra + day_of_era - kDaysToEpoch;
}

std::optional<int32_t> ParseDigits(absl::string_view digits) {
  int32_t value = 0;
  for (char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

}  // namespace

std::optional<Day> DayFromCivil(const CivilDate& date) {
  if (date.year < kYearMin || date.year > kYearMax) return std::nullopt;
  if (date.month < 1 || date.month > 12) return std::nullopt;
  if (date.day < 1 || date.day > DaysInMonth(date.year, date.month)) return std::nullopt;
  return Day(DaysFromCivil(date.year, date.month, date.day));
}

CivilDate CivilFromDay(Day day) {
  const int32_t shifted = day.number() + kDaysToEpoch;
  const int32_t era = shifted / kDaysPerEra;
  const int32_t day_of_era = shifted - era * kDaysPerEra;
  const int32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int32_t month_from_march = (5 * day_of_year + 2) / 153;
  const int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const int32_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return {year, month, day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

std::optional<Day> ParseIsoDay(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<int32_t> year = ParseDigits(text.substr(0, 4));
  const std::optional<int32_t> month = ParseDigits(text.substr(5, 2));
  const std::optional<int32_t> day = ParseDigits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return DayFromCivil({*year, *month, *day});
}

std::string FormatIsoDay(Day day) {
  const CivilDate date = CivilFromDay(day);
  char text[16];
  const int length =
      std::snprintf(text, sizeof(text), "%04d-%02d-%02d", date.year, date.month, date.day);
  return {text, static_cast<size_t>(length)};
}

int32_t FinancialYearOf(Day day) {
  const CivilDate date = CivilFromDay(day);
  return date.month >= 4 ? date.year : date.year - 1;
}

Day FirstDayOfFinancialYear(int32_t year) { return Day(DaysFromCivil(year, 4, 1)); }

Day LastDayOfFinancialYear(int32_t year) { return FirstDayOfFinancialYear(year + 1) + -1; }

Day AddMonths(Day day, int32_t months) {
  const CivilDate date = CivilFromDay(day);
  const int32_t month_count = date.year * 12 + (date.month - 1) + months;
  const int32_t year = month_count / 12;
  const int32_t month = month_count % 12 + 1;
  return Day(DaysFromCivil(year, month, std::min(date.day, DaysInMonth(year, month))));
}

int32_t WeekdayOf(Day day) {
  constexpr int32_t kEpochWeekday = 3;  // 1 January 1970 was a Thursday
  const int32_t weekday = (day.number() + kEpochWeekday) % 7;
  return weekday < 0 ? weekday + 7 : weekday;
}

int32_t AccountingPeriodOf(Day day) {
  const CivilDate date = CivilFromDay(day);
  return date.year * 100 + date.month;
}

}  // namespace cardledger::domain
