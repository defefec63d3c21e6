#include "services/domain/london_time.h"

namespace cardledger::domain {
namespace {

constexpr int64_t kSecondsPerDay = 86'400;
constexpr int64_t kMicrosecondsPerSecond = 1'000'000;
constexpr int32_t kSummerOffsetSeconds = 3'600;
constexpr int64_t kChangeSecondOfDay = 3'600;  // 01:00 UTC
constexpr int32_t kMarch = 3;
constexpr int32_t kOctober = 10;

int64_t FloorDivide(int64_t value, int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

// 0 is Sunday. 1970-01-01 was a Thursday.
int32_t Weekday(Day day) { return ((day.number() % 7) + 7 + 4) % 7; }

// Whether the last Sunday of a month of 31 days has come by `date`; `day` is the same date.
bool LastSundayHasCome(const CivilDate& date, Day day) {
  const Day last_of_month = day + (31 - date.day);
  return day >= last_of_month + -Weekday(last_of_month);
}

bool IsLastSunday(const CivilDate& date, Day day) { return Weekday(day) == 0 && date.day > 24; }

}  // namespace

int32_t LondonOffsetSeconds(int64_t utc_seconds) {
  const Day day(static_cast<int32_t>(FloorDivide(utc_seconds, kSecondsPerDay)));
  const int64_t second_of_day = utc_seconds - int64_t{day.number()} * kSecondsPerDay;
  const CivilDate date = CivilFromDay(day);
  if (date.month > kMarch && date.month < kOctober) return kSummerOffsetSeconds;
  if (date.month != kMarch && date.month != kOctober) return 0;

  const bool before_the_hour = IsLastSunday(date, day) && second_of_day < kChangeSecondOfDay;
  const bool changed = LastSundayHasCome(date, day) && !before_the_hour;
  return changed == (date.month == kMarch) ? kSummerOffsetSeconds : 0;
}

Day LondonDay(int64_t time_us) {
  const int64_t utc_seconds = FloorDivide(time_us, kMicrosecondsPerSecond);
  return Day(static_cast<int32_t>(
      FloorDivide(utc_seconds + LondonOffsetSeconds(utc_seconds), kSecondsPerDay)));
}

}  // namespace cardledger::domain
