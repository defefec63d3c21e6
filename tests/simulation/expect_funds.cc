// Budgets.

#include <algorithm>

#include "tests/simulation/expectation.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

void Expectation::NotEnough(int64_t available) {
  Against(journal::REFUSAL_REASON_BUDGET_EXCEEDED, journal::FACT_KIND_REMAINING_PENCE,
          std::max<int64_t>(available, 0));
}

void Expectation::LookForBudget(const Model::Award& award, const Model::Part& part, int64_t pence,
                                const Model::Policy* policy) {
  const auto beyond = award.beyond.find(part.fund);
  const int64_t room =
      model_.AvailableOf(part.fund) + (beyond == award.beyond.end() ? 0 : beyond->second);
  if (pence <= 0 || pence <= room || refusals_.contains(journal::REFUSAL_REASON_BUDGET_EXCEEDED)) {
    return;
  }
  NotEnough(room);
  journal::Referral referral;
  referral.set_kind(journal::REFERRAL_KIND_BUDGET);
  referral.set_amount_pence(pence - room);
  referral.set_fund_id(part.fund);
  Refer(award, policy, referral, refusals_[journal::REFUSAL_REASON_BUDGET_EXCEEDED]);
}

void Expectation::Look(const v1::CreateFundRequest& r) {
  for (const auto& [id, fund] : model_.funds_) {
    if (fund.code == r.code() && fund.year == r.financial_year()) {
      Against(journal::REFUSAL_REASON_FUND_ALREADY_EXISTS);
    }
  }
  journal::FundCreated& created = *entry_.mutable_fund_created();
  created.set_fund_id(entry_.request_id());
  created.set_code(r.code());
  created.set_financial_year(r.financial_year());
}

void Expectation::Look(const v1::AllocateBudgetRequest& r) {
  asked_ = r.amount_pence();
  if (FundIn(r.fund()) == nullptr) return;
  const std::string fund = IdIn(r.fund());
  const int64_t available = model_.AvailableOf(fund);
  if (asked_ < 0 && available + asked_ < 0) NotEnough(available);
  LookForRoom(fund);
  if (asked_ > 0) Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND_CONTROL, -asked_);
  Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, asked_, fund);
  if (asked_ < 0) Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND_CONTROL, -asked_);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  journal::BudgetAllocated& allocated = *entry_.mutable_budget_allocated();
  allocated.set_fund_id(fund);
  allocated.set_amount_pence(asked_);
  allocated.set_reason(r.reason());
  allocated.set_available_after_pence(available + asked_);
}

// No fund holds more than £10,000,000,000.
void Expectation::LookForRoom(const std::string& fund) {
  const int64_t room = 1'000'000'000'000 - model_.funds_.at(fund).allocated;
  if (asked_ > room) {
    Against(journal::REFUSAL_REASON_BUDGET_TOO_LARGE, journal::FACT_KIND_REMAINING_PENCE, room);
  }
}

void Expectation::Look(const v1::TransferBudgetRequest& r) {
  asked_ = r.amount_pence();
  const Model::Fund* from = FundIn(r.from_fund());
  const Model::Fund* to = FundIn(r.to_fund());
  if (from == nullptr || to == nullptr) return;
  const std::string from_id = IdIn(r.from_fund());
  const std::string to_id = IdIn(r.to_fund());
  if (from->year != to->year) Against(journal::REFUSAL_REASON_FUND_YEAR_MISMATCH);
  const int64_t available = model_.AvailableOf(from_id);
  if (available < asked_) NotEnough(available);
  LookForRoom(to_id);
  Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, -asked_, from_id);
  Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, asked_, to_id);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  journal::BudgetTransferred& transferred = *entry_.mutable_budget_transferred();
  transferred.set_from_fund_id(from_id);
  transferred.set_to_fund_id(to_id);
  transferred.set_amount_pence(asked_);
  transferred.set_from_available_after_pence(available - asked_);
  transferred.set_to_available_after_pence(model_.AvailableOf(to_id) + asked_);
}

}  // namespace cardledger::simulation
