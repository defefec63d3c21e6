#include "services/domain/annual_limit.h"

#include <algorithm>
#include <optional>

#include "services/domain/money.h"

namespace cardledger::domain {
namespace {

// The first day of the person's earliest award that was approved and not cancelled.
std::optional<Day> FirstAwardDay(const AwardRows& awards) {
  std::optional<Day> first;
  for (const store::v1::AwardRow* award : awards) {
    if (award->approved_by().empty() || award->step() == store::v1::AWARD_STEP_CANCELLED) continue;
    const Day start(award->start_day());
    if (!first || start < *first) first = start;
  }
  return first;
}

// Twelve months from `anchor`, and from its anniversaries; also before it.
LimitYear AwardYearOf(Day day, Day anchor) {
  const int32_t began = CivilFromDay(anchor).year;
  int32_t year = CivilFromDay(day).year;
  const auto anniversary = [anchor, began](int32_t of_year) {
    return AddMonths(anchor, 12 * (of_year - began));
  };
  if (day < anniversary(year)) --year;
  return {year, anniversary(year), anniversary(year + 1) + -1};
}

// Limit times days left, start day included, divided by the days of the year, rounded down.
int64_t Reduced(int64_t limit, const LimitYear& year, Day start) {
  const int64_t days = year.last - year.first + 1;
  return limit * (year.last - start + 1) / days;
}

}  // namespace

LimitYear LimitYearOf(const store::v1::PersonRow& person, const AwardRows& awards,
                      const policy::v1::SchemePolicy& policy, Day day, Day fallback_anchor) {
  if (policy.limit_year().limit_year() == policy::v1::LIMIT_YEAR_AWARD_YEAR) {
    const Day anchor = person.award_year_day() != 0
                           ? Day(person.award_year_day())
                           : FirstAwardDay(awards).value_or(fallback_anchor);
    return AwardYearOf(day, anchor);
  }
  const int32_t year = FinancialYearOf(day);
  return {year, FirstDayOfFinancialYear(year), LastDayOfFinancialYear(year)};
}

int64_t LimitUsed(const AwardRows& awards, const LimitYear& year) {
  int64_t used = 0;
  for (const store::v1::AwardRow* award : awards) {
    for (int i = 0; i < award->limit_use_days_size(); ++i) {
      const Day due(award->limit_use_days(i));
      if (due >= year.first && due <= year.last) {
        used = AddPence(used, award->limit_use_pence(i));
      }
    }
  }
  return used;
}

LimitStatus LimitOf(const store::v1::PersonRow& person, const AwardRows& awards,
                    const policy::v1::SchemePolicy& policy, Day due, Day fallback_anchor) {
  const LimitYear year = LimitYearOf(person, awards, policy, due, fallback_anchor);
  LimitStatus status{year.number, year.first,
                     year.last,   policy.annual_limit().pence(),
                     0,           LimitUsed(awards, year)};
  const Day began = FirstAwardDay(awards).value_or(fallback_anchor);
  const bool by_financial_year =
      policy.limit_year().limit_year() != policy::v1::LIMIT_YEAR_AWARD_YEAR;
  if (policy.pro_rata_first_year().on() && by_financial_year && began >= year.first &&
      began <= year.last) {
    status.limit_pence = Reduced(status.limit_pence, year, began);
  }
  for (const store::v1::LimitExceptionRow& exception : person.course().exceptions()) {
    const Day of_year(exception.limit_first_day());
    if (of_year >= year.first && of_year <= year.last) {
      status.exceptions_pence = AddPence(status.exceptions_pence, exception.amount_pence());
    }
  }
  return status;
}

}  // namespace cardledger::domain
