#pragma once

// Dates as the model counts them: the system's table of time zones and Abseil's civil days, where
// services/domain has rules of its own. Written apart on purpose. Any thread.

#include <algorithm>
#include <cstdint>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"

#include "base/check.h"
#include "cardledger/policy/v1/scheme.pb.h"

namespace cardledger::simulation {

// Days since 1970-01-01.
inline int32_t DayNumber(absl::CivilDay day) {
  return static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1));
}
inline absl::CivilDay CivilDayOf(int32_t number) { return absl::CivilDay(1970, 1, 1) + number; }

inline int32_t DayNumber(const google::type::Date& date) {
  return DayNumber(absl::CivilDay(date.year(), date.month(), date.day()));
}

inline google::type::Date DateOfNumber(int32_t number) {
  const absl::CivilDay day = CivilDayOf(number);
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

inline int32_t LondonDayNumber(int64_t time_us) {
  static const absl::TimeZone london = [] {
    absl::TimeZone zone;
    CARDLEDGER_CHECK(absl::LoadTimeZone("Europe/London", &zone), "the system knows London");
    return zone;
  }();
  return DayNumber(absl::ToCivilDay(absl::FromUnixMicros(time_us), london));
}

// The year in which the financial year began: 1 April to 31 March.
inline int32_t FinancialYearOfNumber(int32_t number) {
  const absl::CivilDay day = CivilDayOf(number);
  return static_cast<int32_t>(day.month() >= 4 ? day.year() : day.year() - 1);
}
// Its first day.
inline int32_t FirstOfApril(int32_t year) { return DayNumber(absl::CivilDay(year, 4, 1)); }

// YYYYMM.
inline int32_t MonthOfNumber(int32_t number) {
  const absl::CivilDay day = CivilDayOf(number);
  return static_cast<int32_t>(day.year()) * 100 + day.month();
}

// The month's day of that number, or its last where it has none.
inline int32_t DayInMonth(absl::CivilMonth month, int day) {
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return DayNumber(absl::CivilDay(month.year(), month.month(), std::min(day, last.day())));
}

// The working day that comes so many working days after `number`: Monday to Friday without the
// policy's bank holidays.
inline int32_t WorkingDayAfter(int32_t number, int32_t working_days,
                               const policy::v1::SchemePolicy& policy) {
  while (working_days > 0) {
    ++number;
    const absl::Weekday weekday = absl::GetWeekday(CivilDayOf(number));
    bool works = weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday;
    for (const google::type::Date& holiday : policy.bank_holidays().dates()) {
      works &= DayNumber(holiday) != number;
    }
    if (works) --working_days;
  }
  return number;
}

}  // namespace cardledger::simulation
