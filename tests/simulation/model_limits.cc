// The annual limit: which policy, which year, how much, and what of it is used.

#include <algorithm>

#include "tests/simulation/london_calendar.h"
#include "tests/simulation/model.h"

namespace cardledger::simulation {
namespace {

// The same day of another year; 29 February becomes 28 February where it has none.
int32_t Anniversary(int32_t day, int32_t year) {
  const absl::CivilDay civil = CivilDayOf(day);
  return DayInMonth(absl::CivilMonth(year, civil.month()), civil.day());
}

// First day of the earliest award of the person that was approved and not cancelled.
int32_t EarliestStart(const std::map<std::string, Model::Award>& awards,
                      const Model::Award& otherwise) {
  std::optional<int32_t> earliest;
  for (const auto& [id, award] : awards) {
    if (award.person != otherwise.person || !award.was_approved) continue;
    if (award.step == Model::Step::kCancelled) continue;
    earliest = std::min(earliest.value_or(award.start), award.start);
  }
  return earliest.value_or(otherwise.start);
}

}  // namespace

int32_t Model::LimitYear::year() const { return static_cast<int32_t>(CivilDayOf(first).year()); }

const Model::Policy* Model::PolicyFor(int32_t day) const {
  const Policy* found = nullptr;
  for (const Policy& policy : policies_) {  // the later activated one wins a tie
    if (policy.valid_from <= day && (found == nullptr || policy.valid_from >= found->valid_from)) {
      found = &policy;
    }
  }
  return found;
}

Model::LimitYear Model::LimitYearOf(const Award& award, int32_t day, const Policy* policy) const {
  if (policy == nullptr ||
      policy->scheme.limit_year().limit_year() == policy::v1::LIMIT_YEAR_FINANCIAL_YEAR) {
    const int32_t year = FinancialYearOfNumber(day);
    return {FirstOfApril(year), FirstOfApril(year + 1), true};
  }
  const int32_t settled = persons_.at(award.person).award_year_day;
  const int32_t begins = settled != 0 ? settled : EarliestStart(awards_, award);
  int32_t year = static_cast<int32_t>(CivilDayOf(day).year());
  if (Anniversary(begins, year) > day) --year;
  return {Anniversary(begins, year), Anniversary(begins, year + 1), false};
}

int64_t Model::LimitOf(const Award& award, const LimitYear& year, const Policy& policy) const {
  int64_t limit = policy.scheme.annual_limit().pence();
  const int32_t begins = EarliestStart(awards_, award);
  if (policy.scheme.pro_rata_first_year().on() && year.financial && begins >= year.first &&
      begins < year.next) {
    limit = limit * (year.next - begins) / (year.next - year.first);
  }
  for (const Exception& exception : persons_.at(award.person).exceptions) {
    const bool begins_in_it =
        exception.limit_first >= year.first && exception.limit_first < year.next;
    if (begins_in_it) limit += exception.pence;
  }
  return limit;
}

int64_t Model::Used(absl::string_view person, const LimitYear& year) const {
  int64_t sum = 0;
  for (const Load& load : loads_) {
    const bool counts = load.person == person && load.reversed_entry == 0;
    if (counts && load.day >= year.first && load.day < year.next) sum += load.counted;
  }
  return sum;
}

}  // namespace cardledger::simulation
