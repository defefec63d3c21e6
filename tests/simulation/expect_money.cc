// What the person contributes, and own money.

#include <algorithm>

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

void Expectation::Look(const v1::SetContributionRequest& r) {
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookIfCancelled(*award);
  LookIfEnded(*award);
  LookIfDeceased(model_.persons_.at(award->person));
  const int32_t from = DayNumber(r.from_date());
  AgainstUnless(from <= award->end, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  constexpr size_t kWeeklyMax = 128;
  AgainstUnless(award->weekly.size() < kWeeklyMax || award->weekly.contains(from),
                journal::REFUSAL_REASON_RECORDS_FULL);
  Model::Award changed = *award;
  changed.weekly[from] = r.weekly_pence();
  const std::string id = IdIn(r.award());
  journal::ContributionSet& set = *entry_.mutable_contribution_set();
  set.set_from_day(from);
  set.set_weekly_pence(r.weekly_pence());
  for (const Model::Part& part : award->parts) {
    const int64_t expected = model_.ExpectedContribution(id, changed, part, award->end);
    if (award->is_running()) Commit(part.fund, part.contribution - expected);
    journal::FundPart& planned = *set.add_parts();
    planned.set_fund_id(part.fund);
    planned.set_financial_year(part.year);
    planned.set_amount_pence(part.pence);
    planned.set_instalment_pence(part.instalment);
    planned.set_last_instalment_pence(part.last_instalment);
    planned.set_contribution_pence(expected);
  }
}

int32_t Expectation::LimitYearOn(const Model::Award& award, int32_t day) {
  const Model::Policy* policy = GoBy(day, {});
  AgainstUnless(policy != nullptr, journal::REFUSAL_REASON_NO_POLICY_IN_FORCE);
  return model_.LimitYearOf(award, std::min(day, award.end), policy).year();
}

void Expectation::LookAtReceipt(const Model::Award& award, int32_t day, int32_t last) {
  CountsFor(day);
  LookIfCancelled(award);
  AgainstUnless(award.step != Model::Step::kProposed, journal::REFUSAL_REASON_AWARD_NOT_APPROVED);
  AgainstUnless(day >= award.start && day <= last, journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES);
  if (day > today_) {
    Against(journal::REFUSAL_REASON_DUE_DATE_IN_FUTURE, journal::FACT_KIND_LAST_DAY, today_);
  }
}

void Expectation::Look(const v1::ReceiveContributionRequest& r) {
  asked_ = r.amount_pence();
  const int32_t day = DayNumber(r.received_date());
  CountsFor(day);
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookAtReceipt(*award, day, std::max(award->end, today_));
  Sealed(journal::DETAIL_KIND_PAYMENT_REFERENCE, r.reference());
  const int32_t year = LimitYearOn(*award, day);
  if (award->net) {  // else the council has loaded it, and the person was billed
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_CONTRIBUTION_CONTROL, -asked_);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_CONTRIBUTION_PURSE, asked_, "", year);
  }
  MoneyPair(journal::ACCOUNT_KIND_CONTRIBUTION_DEBTOR, journal::ACCOUNT_KIND_BANK, asked_,
            FinancialYearOfNumber(day));
  const int64_t available = AvailableAfter();
  journal::ContributionReceived& received = *entry_.mutable_contribution_received();
  received.set_amount_pence(asked_);
  if (award->net) received.set_limit_year(year);
  received.set_available_after_pence(available);
}

void Expectation::Look(const v1::AddOwnMoneyRequest& r) {
  asked_ = r.amount_pence();
  const int32_t day = DayNumber(r.received_date());
  CountsFor(day);
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookAtReceipt(*award, day, award->end);
  LookIfEnded(*award);
  LookIfDeceased(model_.persons_.at(award->person));
  Sealed(journal::DETAIL_KIND_PAYMENT_REFERENCE, r.reference());
  const int32_t year = LimitYearOn(*award, day);
  Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_OWN_CONTROL, -asked_);
  Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_OWN_PURSE, asked_, "", year);
  MoneyPair(journal::ACCOUNT_KIND_OWN_MONEY_HELD, journal::ACCOUNT_KIND_BANK, asked_,
            FinancialYearOfNumber(day));
  const int64_t available = AvailableAfter();
  journal::OwnMoneyAdded& added = *entry_.mutable_own_money_added();
  added.set_amount_pence(asked_);
  added.set_limit_year(year);
  added.set_available_after_pence(available);
}

void Expectation::Look(const v1::RepayOwnMoneyRequest& r) {
  asked_ = r.amount_pence();
  const int32_t day = DayNumber(r.paid_date());
  CountsFor(day);
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  AgainstUnless(day >= award->start && day <= today_, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  const int64_t held = model_.PurseOf(IdIn(r.award()), journal::PURSE_KIND_OWN);
  if (held < asked_) {
    Against(journal::REFUSAL_REASON_PURSE_TOO_SMALL, journal::FACT_KIND_REMAINING_PENCE, held);
  }
  Sealed(journal::DETAIL_KIND_PAYMENT_REFERENCE, r.reference());
  int64_t left = asked_;
  for (const auto& [purse, pence] : model_.PursesOf(IdIn(r.award()))) {
    if (purse.second != journal::PURSE_KIND_OWN) continue;
    const int64_t taken = std::min(pence, left);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_OWN_PURSE, -taken, "", purse.first);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_OWN_CONTROL, taken);
    left -= taken;
  }
  MoneyPair(journal::ACCOUNT_KIND_BANK, journal::ACCOUNT_KIND_OWN_MONEY_HELD, asked_,
            FinancialYearOfNumber(day));
  const int64_t available = AvailableAfter();
  entry_.mutable_own_money_repaid()->set_amount_pence(asked_);
  entry_.mutable_own_money_repaid()->set_available_after_pence(available);
}

}  // namespace cardledger::simulation
