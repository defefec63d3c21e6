#include "services/domain/working_days.h"

#include <algorithm>

#include "services/domain/dates.h"

namespace cardledger::domain {
namespace {

constexpr int32_t kSaturday = 5;

bool IsWorkingDay(Day day, const policy::v1::SchemePolicy& policy) {
  const auto& holidays = policy.bank_holidays().dates();
  return WeekdayOf(day) < kSaturday &&
         std::none_of(holidays.begin(), holidays.end(),
                      [day](const google::type::Date& holiday) { return DayOf(holiday) == day; });
}

}  // namespace

Day WorkingDaysAfter(Day day, int32_t count, const policy::v1::SchemePolicy& policy) {
  for (int32_t passed = 0; passed < count;) {
    day = day + 1;
    if (IsWorkingDay(day, policy)) ++passed;
  }
  return day;
}

}  // namespace cardledger::domain
