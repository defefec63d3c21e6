// Decisions that begin and end an award, once it is proposed.

#include <algorithm>

#include "services/domain/approval_bands.h"
#include "services/domain/award_decisions.h"
#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/money.h"
#include "services/domain/names.h"
#include "services/domain/schedule.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// Nothing was ever put on it, or all of it was reversed.
bool HoldsNothing(const store::v1::AwardRow& award) {
  return std::all_of(award.parts().begin(), award.parts().end(),
                     [](const auto& part) { return part.loaded_pence() == 0; }) &&
         std::all_of(award.purses().begin(), award.purses().end(), [](const auto& purse) {
           return purse.posted_pence() == 0 && purse.pending_pence() == 0;
         });
}

Refusal BudgetRefusal(const Decider& d, const AwardId& id, const store::v1::AwardRow& award,
                      const FundId& fund, int64_t available, int64_t wanted) {
  const ActivePolicy* policy = d.context.policies.InForce(d.today);
  const policy::v1::SchemePolicy* scheme = policy == nullptr ? nullptr : &policy->scheme;
  Refusal refusal = AwardRefusal(journal::REFUSAL_REASON_BUDGET_EXCEEDED, id)
                        .Of(journal::FACT_KIND_FUND, fund)
                        .Number(journal::FACT_KIND_REMAINING_PENCE, std::max<int64_t>(available, 0))
                        .Asked(wanted);
  if (scheme == nullptr) return refusal;
  journal::Referral referral =
      MakeReferral(d, *scheme, journal::REFERRAL_KIND_BUDGET, SubtractPence(wanted, available));
  referral.set_fund_id(fund.ToBytes());
  return Refer(d, std::move(refusal), award, scheme, referral);
}

// The last day for which a load stands; nullopt where none does.
std::optional<Day> LastLoadDay(const store::v1::AwardRow& award) {
  std::optional<Day> last;
  const auto& uncounted = award.course().uncounted_load_days();
  if (!award.limit_use_days().empty()) last = Day(*award.limit_use_days().rbegin());
  if (!uncounted.empty()) last = std::max(last, std::optional(Day(*uncounted.rbegin())));
  return last;
}

int64_t AllowedBeyondBudget(const store::v1::AwardRow& award, absl::string_view fund_id) {
  for (const store::v1::BudgetAllowanceRow& allowance : award.course().allowances()) {
    if (allowance.fund_id() == fund_id) return allowance.amount_pence();
  }
  return 0;
}

}  // namespace

MaybeRefusal CheckBudget(Decider& d, const AwardId& id, const store::v1::AwardRow& award,
                         const store::v1::AwardPartRow& part, int64_t more) {
  if (more <= 0) return std::nullopt;
  const auto fund_id = IdFromBytes<FundId>(part.fund_id());
  const store::v1::FundRow* fund = FindFund(d.state, fund_id);
  CARDLEDGER_CHECK(fund != nullptr, "an award's funds stand in the state");
  const int64_t available =
      AddPence(AvailableOf(*fund), AllowedBeyondBudget(award, part.fund_id()));
  if (more <= available) return std::nullopt;
  Refusal refusal = BudgetRefusal(d, id, award, fund_id, available, more);
  if (refusal.refused().has_referral()) {
    d.entry.set_policy_entry(d.context.policies.InForce(d.today)->activated_entry);
  }
  return refusal;
}

MaybeRefusal DecideRequest(Decider& d, const v1::ApproveAwardRequest& request) {
  const AwardId id = AwardOf(request.award());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  if (award->step() == store::v1::AWARD_STEP_CANCELLED) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_CANCELLED, id);
  }
  if (!award->approved_by().empty()) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_ALREADY_APPROVED, id);
  }
  if ((refusal = CheckAward(d, id, *award, {}))) return refusal;
  if (award->proposed_by() == d.command.caller.subject()) {
    return AwardRefusal(journal::REFUSAL_REASON_APPROVER_IS_PREPARER, id);
  }
  Refusal above = AwardRefusal(journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND, id);
  if ((refusal = CheckBand(d, AmountOf(*award), std::move(above)))) return refusal;
  int64_t committed = 0;
  for (const store::v1::AwardPartRow& part : award->parts()) {
    const int64_t wanted = CouncilRemainingOf(part);
    if ((refusal = CheckBudget(d, id, *award, part, wanted))) return refusal;
    committed = AddPence(committed, Recommit(d, part, wanted));
  }
  journal::AwardApproved& approved = *d.entry.mutable_award_approved();
  approved.set_committed_pence(committed);
  const SchedulePlan plan = PlanOf(*award);
  if (const std::vector<Day> days = DueDays(plan); !days.empty()) {
    approved.set_next_due_day(days.front().number());
  }
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::CancelAwardRequest& request) {
  const AwardId id = AwardOf(request.award());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  if (award->step() == store::v1::AWARD_STEP_CANCELLED) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_CANCELLED, id);
  }
  if (!HoldsNothing(*award)) return AwardRefusal(journal::REFUSAL_REASON_AWARD_HAS_LOADS, id);
  if ((refusal = CheckAward(d, id, *award, {.be_alive = false}))) return refusal;
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  Cancel(*award, request.reason(), d.postings, d.entry);
  return std::nullopt;
}

void Cancel(const store::v1::AwardRow& award, journal::CancelReason reason, PostingSet& postings,
            journal::Entry& entry) {
  journal::AwardCancelled& cancelled = *entry.mutable_award_cancelled();
  cancelled.set_reason(reason);
  cancelled.set_released_pence(ReleaseAll(postings, award));
}

MaybeRefusal DecideRequest(Decider& d, const v1::EndAwardRequest& request) {
  const AwardId id = AwardOf(request.award());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  if (award->step() == store::v1::AWARD_STEP_ENDED) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_ENDED, id)
        .OnDay(journal::FACT_KIND_LAST_DAY, Day(award->end_day()));
  }
  const AwardMust must{.be_approved = HoldsNothing(*award), .go_on = false, .be_alive = false};
  if ((refusal = CheckAward(d, id, *award, must))) return refusal;

  // One that ended by date keeps its last day; another ends up to today, and not before its loads.
  const Day last(award->end_day());
  Day earliest = award->released() ? last : Day(award->start_day());
  if (const auto loaded = LastLoadDay(*award)) earliest = std::max(earliest, *loaded);
  // Its balance has been carried into the year after: that is not undone by an earlier end.
  if (award->course().carried_year() != 0) {
    earliest = std::max(earliest, FirstDayOfFinancialYear(award->course().carried_year() + 1));
  }
  const Day latest = std::min(last, d.today);
  const Day asked = DayOf(request.last_date());
  if (asked < earliest || asked > latest) {
    return AwardRefusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED, id)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, asked)
        .OnDay(journal::FACT_KIND_FIRST_DAY, earliest)
        .OnDay(journal::FACT_KIND_LAST_DAY, latest);
  }
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  End(*award, asked, request.outcome(), d.postings, d.entry);
  return std::nullopt;
}

void End(const store::v1::AwardRow& award, Day last, journal::Outcome outcome, PostingSet& postings,
         journal::Entry& entry) {
  journal::AwardEnded& ended = *entry.mutable_award_ended();
  ended.set_last_day(last.number());
  ended.set_outcome(outcome);
  ended.set_released_pence(ReleaseAll(postings, award));
}

void EndAtDeath(const store::v1::AwardRow& award, Day death, PostingSet& postings,
                journal::Entry& entry) {
  if (award.step() == store::v1::AWARD_STEP_PROPOSED && HoldsNothing(award)) {
    return Cancel(award, journal::CANCEL_REASON_NEEDS_CHANGED, postings, entry);
  }
  const Day last = std::min(Day(award.end_day()), std::max(Day(award.start_day()), death));
  End(award, last, journal::OUTCOME_DECEASED, postings, entry);
}

MaybeRefusal DecideRequest(Decider& d, const v1::RecordAgreementRequest& request) {
  const AwardId id = AwardOf(request.award());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  if ((refusal = CheckAward(d, id, *award, {.be_alive = false}))) return refusal;
  if (award->delivery() != journal::DELIVERY_DIRECT_PAYMENT) {
    return AwardRefusal(journal::REFUSAL_REASON_RESTRICTION_NOT_ALLOWED, id);
  }
  const Day signed_day = DayOf(request.agreement().signed_date());
  if (signed_day > d.today) {
    return AwardRefusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED, id)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, signed_day)
        .OnDay(journal::FACT_KIND_LAST_DAY, d.today);
  }
  journal::AgreementRecorded& recorded = *d.entry.mutable_agreement_recorded();
  recorded.set_version(request.agreement().version());
  recorded.set_choice(request.agreement().choice());
  recorded.set_signed_day(signed_day.number());
  return std::nullopt;
}

}  // namespace cardledger::domain
