#pragma once

// Civil days, and the years counted by them. A Day is a date on the calendar in Europe/London
// without a time; it is stored as days since 1970-01-01. Pure, any thread.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace cardledger::domain {

class Day {
 public:
  constexpr Day() = default;
  constexpr explicit Day(int32_t number) : number_(number) {}

  // Days since 1970-01-01.
  constexpr int32_t number() const { return number_; }
  constexpr Day operator+(int32_t days) const { return Day(number_ + days); }
  constexpr int32_t operator-(Day other) const { return number_ - other.number_; }
  friend constexpr auto operator<=>(const Day&, const Day&) = default;

 private:
  int32_t number_ = 0;
};

struct CivilDate {
  int32_t year = 0;
  int32_t month = 0;  // 1 to 12
  int32_t day = 0;    // 1 to 31

  friend bool operator==(const CivilDate&, const CivilDate&) = default;
};

// nullopt for a date that does not exist, or whose year is outside limits.h.
std::optional<Day> DayFromCivil(const CivilDate& date);
CivilDate CivilFromDay(Day day);

// "2026-07-06", exactly so; nullopt as DayFromCivil.
std::optional<Day> ParseIsoDay(absl::string_view text);
std::string FormatIsoDay(Day day);

// Financial years run from 1 April to 31 March and are named by their first year: 2026 is 2026-27.
int32_t FinancialYearOf(Day day);
Day FirstDayOfFinancialYear(int32_t year);
Day LastDayOfFinancialYear(int32_t year);

// The same day so many months later (negative: earlier), or the last day of that month where it has
// none.
Day AddMonths(Day day, int32_t months);
// 0 is Monday, 6 is Sunday.
int32_t WeekdayOf(Day day);

// The month as YYYYMM, the general ledger's accounting period.
int32_t AccountingPeriodOf(Day day);

}  // namespace cardledger::domain
