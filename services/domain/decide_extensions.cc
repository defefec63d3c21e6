// The one extension of an award: proposed by one person, decided by another.

#include <algorithm>
#include <map>
#include <vector>

#include "services/domain/approval_bands.h"
#include "services/domain/award_decisions.h"
#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/money.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

int64_t SumOf(const v1::ProposeExtensionRequest& request) {
  int64_t pence = 0;
  for (const v1::AwardFunding& part : request.funding()) {
    pence = AddPence(pence, part.amount_pence());
  }
  return pence;
}

// Pence of the award over all its years, once it is extended as proposed.
int64_t AmountWhenExtended(const store::v1::AwardRow& award) {
  int64_t pence = AmountOf(award);
  for (const journal::FundPart& added : award.course().extension().added()) {
    pence = AddPence(pence, added.amount_pence());
  }
  return pence;
}

// What is added by year; each year of the new dates has one fund, and one it has already keeps it.
MaybeRefusal PlanAdded(const Decider& d, const AwardId& id, const store::v1::AwardRow& award,
                       const v1::ProposeExtensionRequest& request,
                       journal::ExtensionProposed& proposed) {
  const auto mismatch = [&](int32_t year) {
    return AwardRefusal(journal::REFUSAL_REASON_FUND_YEAR_MISMATCH, id)
        .Number(journal::FACT_KIND_FINANCIAL_YEAR, year);
  };
  const int32_t first_year = FinancialYearOf(Day(award.start_day()));
  const int32_t last_year = FinancialYearOf(DayOf(request.end_date()));
  std::map<int32_t, journal::FundPart> added;
  for (const v1::AwardFunding& funding : request.funding()) {
    const FundId fund = FundOf(funding.fund());
    const int32_t year = FindFund(d.state, fund)->financial_year();
    const store::v1::AwardPartRow* standing = PartOf(award, year);
    const bool other_fund = standing != nullptr && standing->fund_id() != fund.bytes();
    if (other_fund || year < first_year || year > last_year || added.contains(year)) {
      return mismatch(year);
    }
    journal::FundPart& part = added[year];
    part.set_fund_id(fund.ToBytes());
    part.set_financial_year(year);
    part.set_amount_pence(funding.amount_pence());
  }
  for (int32_t year = first_year; year <= last_year; ++year) {
    if (PartOf(award, year) == nullptr && !added.contains(year)) return mismatch(year);
  }
  for (auto& [year, part] : added) *proposed.add_added() = std::move(part);
  return std::nullopt;
}

MaybeRefusal CheckLength(const AwardId& id, const store::v1::AwardRow& award, Day end,
                         const policy::v1::SchemePolicy& policy) {
  const Day start(award.start_day());
  const int32_t days = end - start + 1;
  const int32_t days_max = policy.award_length_max().days();
  if (policy.has_award_length_max() && days > days_max) {
    return AwardRefusal(journal::REFUSAL_REASON_EXTENSION_TOO_LONG, id)
        .Number(journal::FACT_KIND_REQUESTED_DAYS, days)
        .Number(journal::FACT_KIND_DAYS_MAX, days_max)
        .OnDay(journal::FACT_KIND_LAST_DAY, start + (days_max - 1));
  }
  if (end <= Day(award.end_day())) {
    return AwardRefusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED, id)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, end)
        .OnDay(journal::FACT_KIND_FIRST_DAY, Day(award.end_day()) + 1);
  }
  if (!policy.has_award_length_max()) {
    return AwardRefusal(journal::REFUSAL_REASON_NOT_SET_BY_POLICY, id);
  }
  return std::nullopt;
}

// The policy of today counts, when an extension is proposed and when it is decided.
const policy::v1::SchemePolicy* PolicyOfToday(Decider& d, const AwardId& id,
                                              MaybeRefusal& refusal) {
  const ActivePolicy* policy = d.context.policies.InForce(d.today);
  if (policy == nullptr) {
    refusal = AwardRefusal(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE, id)
                  .OnDay(journal::FACT_KIND_REQUESTED_DAY, d.today);
    return nullptr;
  }
  d.entry.set_policy_entry(policy->activated_entry);
  return &policy->scheme;
}

// The award's parts with what the extension adds.
journal::AwardExtended Extend(const store::v1::AwardRow& award) {
  const journal::ExtensionProposed& proposed = award.course().extension();
  journal::AwardExtended extended;
  extended.set_end_day(proposed.end_day());
  for (const store::v1::AwardPartRow& part : award.parts()) {
    journal::FundPart& each = *extended.add_parts();
    each.set_fund_id(part.fund_id());
    each.set_financial_year(part.financial_year());
    each.set_amount_pence(part.amount_pence());
  }
  for (const journal::FundPart& added : proposed.added()) {
    auto& parts = *extended.mutable_parts();
    const auto same = std::find_if(parts.begin(), parts.end(), [&added](const auto& part) {
      return part.financial_year() == added.financial_year();
    });
    if (same == parts.end()) {
      *parts.Add() = added;
    } else {
      same->set_amount_pence(AddPence(same->amount_pence(), added.amount_pence()));
    }
  }
  std::sort(extended.mutable_parts()->begin(), extended.mutable_parts()->end(),
            [](const auto& a, const auto& b) { return a.financial_year() < b.financial_year(); });
  return extended;
}

// The row of a part as the extension would leave it.
store::v1::AwardPartRow RowOf(const store::v1::AwardRow& award, const journal::FundPart& part) {
  const store::v1::AwardPartRow* standing = PartOf(award, part.financial_year());
  store::v1::AwardPartRow row;
  if (standing != nullptr) row = *standing;
  row.set_fund_id(part.fund_id());
  row.set_financial_year(part.financial_year());
  row.set_amount_pence(part.amount_pence());
  return row;
}

// Spreads what is left of each part over the due days that have not been taken.
void Reschedule(const store::v1::AwardRow& longer, Day from, journal::AwardExtended& extended) {
  const SchedulePlan plan = PlanOf(longer);
  for (journal::FundPart& part : *extended.mutable_parts()) {
    const int32_t count = DueDaysLeft(plan, part.financial_year(), from);
    SpreadOver(count, RemainingOf(RowOf(longer, part)), part);
  }
  if (const std::optional<Day> next = NextDueAfter(plan, from + -1)) {
    extended.set_next_due_day(next->number());
  }
}

MaybeRefusal Propose(Decider& d, const v1::ProposeExtensionRequest& request) {
  const AwardId id = AwardOf(request.award());
  for (const v1::AwardFunding& part : request.funding()) {
    const FundId fund = FundOf(part.fund());
    if (FindFund(d.state, fund) != nullptr) continue;
    if (const auto* award = FindAward(d.state, id)) d.Concern(id, *award);
    return Refusal(journal::REFUSAL_REASON_FUND_NOT_FOUND).Of(journal::FACT_KIND_FUND, fund);
  }
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  if (award->course().extended() || award->course().extension_entry() != 0) {
    return AwardRefusal(journal::REFUSAL_REASON_ALREADY_EXTENDED, id);
  }
  if ((refusal = CheckAward(d, id, *award, {.be_approved = true}))) return refusal;
  const policy::v1::SchemePolicy* policy = PolicyOfToday(d, id, refusal);
  if (policy == nullptr) return refusal;
  journal::ExtensionProposed proposed;
  if ((refusal = PlanAdded(d, id, *award, request, proposed))) return refusal;
  const Day end = DayOf(request.end_date());
  if ((refusal = CheckLength(id, *award, end, *policy))) return refusal;
  proposed.set_end_day(end.number());
  *d.entry.mutable_extension_proposed() = std::move(proposed);
  d.Seal(journal::DETAIL_KIND_NOTE, request.reason());
  return std::nullopt;
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::ProposeExtensionRequest& request) {
  MaybeRefusal refusal = Propose(d, request);
  if (!refusal) return std::nullopt;
  return std::move(*refusal).Asked(SumOf(request));
}

MaybeRefusal DecideRequest(Decider& d, const v1::DecideExtensionRequest& request) {
  const AwardId id = AwardOf(request.award());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  if ((refusal = CheckAward(d, id, *award, {}))) return refusal;
  if (award->course().extension_entry() == 0) {
    return AwardRefusal(journal::REFUSAL_REASON_NO_EXTENSION_PROPOSED, id);
  }
  if (award->course().extension_by() == d.command.caller.subject()) {
    return AwardRefusal(journal::REFUSAL_REASON_APPROVER_IS_PREPARER, id);
  }
  if (!request.approve()) {
    d.Seal(journal::DETAIL_KIND_NOTE, request.note());
    d.entry.mutable_extension_declined();
    return std::nullopt;
  }
  Refusal above = AwardRefusal(journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND, id);
  if ((refusal = CheckBand(d, AmountWhenExtended(*award), std::move(above)))) return refusal;
  const policy::v1::SchemePolicy* policy = PolicyOfToday(d, id, refusal);
  if (policy == nullptr) return refusal;
  const Day end(award->course().extension().end_day());
  if ((refusal = CheckLength(id, *award, end, *policy))) return refusal;
  journal::AwardExtended extended = Extend(*award);
  store::v1::AwardRow longer = *award;
  longer.set_end_day(extended.end_day());
  int64_t committed = 0;
  for (journal::FundPart& part : *extended.mutable_parts()) {
    store::v1::AwardPartRow row = RowOf(longer, part);
    row.set_contribution_pence(ExpectedContribution(longer, row));
    part.set_contribution_pence(row.contribution_pence());
    const int64_t wanted = CouncilRemainingOf(row);
    refusal = CheckBudget(d, id, *award, row, SubtractPence(wanted, row.committed_pence()));
    if (refusal) return refusal;
    committed = AddPence(committed, Recommit(d, row, wanted));
  }
  const int32_t next_due = award->schedule().next_due_day();
  if (award->has_schedule()) {
    Reschedule(longer, next_due != 0 ? Day(next_due) : Day(award->end_day()) + 1, extended);
  }
  extended.set_committed_pence(committed);
  *d.entry.mutable_award_extended() = std::move(extended);
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

}  // namespace cardledger::domain
