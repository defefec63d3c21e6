// What an award says when it is proposed.

#include <algorithm>

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int kLiveAwardsMax = 32;
constexpr int kAwardsMax = 256;

bool BlocksAnything(const v1::AwardBlocks& blocks) {
  return blocks.categories_size() > 0 || blocks.cash();
}

// Merchant category codes in rising order.
template <typename From, typename To>
void CopyCategories(const From& from, To& to) {
  const std::set<int32_t> categories(from.begin(), from.end());
  to.Add(categories.begin(), categories.end());
}

}  // namespace

void Expectation::Look(const v1::ProposeAwardRequest& r) {
  asked_ = 0;
  for (const v1::AwardFunding& part : r.funding()) asked_ += part.amount_pence();
  const Model::Person* person = PersonIn(r.person());
  if (person != nullptr) LookIfDeceased(*person);
  int awards = 0;
  int live = 0;
  for (const auto& [id, award] : model_.awards_) {
    if (award.person != IdIn(r.person())) continue;
    ++awards;
    live += award.is_live() ? 1 : 0;
  }
  AgainstUnless(live < kLiveAwardsMax && awards < kAwardsMax, journal::REFUSAL_REASON_AWARDS_FULL);
  Model::Award draft;
  draft.start = DayNumber(r.start_date());
  draft.end = DayNumber(r.end_date());
  CountsFor(draft.start);
  LookAtPhase(draft.start, draft.end);
  LookAtFunding(r, draft);
  LookAtSchedule(r, draft);
  LookAtRestrictions(r);
  if (!refusals_.empty()) return;
  WriteProposal(r, draft);
}

void Expectation::LookAtPhase(int32_t start, int32_t end) {
  const Model::Policy* policy = GoBy(
      start, {journal::REFUSAL_REASON_PHASE_TOO_LONG, journal::REFUSAL_REASON_FUND_YEAR_MISMATCH,
              journal::REFUSAL_REASON_SCHEDULE_MISSES_YEAR,
              journal::REFUSAL_REASON_RESTRICTION_NOT_ALLOWED,
              journal::REFUSAL_REASON_RISK_DECISION_MISSING,
              journal::REFUSAL_REASON_FUNDING_MODEL_MISMATCH,
              journal::REFUSAL_REASON_EARMARKS_EXCEED_AWARD});
  if (policy == nullptr) return void(Against(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE));
  const int32_t days_max = policy->scheme.phase_length_max().days();
  if (end - start + 1 > days_max) {
    Against(journal::REFUSAL_REASON_PHASE_TOO_LONG, journal::FACT_KIND_DAYS_MAX, days_max);
  }
}

// Each financial year of the phase has one fund of that year, and no fund is of another.
void Expectation::LookAtFunding(const v1::ProposeAwardRequest& r, Model::Award& draft) {
  for (const v1::AwardFunding& part : r.funding()) {
    const Model::Fund* fund = FundIn(part.fund());
    if (fund == nullptr) continue;
    draft.parts.push_back({IdIn(part.fund()), fund->year, part.amount_pence()});
  }
  std::sort(draft.parts.begin(), draft.parts.end(),
            [](const Model::Part& a, const Model::Part& b) { return a.year < b.year; });
  std::vector<int32_t> wanted;
  for (int32_t year = FinancialYearOfNumber(draft.start); year <= FinancialYearOfNumber(draft.end);
       ++year) {
    wanted.push_back(year);
  }
  std::vector<int32_t> named;
  for (const Model::Part& part : draft.parts) named.push_back(part.year);
  AgainstUnless(named == wanted, journal::REFUSAL_REASON_FUND_YEAR_MISMATCH);
}

void Expectation::LookAtSchedule(const v1::ProposeAwardRequest& r, Model::Award& draft) {
  if (!r.has_schedule()) return;
  draft.frequency = r.schedule().frequency();
  draft.first_due =
      r.schedule().has_first_due_date() ? DayNumber(r.schedule().first_due_date()) : draft.start;
  std::vector<int64_t> amounts;
  for (const Model::Part& part : draft.parts) amounts.push_back(part.pence);
  Model::SpreadOut(draft, draft.end, amounts, draft.parts);
  const std::vector<int32_t> days = Model::DueDays(draft, draft.end);
  for (const Model::Part& part : draft.parts) {
    const bool is_met = std::any_of(days.begin(), days.end(), [&](int32_t day) {
      return FinancialYearOfNumber(day) == part.year;
    });
    AgainstUnless(is_met, journal::REFUSAL_REASON_SCHEDULE_MISSES_YEAR);
  }
}

void Expectation::LookAtRestrictions(const v1::ProposeAwardRequest& r) {
  int64_t earmarked = 0;
  for (const v1::AwardEarmark& earmark : r.earmarks()) {
    earmarked += earmark.amount_pence();
    AgainstUnless(model_.providers_.contains(IdIn(earmark.provider())),
                  journal::REFUSAL_REASON_PROVIDER_NOT_FOUND);
  }
  AgainstUnless(earmarked <= asked_, journal::REFUSAL_REASON_EARMARKS_EXCEED_AWARD);
  if (r.delivery() != journal::DELIVERY_DIRECT_PAYMENT) return;
  AgainstUnless(r.allowed_categories_size() == 0 && r.earmarks_size() == 0,
                journal::REFUSAL_REASON_RESTRICTION_NOT_ALLOWED);
  const bool has_decision =
      !r.blocks().risk_decision().empty() && r.blocks().has_risk_review_date();
  AgainstUnless(!BlocksAnything(r.blocks()) || has_decision,
                journal::REFUSAL_REASON_RISK_DECISION_MISSING);
  AgainstUnless(r.funding_model() != journal::FUNDING_MODEL_CENTRAL_FLOAT,
                journal::REFUSAL_REASON_FUNDING_MODEL_MISMATCH);
}

void Expectation::WriteProposal(const v1::ProposeAwardRequest& r, const Model::Award& draft) {
  entry_.set_award_id(entry_.request_id());
  Sealed(journal::DETAIL_KIND_GOAL, r.goal());
  Sealed(journal::DETAIL_KIND_RISK_DECISION, r.blocks().risk_decision());
  journal::AwardProposed& proposed = *entry_.mutable_award_proposed();
  proposed.set_power(r.power());
  proposed.set_delivery(r.delivery());
  proposed.set_start_day(draft.start);
  proposed.set_end_day(draft.end);
  for (const Model::Part& part : draft.parts) {
    journal::FundPart& planned = *proposed.add_parts();
    planned.set_fund_id(part.fund);
    planned.set_financial_year(part.year);
    planned.set_amount_pence(part.pence);
    planned.set_instalment_pence(part.instalment);
    planned.set_last_instalment_pence(part.last_instalment);
  }
  proposed.set_frequency(draft.frequency);
  proposed.set_first_due_day(draft.first_due);
  for (const v1::AwardShare& share : r.shares()) {
    journal::FundingShare& borne = *proposed.add_shares();
    borne.set_source(share.source());
    borne.set_basis_points(share.basis_points());
    borne.set_chargeable(share.chargeable());
  }
  const bool holder = r.delivery() == journal::DELIVERY_DIRECT_PAYMENT ||
                      r.funding_model() == journal::FUNDING_MODEL_HOLDER_BALANCE;
  proposed.set_funding_model(holder ? journal::FUNDING_MODEL_HOLDER_BALANCE
                                    : journal::FUNDING_MODEL_CENTRAL_FLOAT);
  proposed.set_contribution_mode(r.contribution_mode());
  proposed.set_spend_order(r.spend_order());
  CopyCategories(r.allowed_categories(), *proposed.mutable_allowed_categories());
  if (BlocksAnything(r.blocks())) {
    journal::Blocks& blocks = *proposed.mutable_blocks();
    CopyCategories(r.blocks().categories(), *blocks.mutable_categories());
    blocks.set_cash(r.blocks().cash());
    if (r.blocks().has_risk_review_date()) {
      blocks.set_risk_review_day(DayNumber(r.blocks().risk_review_date()));
    }
  }
  for (const v1::AwardEarmark& earmark : r.earmarks()) {
    journal::Earmark& kept = *proposed.add_earmarks();
    kept.set_provider_id(IdIn(earmark.provider()));
    kept.set_amount_pence(earmark.amount_pence());
  }
}

}  // namespace cardledger::simulation
