#include <algorithm>

#include "services/domain/dates.h"
#include "services/domain/decider.h"
#include "services/domain/money.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

const store::v1::RunRow* FindRun(const State& state, uint64_t started_entry) {
  const auto found = state.runs.find(started_entry);
  return found == state.runs.end() ? nullptr : &found->second;
}

Refusal RunRefusal(journal::RefusalReason reason, uint64_t started_entry) {
  return Refusal(reason).Number(journal::FACT_KIND_RUN, static_cast<int64_t>(started_entry));
}

// A row of a run counts in its control totals, whether it is accepted or refused.
MaybeRefusal JoinRun(Decider& d, int64_t pence) {
  const uint64_t started = d.command.run_entry;
  if (started == 0) return std::nullopt;
  const store::v1::RunRow* run = FindRun(d.state, started);
  if (run == nullptr) {
    return RunRefusal(journal::REFUSAL_REASON_RUN_NOT_FOUND, started).Asked(pence);
  }
  if (run->finished_entry() != 0) {
    return RunRefusal(journal::REFUSAL_REASON_RUN_FINISHED, started).Asked(pence);
  }
  d.entry.set_run_entry(started);
  return std::nullopt;
}

Refusal LoadRefusal(journal::RefusalReason reason, const AwardId& id, int64_t pence) {
  return Refusal(reason).Of(journal::FACT_KIND_AWARD, id).Asked(pence);
}

MaybeRefusal CheckAward(const Decider& d, const AwardId& id, const store::v1::AwardRow& award,
                        Day due, int64_t pence) {
  if (award.step() == store::v1::AWARD_STEP_CANCELLED) {
    return LoadRefusal(journal::REFUSAL_REASON_AWARD_CANCELLED, id, pence);
  }
  if (award.step() != store::v1::AWARD_STEP_APPROVED) {
    return LoadRefusal(journal::REFUSAL_REASON_AWARD_NOT_APPROVED, id, pence);
  }
  if (d.context.policies.InForce(due) == nullptr) {
    return LoadRefusal(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE, id, pence)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, due);
  }
  if (due < Day(award.start_day()) || due > Day(award.end_day())) {
    return LoadRefusal(journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES, id, pence)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, due)
        .OnDay(journal::FACT_KIND_FIRST_DAY, Day(award.start_day()))
        .OnDay(journal::FACT_KIND_LAST_DAY, Day(award.end_day()));
  }
  if (due > d.today) {
    return LoadRefusal(journal::REFUSAL_REASON_DUE_DATE_IN_FUTURE, id, pence)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, due)
        .OnDay(journal::FACT_KIND_LAST_DAY, d.today);
  }
  return std::nullopt;
}

const store::v1::AwardPartRow& PartOf(const store::v1::AwardRow& award, int32_t financial_year) {
  const auto part = std::find_if(
      award.parts().begin(), award.parts().end(),
      [financial_year](const auto& p) { return p.financial_year() == financial_year; });
  CARDLEDGER_CHECK(part != award.parts().end(), "every year of an award's dates has its fund");
  return *part;
}

journal::MoneyDimensions DimensionsOf(const store::v1::AwardPartRow& part) {
  journal::MoneyDimensions dimensions;
  dimensions.set_budget_year(part.financial_year());
  dimensions.set_funding_source(journal::FUNDING_SOURCE_COUNCIL);
  dimensions.set_provider_kind(journal::PROVIDER_KIND_UNKNOWN);
  dimensions.set_vat_code(journal::VAT_CODE_UNKNOWN);
  return dimensions;
}

void PostLoad(Decider& d, const store::v1::AwardRow& award, const store::v1::AwardPartRow& part,
              int32_t limit_year, int64_t pence) {
  const auto fund = IdFromBytes<FundId>(part.fund_id());
  d.postings.Release(Leg::Fund(fund), Leg::Commitment(fund), pence);
  d.postings.Post(Leg::Fund(fund), Leg::CouncilPurse(limit_year), pence);
  if (award.delivery() == journal::DELIVERY_DIRECT_PAYMENT) {
    // The money becomes the person's now: loading is the spending.
    const journal::MoneyDimensions dimensions = DimensionsOf(part);
    d.postings.Post(Leg::Float(dimensions), Leg::Expenditure(dimensions), pence);
  }
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::CreateLoadRequest& request) {
  const AwardId id = AwardOf(request.award());
  const int64_t pence = request.amount_pence();
  const Day due = DayOf(request.due_date());
  d.TakeEffectOn(due);
  MaybeRefusal run_refusal = JoinRun(d, pence);
  const store::v1::AwardRow* award = FindAward(d.state, id);
  if (award == nullptr) return LoadRefusal(journal::REFUSAL_REASON_AWARD_NOT_FOUND, id, pence);
  d.Concern(id, *award);
  if (run_refusal) return run_refusal;
  if (MaybeRefusal refusal = CheckAward(d, id, *award, due, pence)) return refusal;

  const ActivePolicy& policy = *d.context.policies.InForce(due);
  d.entry.set_policy_entry(policy.activated_entry);
  const int32_t limit_year = FinancialYearOf(due);  // the one kind that policies know
  const int64_t limit = policy.scheme.annual_limit().pence();
  const int64_t used = LimitUsed(d.state, IdFromBytes<PersonId>(award->person_id()), limit_year);
  if (AddPence(used, pence) > limit) {
    return LoadRefusal(journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED, id, pence)
        .Number(journal::FACT_KIND_REMAINING_PENCE, std::max<int64_t>(limit - used, 0))
        .Number(journal::FACT_KIND_LIMIT_PENCE, limit)
        .Number(journal::FACT_KIND_USED_PENCE, used)
        .Number(journal::FACT_KIND_FINANCIAL_YEAR, limit_year);
  }
  const store::v1::AwardPartRow& part = PartOf(*award, FinancialYearOf(due));
  if (part.committed_pence() < pence) {
    return LoadRefusal(journal::REFUSAL_REASON_AWARD_AMOUNT_EXCEEDED, id, pence)
        .Number(journal::FACT_KIND_REMAINING_PENCE, part.committed_pence())
        .Number(journal::FACT_KIND_FINANCIAL_YEAR, part.financial_year());
  }
  PostLoad(d, *award, part, limit_year, pence);
  journal::AwardLoaded& loaded = *d.entry.mutable_award_loaded();
  loaded.set_amount_pence(pence);
  loaded.set_fund_id(part.fund_id());
  loaded.set_limit_year(limit_year);
  loaded.set_limit_pence(limit);
  loaded.set_limit_used_after_pence(AddPence(used, pence));
  loaded.set_available_after_pence(AddPence(AvailableOf(*award), pence));
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::BulkLoadStart& request) {
  journal::RunStarted& started = *d.entry.mutable_run_started();
  started.set_kind(journal::RUN_KIND_BULK_LOAD);
  started.set_declared_count(request.declared_count());
  started.set_declared_pence(request.declared_pence());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::BulkLoadFinish&) {
  const uint64_t started = d.command.run_entry;
  const store::v1::RunRow* run = FindRun(d.state, started);
  if (run == nullptr) return RunRefusal(journal::REFUSAL_REASON_RUN_NOT_FOUND, started);
  if (run->finished_entry() != 0) return RunRefusal(journal::REFUSAL_REASON_RUN_FINISHED, started);
  const uint64_t decided_count = run->accepted_count() + run->refused_count();
  const int64_t decided_pence = AddPence(run->accepted_pence(), run->refused_pence());
  if (decided_count != run->declared_count() || decided_pence != run->declared_pence()) {
    return RunRefusal(journal::REFUSAL_REASON_RUN_TOTALS_DIFFER, started)
        .Number(journal::FACT_KIND_DECLARED_COUNT, static_cast<int64_t>(run->declared_count()))
        .Number(journal::FACT_KIND_DECLARED_PENCE, run->declared_pence())
        .Number(journal::FACT_KIND_DECIDED_COUNT, static_cast<int64_t>(decided_count))
        .Number(journal::FACT_KIND_DECIDED_PENCE, decided_pence);
  }
  d.entry.set_run_entry(started);
  journal::RunFinished& finished = *d.entry.mutable_run_finished();
  finished.set_accepted_count(run->accepted_count());
  finished.set_accepted_pence(run->accepted_pence());
  finished.set_refused_count(run->refused_count());
  finished.set_refused_pence(run->refused_pence());
  return std::nullopt;
}

}  // namespace cardledger::domain
