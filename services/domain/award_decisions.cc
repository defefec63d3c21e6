#include "services/domain/award_decisions.h"

#include "services/domain/award_money.h"
#include "services/domain/money.h"
#include "services/domain/people.h"
#include "services/domain/working_days.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

Refusal AwardRefusal(journal::RefusalReason reason, const AwardId& id) {
  return Refusal(reason).Of(journal::FACT_KIND_AWARD, id);
}

const store::v1::AwardRow* ConcernAward(Decider& d, const AwardId& id, MaybeRefusal& refusal) {
  const store::v1::AwardRow* award = FindAward(d.state, id);
  if (award == nullptr) {
    refusal = AwardRefusal(journal::REFUSAL_REASON_AWARD_NOT_FOUND, id);
  } else {
    d.Concern(id, *award);
  }
  return award;
}

const store::v1::PersonRow& PersonOf(const Decider& d, const store::v1::AwardRow& award) {
  const auto* person = FindPerson(d.state, IdFromBytes<PersonId>(award.person_id()));
  CARDLEDGER_CHECK(person != nullptr, "an award's person stands in the state");
  return *person;
}

MaybeRefusal CheckAward(const Decider& d, const AwardId& id, const store::v1::AwardRow& award,
                        const AwardMust& must) {
  if (award.step() == store::v1::AWARD_STEP_CANCELLED) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_CANCELLED, id);
  }
  if (must.be_approved && award.step() == store::v1::AWARD_STEP_PROPOSED) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_NOT_APPROVED, id);
  }
  if (must.go_on && HasEnded(award)) {
    return AwardRefusal(journal::REFUSAL_REASON_AWARD_ENDED, id)
        .OnDay(journal::FACT_KIND_LAST_DAY, Day(award.end_day()));
  }
  if (must.be_alive && IsDeceased(PersonOf(d, award))) {
    return AwardRefusal(journal::REFUSAL_REASON_PERSON_DECEASED, id);
  }
  return std::nullopt;
}

MaybeRefusal CheckRecords(const AwardId& id, int64_t standing, int64_t most) {
  if (standing < most) return std::nullopt;
  return AwardRefusal(journal::REFUSAL_REASON_RECORDS_FULL, id)
      .Number(journal::FACT_KIND_COUNT_MAX, most);
}

uint64_t OpenReferral(const Decider& d, const store::v1::AwardRow& award,
                      journal::ReferralKind kind, Day limit_first_day) {
  for (const uint64_t opened : award.course().open_referrals()) {
    const store::v1::ReferralRow* row = FindReferral(d.state, opened);
    CARDLEDGER_CHECK(row != nullptr, "an award's open referrals stand in the state");
    if (row->referral().kind() != kind) continue;
    if (row->referral().limit_first_day() == limit_first_day.number()) return opened;
  }
  return 0;
}

journal::Referral MakeReferral(const Decider& d, const policy::v1::SchemePolicy& policy,
                               journal::ReferralKind kind, int64_t pence) {
  journal::Referral referral;
  referral.set_kind(kind);
  referral.set_amount_pence(pence);
  referral.set_senior(policy.referral().senior());
  const Day deadline = WorkingDaysAfter(d.today, policy.referral().working_days(), policy);
  referral.set_deadline_day(deadline.number());
  return referral;
}

Refusal Refer(const Decider& d, Refusal refusal, const store::v1::AwardRow& award,
              const policy::v1::SchemePolicy* policy, const journal::Referral& referral) {
  if (!IsUnderDuty(award) || policy == nullptr || !policy->has_referral()) return refusal;
  const uint64_t open = OpenReferral(d, award, referral.kind(), Day(referral.limit_first_day()));
  if (open == 0) return std::move(refusal).Opens(referral);
  const Day deadline(FindReferral(d.state, open)->referral().deadline_day());
  return std::move(refusal)
      .Number(journal::FACT_KIND_REFERRAL, static_cast<int64_t>(open))
      .OnDay(journal::FACT_KIND_DEADLINE_DAY, deadline);
}

int64_t Recommit(Decider& d, const store::v1::AwardPartRow& part, int64_t wanted) {
  const auto fund = IdFromBytes<FundId>(part.fund_id());
  const int64_t more = SubtractPence(wanted, part.committed_pence());
  if (more > 0) d.postings.Reserve(Leg::Fund(fund), Leg::Commitment(fund), more);
  if (more < 0) d.postings.Release(Leg::Fund(fund), Leg::Commitment(fund), -more);
  return more;
}

int64_t ReleaseAll(PostingSet& postings, const store::v1::AwardRow& award) {
  int64_t released = 0;
  for (const store::v1::AwardPartRow& part : award.parts()) {
    if (part.committed_pence() == 0) continue;
    const auto fund = IdFromBytes<FundId>(part.fund_id());
    postings.Release(Leg::Fund(fund), Leg::Commitment(fund), part.committed_pence());
    released = AddPence(released, part.committed_pence());
  }
  return released;
}

int64_t AmountMovedBy(const journal::Entry& entry) {
  switch (entry.event_case()) {
    case journal::Entry::kAwardLoaded:
      return entry.award_loaded().amount_pence();
    case journal::Entry::kContributionReceived:
      return entry.contribution_received().amount_pence();
    case journal::Entry::kOwnMoneyAdded:
      return entry.own_money_added().amount_pence();
    case journal::Entry::kOwnMoneyRepaid:
      return entry.own_money_repaid().amount_pence();
    default:
      return 0;
  }
}

SchedulePlan PlanOf(const store::v1::AwardRow& award) {
  return {award.schedule().frequency(), Day(award.schedule().first_due_day()),
          Day(award.start_day()), Day(award.end_day())};
}

journal::MoneyDimensions MakeDimensions(int32_t budget_year, journal::FundingSource source) {
  journal::MoneyDimensions dimensions;
  dimensions.set_budget_year(budget_year);
  dimensions.set_funding_source(source);
  dimensions.set_provider_kind(journal::PROVIDER_KIND_UNKNOWN);
  dimensions.set_vat_code(journal::VAT_CODE_UNKNOWN);
  return dimensions;
}

}  // namespace cardledger::domain
