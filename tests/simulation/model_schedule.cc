// What comes by itself: due days, instalments, and what the person is to contribute meanwhile.

#include <algorithm>

#include "tests/simulation/london_calendar.h"
#include "tests/simulation/model.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

std::vector<int32_t> Model::DueDays(const Award& award, int32_t end) {
  std::vector<int32_t> days;
  const absl::CivilDay first = CivilDayOf(award.first_due);
  for (int32_t i = 0;; ++i) {
    int32_t day = 0;
    switch (award.frequency) {
      case journal::LOAD_FREQUENCY_WEEKLY:
        day = award.first_due + 7 * i;
        break;
      case journal::LOAD_FREQUENCY_FOUR_WEEKLY:
        day = award.first_due + 28 * i;
        break;
      case journal::LOAD_FREQUENCY_MONTHLY:
        day = DayInMonth(absl::CivilMonth(first) + i, first.day());
        break;
      case journal::LOAD_FREQUENCY_ONE_OFF:
        day = i == 0 ? award.start : FirstOfApril(FinancialYearOfNumber(award.start) + i);
        break;
      default:
        return days;
    }
    if (day > end) return days;
    days.push_back(day);
  }
}

void Model::SpreadOut(const Award& award, int32_t end, const std::vector<int64_t>& left,
                      std::vector<Part>& parts) {
  const std::vector<int32_t> days = DueDays(award, end);
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto number = std::count_if(days.begin(), days.end(), [&](int32_t day) {
      return day > award.taken_until && FinancialYearOfNumber(day) == parts[i].year;
    });
    parts[i].instalment = number == 0 ? 0 : left[i] / number;
    parts[i].last_instalment = number == 0 ? 0 : parts[i].instalment + left[i] % number;
  }
}

int32_t Model::NextDueDay(const Award& award, int32_t end) {
  for (const int32_t day : DueDays(award, end)) {
    if (day > award.taken_until) return day;
  }
  return 0;
}

std::optional<Model::DueStep> Model::NextStepOf(const Award& award) {
  if (!award.is_running()) return std::nullopt;
  DueStep next{award.end + 1, v1::DUE_KIND_RELEASE};
  const int32_t instalment = NextDueDay(award, award.end);
  if (instalment != 0) next = std::min(next, {instalment, v1::DUE_KIND_INSTALMENT});
  const bool council_money = award.delivery != journal::DELIVERY_DIRECT_PAYMENT &&
                             award.delivery != journal::DELIVERY_GRANT;
  const int32_t year =
      award.carried_year == 0 ? FinancialYearOfNumber(award.start) : award.carried_year + 1;
  if (council_money && year < FinancialYearOfNumber(award.end)) {
    next = std::min(next, {FirstOfApril(year + 1), v1::DUE_KIND_CARRY_FORWARD});
  }
  return next;
}

int64_t Model::ExpectedContribution(const std::string& id, const Award& award, const Part& part,
                                    int32_t end) const {
  if (!award.net) return 0;
  int64_t sevenths = 0;
  const int32_t last = std::min(end, FirstOfApril(part.year + 1) - 1);
  for (int32_t day = std::max(award.start, FirstOfApril(part.year)); day <= last; ++day) {
    int64_t weekly = 0;
    for (const auto& [from, pence] : award.weekly) {
      if (from <= day) weekly = pence;
    }
    sevenths += weekly;
  }
  // Never below what loads have counted on, and no more than is left to count it on.
  const int64_t counted_on = Contributed(id, part.year);
  return std::clamp(sevenths / 7, counted_on, counted_on + Left(id, part));
}

}  // namespace cardledger::simulation
