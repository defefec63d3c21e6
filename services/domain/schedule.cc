#include "services/domain/schedule.h"

#include <algorithm>

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// The n-th due day of a schedule that repeats.
Day NthDue(const SchedulePlan& plan, int32_t n) {
  switch (plan.frequency) {
    case journal::LOAD_FREQUENCY_WEEKLY:
      return plan.first_due + 7 * n;
    case journal::LOAD_FREQUENCY_FOUR_WEEKLY:
      return plan.first_due + 28 * n;
    default:
      return AddMonths(plan.first_due, n);
  }
}

std::vector<Day> OneOffDays(const SchedulePlan& plan) {
  std::vector<Day> days = {plan.start};
  for (int32_t year = FinancialYearOf(plan.start) + 1; year <= FinancialYearOf(plan.end); ++year) {
    days.push_back(FirstDayOfFinancialYear(year));
  }
  return days;
}

}  // namespace

std::vector<Day> DueDays(const SchedulePlan& plan) {
  if (plan.frequency == journal::LOAD_FREQUENCY_UNSPECIFIED) return {};
  if (plan.frequency == journal::LOAD_FREQUENCY_ONE_OFF) return OneOffDays(plan);
  std::vector<Day> days;
  for (int32_t n = 0; NthDue(plan, n) <= plan.end; ++n) days.push_back(NthDue(plan, n));
  return days;
}

std::optional<Day> NextDueAfter(const SchedulePlan& plan, Day day) {
  const std::vector<Day> days = DueDays(plan);
  const auto next = std::upper_bound(days.begin(), days.end(), day);
  if (next == days.end()) return std::nullopt;
  return *next;
}

int32_t DueDaysLeft(const SchedulePlan& plan, int32_t financial_year, Day from) {
  const std::vector<Day> days = DueDays(plan);
  return static_cast<int32_t>(std::count_if(days.begin(), days.end(), [&](Day day) {
    return day >= from && FinancialYearOf(day) == financial_year;
  }));
}

void SpreadOver(int32_t due_days, int64_t pence, journal::FundPart& part) {
  if (due_days == 0) return;
  part.set_instalment_pence(pence / due_days);
  part.set_last_instalment_pence(pence - part.instalment_pence() * (due_days - 1));
}

}  // namespace cardledger::domain
