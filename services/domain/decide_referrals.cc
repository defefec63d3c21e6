// Questions to a senior: asked by social work, decided by an approver.

#include "services/domain/approval_bands.h"
#include "services/domain/award_decisions.h"
#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

namespace {

MaybeRefusal AskForException(Decider& d, const v1::RequestExceptionRequest& request) {
  const AwardId id = AwardOf(request.award());
  const Day day = DayOf(request.date());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  const auto refuse = [&id](journal::RefusalReason reason) { return AwardRefusal(reason, id); };
  const ActivePolicy* policy = d.context.policies.InForce(day);
  LimitYear year;
  if (policy != nullptr) {
    const store::v1::PersonRow& person = PersonOf(d, *award);
    year = LimitYearOf(person, AwardsOf(d.state, person), policy->scheme, day,
                       Day(award->start_day()));
    const uint64_t open = OpenReferral(d, *award, journal::REFERRAL_KIND_ANNUAL_LIMIT, year.first);
    if (open != 0) {
      return refuse(journal::REFUSAL_REASON_REFERRAL_ALREADY_OPEN)
          .Number(journal::FACT_KIND_REFERRAL, static_cast<int64_t>(open))
          .OnDay(journal::FACT_KIND_DEADLINE_DAY,
                 Day(FindReferral(d.state, open)->referral().deadline_day()));
    }
  }
  if ((refusal = CheckAward(d, id, *award, {}))) return refusal;
  if (policy == nullptr) {
    return refuse(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, day);
  }
  if (day < Day(award->start_day()) || day > Day(award->end_day())) {
    return refuse(journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, day)
        .OnDay(journal::FACT_KIND_FIRST_DAY, Day(award->start_day()))
        .OnDay(journal::FACT_KIND_LAST_DAY, Day(award->end_day()));
  }
  if (!IsUnderDuty(*award)) return refuse(journal::REFUSAL_REASON_EXCEPTION_NOT_AVAILABLE);
  d.entry.set_policy_entry(policy->activated_entry);
  if (!policy->scheme.has_referral()) return refuse(journal::REFUSAL_REASON_NOT_SET_BY_POLICY);

  journal::Referral& referral = *d.entry.mutable_referral_opened()->mutable_referral();
  referral =
      MakeReferral(d, policy->scheme, journal::REFERRAL_KIND_ANNUAL_LIMIT, request.amount_pence());
  referral.set_limit_first_day(year.first.number());
  d.Seal(journal::DETAIL_KIND_NOTE, request.reason());
  return std::nullopt;
}

// Nothing is approved for an award that is over, or for somebody who has died; declining goes on.
MaybeRefusal CheckApproval(const Decider& d, const AwardId& id, const store::v1::AwardRow& award,
                           const journal::Referral& asked) {
  if (MaybeRefusal refusal = CheckAward(d, id, award, {})) return refusal;
  if (asked.kind() != journal::REFERRAL_KIND_ANNUAL_LIMIT) return std::nullopt;
  return CheckRecords(id, PersonOf(d, award).course().exceptions_size(),
                      kLimitExceptionsPerPersonMax);
}

// Who asked, or proposed what it is asked for.
bool Prepared(const std::string& subject, const store::v1::AwardRow& award,
              const store::v1::ReferralRow& referral) {
  return subject == referral.opened_by() || subject == award.proposed_by() ||
         subject == award.course().extension_by();
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::RequestExceptionRequest& request) {
  MaybeRefusal refusal = AskForException(d, request);
  if (!refusal) return std::nullopt;
  return std::move(*refusal).Asked(request.amount_pence());
}

MaybeRefusal DecideRequest(Decider& d, const v1::DecideReferralRequest& request) {
  const uint64_t opened = ReferralOf(request.referral());
  const auto refuse = [opened](journal::RefusalReason reason) {
    return Refusal(reason).Number(journal::FACT_KIND_REFERRAL, static_cast<int64_t>(opened));
  };
  const store::v1::ReferralRow* row = FindReferral(d.state, opened);
  if (row == nullptr) return refuse(journal::REFUSAL_REASON_REFERRAL_NOT_FOUND);
  const auto id = IdFromBytes<AwardId>(row->award_id());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  CARDLEDGER_CHECK(award != nullptr, "a referral's award stands in the state");
  if (row->decided_entry() != 0) {
    return refuse(journal::REFUSAL_REASON_REFERRAL_DECIDED)
        .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(row->decided_entry()));
  }
  if (request.approve() && (refusal = CheckApproval(d, id, *award, row->referral()))) {
    return refusal;
  }
  if (Prepared(d.command.caller.subject(), *award, *row)) {
    return refuse(journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
  }
  const journal::Referral& asked = row->referral();
  const int64_t pence = request.amount_pence() == 0 ? asked.amount_pence() : request.amount_pence();
  if (request.approve() &&
      (refusal = CheckBand(d, pence, refuse(journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND)))) {
    return refusal;
  }
  if (request.amount_pence() > asked.amount_pence()) {
    return refuse(journal::REFUSAL_REASON_REFERRAL_AMOUNT_EXCEEDED)
        .Number(journal::FACT_KIND_REMAINING_PENCE, asked.amount_pence())
        .Asked(request.amount_pence());
  }
  journal::ReferralDecided& decided = *d.entry.mutable_referral_decided();
  decided.set_referral_entry(opened);
  decided.set_kind(asked.kind());
  decided.set_approved(request.approve());
  decided.set_limit_first_day(asked.limit_first_day());
  decided.set_fund_id(asked.fund_id());
  if (request.approve()) decided.set_amount_pence(pence);
  d.Seal(journal::DETAIL_KIND_NOTE, request.reason());
  return std::nullopt;
}

}  // namespace cardledger::domain
