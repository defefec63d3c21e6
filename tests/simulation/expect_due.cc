// What the ledger does itself when a day has come.

#include <algorithm>

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

void Expectation::Look(const v1::DueStep& r) {
  const int32_t day = DayNumber(r.due_date());
  CountsFor(day);
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  const std::optional<Model::DueStep> next = Model::NextStepOf(*award);
  if (next != Model::DueStep{day, r.kind()} || day > today_) {
    return void(Against(journal::REFUSAL_REASON_NOTHING_DUE));
  }
  if (r.kind() == v1::DUE_KIND_INSTALMENT) {
    LookAtInstalment(*award, day);
  } else if (r.kind() == v1::DUE_KIND_CARRY_FORWARD) {
    LookAtCarry(*award, day);
  } else {
    entry_.mutable_commitment_released()->set_released_pence(ReleaseAll(IdIn(r.award()), *award));
  }
}

void Expectation::LookAtInstalment(const Model::Award& award, int32_t day) {
  loads_ = true;
  const int32_t year = FinancialYearOfNumber(day);
  const std::vector<int32_t> days = Model::DueDays(award, award.end);
  const auto later = std::upper_bound(days.begin(), days.end(), day);
  const int32_t next = later == days.end() ? 0 : *later;
  for (const Model::Part& part : award.parts) {
    if (part.year != year) continue;
    const int64_t left = model_.Left(entry_.award_id(), part);
    const bool last = next == 0 || FinancialYearOfNumber(next) != year;
    asked_ = std::min(left, last ? part.last_instalment : part.instalment);
  }
  AgainstUnless(asked_ > 0, journal::REFUSAL_REASON_NOTHING_DUE);
  LookAtLoad(award, day, false);
  if (refusals_.empty()) {
    entry_.mutable_award_loaded()->mutable_instalment()->set_next_due_day(next);
  } else {
    refusals_.begin()->second.mutable_instalment()->set_next_due_day(next);
  }
}

void Expectation::LookAtCarry(const Model::Award& award, int32_t day) {
  journal::BalanceCarriedForward& carried = *entry_.mutable_balance_carried_forward();
  for (const Model::Part& part : award.parts) {
    if (part.year == FinancialYearOfNumber(day) - 1) carried.set_from_fund_id(part.fund);
    if (part.year == FinancialYearOfNumber(day)) carried.set_to_fund_id(part.fund);
  }
  const int64_t pence = model_.StandingOf(entry_.award_id())[carried.from_fund_id()];
  carried.set_amount_pence(pence);
  Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, -pence, carried.to_fund_id());
  Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, pence, carried.from_fund_id());
}

}  // namespace cardledger::simulation
