#include <algorithm>
#include <vector>

#include "services/domain/dates.h"
#include "services/domain/decider.h"
#include "services/domain/limits.h"
#include "services/domain/money.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

Refusal AwardRefusal(journal::RefusalReason reason, const AwardId& id) {
  return Refusal(reason).Of(journal::FACT_KIND_AWARD, id);
}

int64_t SumOf(const v1::ProposeAwardRequest& request) {
  int64_t pence = 0;
  for (const v1::AwardFunding& part : request.funding()) {
    pence = AddPence(pence, part.amount_pence());
  }
  return pence;
}

MaybeRefusal CheckFundsStand(const Decider& d, const v1::ProposeAwardRequest& request) {
  for (const v1::AwardFunding& part : request.funding()) {
    const FundId id = FundOf(part.fund());
    if (FindFund(d.state, id) != nullptr) continue;
    return Refusal(journal::REFUSAL_REASON_FUND_NOT_FOUND)
        .Of(journal::FACT_KIND_FUND, id)
        .Asked(SumOf(request));
  }
  return std::nullopt;
}

// A phase may cross 31 March: each financial year it touches is borne by one fund of that year.
MaybeRefusal PlanParts(const Decider& d, const v1::ProposeAwardRequest& request,
                       journal::AwardProposed& proposed) {
  std::vector<journal::FundPart> parts;
  for (const v1::AwardFunding& funding : request.funding()) {
    const FundId id = FundOf(funding.fund());
    journal::FundPart& part = parts.emplace_back();
    part.set_fund_id(id.ToBytes());
    part.set_financial_year(FindFund(d.state, id)->financial_year());
    part.set_amount_pence(funding.amount_pence());
  }
  std::sort(parts.begin(), parts.end(), [](const journal::FundPart& a, const journal::FundPart& b) {
    return a.financial_year() < b.financial_year();
  });
  const int32_t first_year = FinancialYearOf(DayOf(request.start_date()));
  const int32_t last_year = FinancialYearOf(DayOf(request.end_date()));
  const auto mismatch = [&request](int32_t year) {
    return Refusal(journal::REFUSAL_REASON_FUND_YEAR_MISMATCH)
        .Number(journal::FACT_KIND_FINANCIAL_YEAR, year)
        .Asked(SumOf(request));
  };
  int32_t wanted = first_year;
  for (const journal::FundPart& part : parts) {
    if (part.financial_year() != wanted || wanted > last_year) {
      return mismatch(wanted > last_year ? part.financial_year() : wanted);
    }
    ++wanted;
  }
  if (wanted <= last_year) return mismatch(wanted);
  for (journal::FundPart& part : parts) *proposed.add_parts() = std::move(part);
  return std::nullopt;
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::ProposeAwardRequest& request) {
  if (MaybeRefusal refusal = CheckFundsStand(d, request)) return refusal;
  const PersonId person = PersonOf(request.person());
  const auto row = d.state.persons.find(person);
  if (row == d.state.persons.end()) {
    return Refusal(journal::REFUSAL_REASON_PERSON_NOT_FOUND)
        .Of(journal::FACT_KIND_PERSON, person)
        .Asked(SumOf(request));
  }
  d.entry.set_person_id(person.ToBytes());
  if (row->second.award_ids_size() >= kAwardsPerPersonMax) {
    return Refusal(journal::REFUSAL_REASON_AWARDS_FULL)
        .Of(journal::FACT_KIND_PERSON, person)
        .Number(journal::FACT_KIND_COUNT_MAX, kAwardsPerPersonMax)
        .Asked(SumOf(request));
  }
  const Day start = DayOf(request.start_date());
  const Day end = DayOf(request.end_date());
  d.TakeEffectOn(start);
  const ActivePolicy* policy = d.context.policies.InForce(start);
  if (policy == nullptr) {
    return Refusal(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, start)
        .Asked(SumOf(request));
  }
  d.entry.set_policy_entry(policy->activated_entry);
  const int32_t days = end - start + 1;  // the first day counts
  const int32_t days_max = policy->scheme.phase_length_max().days();
  if (days > days_max) {
    return Refusal(journal::REFUSAL_REASON_PHASE_TOO_LONG)
        .Number(journal::FACT_KIND_REQUESTED_DAYS, days)
        .Number(journal::FACT_KIND_DAYS_MAX, days_max)
        .OnDay(journal::FACT_KIND_LAST_DAY, start + (days_max - 1))
        .Asked(SumOf(request));
  }
  journal::AwardProposed proposed;
  if (MaybeRefusal refusal = PlanParts(d, request, proposed)) return refusal;

  proposed.set_power(request.power());
  proposed.set_delivery(request.delivery());
  proposed.set_start_day(start.number());
  proposed.set_end_day(end.number());
  *d.entry.mutable_award_proposed() = std::move(proposed);
  d.entry.set_award_id(d.command.request_id.ToBytes());
  d.Seal(journal::DETAIL_KIND_GOAL, request.goal());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::ApproveAwardRequest& request) {
  const AwardId id = AwardOf(request.award());
  const store::v1::AwardRow* award = FindAward(d.state, id);
  if (award == nullptr) return AwardRefusal(journal::REFUSAL_REASON_AWARD_NOT_FOUND, id);
  d.Concern(id, *award);
  if (award->step() == store::v1::AWARD_STEP_CANCELLED) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_CANCELLED, id);
  }
  if (award->step() == store::v1::AWARD_STEP_APPROVED) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_ALREADY_APPROVED, id);
  }
  if (award->proposed_by() == d.command.caller.subject()) {
    return AwardRefusal(journal::REFUSAL_REASON_APPROVER_IS_PREPARER, id);
  }
  int64_t committed = 0;
  for (const store::v1::AwardPartRow& part : award->parts()) {
    const auto fund_id = IdFromBytes<FundId>(part.fund_id());
    const store::v1::FundRow* fund = FindFund(d.state, fund_id);
    CARDLEDGER_CHECK(fund != nullptr, "an award's funds stand in the state");
    if (AvailableOf(*fund) < part.amount_pence()) {
      return AwardRefusal(journal::REFUSAL_REASON_BUDGET_EXCEEDED, id)
          .Of(journal::FACT_KIND_FUND, fund_id)
          .Number(journal::FACT_KIND_REMAINING_PENCE, AvailableOf(*fund))
          .Asked(part.amount_pence());
    }
    d.postings.Reserve(Leg::Fund(fund_id), Leg::Commitment(fund_id), part.amount_pence());
    committed = AddPence(committed, part.amount_pence());
  }
  d.entry.mutable_award_approved()->set_committed_pence(committed);
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::CancelAwardRequest& request) {
  const AwardId id = AwardOf(request.award());
  const store::v1::AwardRow* award = FindAward(d.state, id);
  if (award == nullptr) return AwardRefusal(journal::REFUSAL_REASON_AWARD_NOT_FOUND, id);
  d.Concern(id, *award);
  if (award->step() == store::v1::AWARD_STEP_CANCELLED) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_CANCELLED, id);
  }
  if (award->limit_uses_size() > 0) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_HAS_LOADS, id);
  }
  int64_t released = 0;
  for (const store::v1::AwardPartRow& part : award->parts()) {
    if (part.committed_pence() == 0) continue;
    const auto fund_id = IdFromBytes<FundId>(part.fund_id());
    d.postings.Release(Leg::Fund(fund_id), Leg::Commitment(fund_id), part.committed_pence());
    released = AddPence(released, part.committed_pence());
  }
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  journal::AwardCancelled& cancelled = *d.entry.mutable_award_cancelled();
  cancelled.set_reason(request.reason());
  cancelled.set_released_pence(released);
  return std::nullopt;
}

}  // namespace cardledger::domain
