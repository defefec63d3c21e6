#include "services/domain/due_steps.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

// The first 1 April inside the award's dates over which no balance was carried yet.
std::optional<DueStepAt> NextCarryOf(const store::v1::AwardRow& award) {
  if (BelongsToPersonWhenLoaded(award.delivery())) return std::nullopt;
  const int32_t last_year = FinancialYearOf(Day(award.end_day()));
  int32_t year = FinancialYearOf(Day(award.start_day()));
  if (award.course().carried_year() != 0) year = award.course().carried_year() + 1;
  if (year >= last_year) return std::nullopt;
  return DueStepAt{FirstDayOfFinancialYear(year + 1), v1::DUE_KIND_CARRY_FORWARD};
}

}  // namespace

std::optional<DueStepAt> NextStepOf(const store::v1::AwardRow& award) {
  if (award.step() != store::v1::AWARD_STEP_APPROVED || award.released()) return std::nullopt;
  DueStepAt next{Day(award.end_day()) + 1, v1::DUE_KIND_RELEASE};
  if (const int32_t due = award.schedule().next_due_day(); due != 0) {
    next = std::min(next, DueStepAt{Day(due), v1::DUE_KIND_INSTALMENT});
  }
  if (const std::optional<DueStepAt> carry = NextCarryOf(award)) next = std::min(next, *carry);
  return next;
}

void DueSteps::Replace(const AwardId& award, const std::optional<DueStepAt>& before,
                       const std::optional<DueStepAt>& after) {
  if (before == after) return;
  if (before) items_.erase({*before, award});
  if (after) items_.insert({*after, award});
}

v1::DueStep MakeDueStep(const DueSteps::Item& item) {
  v1::DueStep step;
  const std::string name =
      absl::StrCat(v1::DueKind_Name(item.at.kind), " ", FormatIsoDay(item.at.day));
  step.set_request_id(base::Uuid::Reserved(item.award.uuid(), name).ToString());
  step.set_award(AwardName(item.award));
  step.set_kind(item.at.kind);
  *step.mutable_due_date() = DateOf(item.at.day);
  return step;
}

}  // namespace cardledger::domain
