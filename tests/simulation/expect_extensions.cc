// The one extension an award may have.

#include <algorithm>

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

void Expectation::Look(const v1::ProposeExtensionRequest& r) {
  for (const v1::AwardFunding& part : r.funding()) asked_ += part.amount_pence();
  for (const v1::AwardFunding& part : r.funding()) FundIn(part.fund());
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookIfCancelled(*award);
  LookIfEnded(*award);
  LookIfDeceased(model_.persons_.at(award->person));
  AgainstUnless(award->step != Model::Step::kProposed, journal::REFUSAL_REASON_AWARD_NOT_APPROVED);
  AgainstUnless(!award->extended && !award->extension, journal::REFUSAL_REASON_ALREADY_EXTENDED);
  const int32_t end = DayNumber(r.end_date());
  LookAtLength(*award, end);
  Sealed(journal::DETAIL_KIND_NOTE, r.reason());
  entry_.mutable_extension_proposed()->set_end_day(end);
  LookAtAdded(r, *award);
}

void Expectation::LookAtLength(const Model::Award& award, int32_t end) {
  AgainstUnless(end > award.end, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  const Model::Policy* policy = GoBy(
      today_, {journal::REFUSAL_REASON_FUND_YEAR_MISMATCH,
               journal::REFUSAL_REASON_EXTENSION_TOO_LONG, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED,
               journal::REFUSAL_REASON_NOT_SET_BY_POLICY, journal::REFUSAL_REASON_BUDGET_EXCEEDED});
  if (policy == nullptr) {
    Against(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE);
  } else if (!policy->scheme.has_award_length_max()) {
    Against(journal::REFUSAL_REASON_NOT_SET_BY_POLICY);
  } else if (end - award.start + 1 > policy->scheme.award_length_max().days()) {
    Against(journal::REFUSAL_REASON_EXTENSION_TOO_LONG, journal::FACT_KIND_DAYS_MAX,
            policy->scheme.award_length_max().days());
  }
}

// A year that the award did not touch before needs its fund; one that it did has its fund already.
void Expectation::LookAtAdded(const v1::ProposeExtensionRequest& r, const Model::Award& award) {
  const int32_t end = DayNumber(r.end_date());
  std::map<int32_t, std::string> had;
  for (const Model::Part& part : award.parts) had[part.year] = part.fund;
  std::map<int32_t, Model::Part> added;
  bool fits = true;
  for (const v1::AwardFunding& part : r.funding()) {
    const auto fund = model_.funds_.find(IdIn(part.fund()));
    if (fund == model_.funds_.end()) continue;
    const int32_t year = fund->second.year;
    const bool is_new = !had.contains(year);
    fits &= is_new ? year > FinancialYearOfNumber(award.end) && year <= FinancialYearOfNumber(end)
                   : had[year] == fund->first;
    fits &= added.try_emplace(year, Model::Part{fund->first, year, part.amount_pence()}).second;
  }
  for (int32_t year = FinancialYearOfNumber(award.end) + 1; year <= FinancialYearOfNumber(end);
       ++year) {
    fits &= added.contains(year);
  }
  AgainstUnless(fits, journal::REFUSAL_REASON_FUND_YEAR_MISMATCH);
  for (const auto& [year, part] : added) {
    journal::FundPart& planned = *entry_.mutable_extension_proposed()->add_added();
    planned.set_fund_id(part.fund);
    planned.set_financial_year(year);
    planned.set_amount_pence(part.pence);
  }
}

std::vector<Model::Part> Expectation::Extended(const Model::Award& award,
                                               const std::vector<Model::Part>& added) {
  std::vector<Model::Part> parts = award.parts;
  for (const Model::Part& more : added) {
    const auto same = std::find_if(parts.begin(), parts.end(),
                                   [&](const Model::Part& part) { return part.fund == more.fund; });
    if (same == parts.end()) {
      parts.push_back(more);
    } else {
      same->pence += more.pence;
    }
  }
  return parts;
}

void Expectation::Look(const v1::DecideExtensionRequest& r) {
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookIfCancelled(*award);
  LookIfEnded(*award);
  LookIfDeceased(model_.persons_.at(award->person));
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  if (!award->extension) return void(Against(journal::REFUSAL_REASON_NO_EXTENSION_PROPOSED));
  AgainstUnless(award->extension->proposer != command_.caller.subject(),
                journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
  if (r.approve()) {
    LookAtLength(*award, award->extension->end);
    int64_t whole = 0;
    for (const Model::Part& part : Extended(*award, award->extension->added)) whole += part.pence;
    LookAtBand(whole, {});
    Extend(IdIn(r.award()), *award);
  } else {
    entry_.mutable_extension_declined();
  }
}

void Expectation::Extend(const std::string& id, const Model::Award& award) {
  const int32_t end = award.extension->end;
  std::vector<Model::Part> parts = Extended(award, award.extension->added);
  std::vector<int64_t> left;
  left.reserve(parts.size());
  for (const Model::Part& part : parts) left.push_back(model_.Left(id, part));
  Model::SpreadOut(award, end, left, parts);
  journal::AwardExtended& extended = *entry_.mutable_award_extended();
  int64_t committed = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    Model::Part& part = parts[i];
    part.contribution = model_.ExpectedContribution(id, award, part, end);
    const int64_t before = i < award.parts.size() ? model_.Committed(id, award.parts[i]) : 0;
    const int64_t more = left[i] - model_.StillExpected(id, part) - before;
    asked_ = more;
    LookForBudget(award, part, more, model_.PolicyFor(today_));
    Commit(part.fund, more);
    committed += more;
    journal::FundPart& planned = *extended.add_parts();
    planned.set_fund_id(part.fund);
    planned.set_financial_year(part.year);
    planned.set_amount_pence(part.pence);
    planned.set_instalment_pence(part.instalment);
    planned.set_last_instalment_pence(part.last_instalment);
    planned.set_contribution_pence(part.contribution);
  }
  extended.set_end_day(end);
  extended.set_committed_pence(committed);
  extended.set_next_due_day(Model::NextDueDay(award, end));
}

}  // namespace cardledger::simulation
