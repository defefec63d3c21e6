// Questions to a senior.

#include <algorithm>

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

bool Expectation::IsUnderDuty(const Model::Award& award) {
  const bool duty = award.power == journal::POWER_S18_DUTY ||
                    award.power == journal::POWER_S20_CARER || award.power == journal::POWER_S117;
  return duty && award.delivery != journal::DELIVERY_GRANT;
}

bool Expectation::IsOpen(const journal::Referral& referral) const {
  return std::any_of(model_.referrals_.begin(), model_.referrals_.end(), [&](const auto& opened) {
    const auto& other = opened.second;
    return other.decided_entry == 0 && other.award == entry_.award_id() &&
           other.asked.kind() == referral.kind() &&
           other.asked.limit_first_day() == referral.limit_first_day();
  });
}

void Expectation::Refer(const Model::Award& award, const Model::Policy* policy,
                        journal::Referral referral, journal::Refused& refused) {
  if (!IsUnderDuty(award) || policy == nullptr || !policy->scheme.has_referral()) return;
  if (IsOpen(referral)) return;
  referral.set_senior(policy->scheme.referral().senior());
  referral.set_deadline_day(
      WorkingDayAfter(today_, policy->scheme.referral().working_days(), policy->scheme));
  *refused.mutable_referral() = referral;
  // It names the policy that says who is asked.
  entry_.set_policy_entry(policy->entry);
  by_policy_.insert(refused.reason());
}

void Expectation::Look(const v1::RequestExceptionRequest& r) {
  asked_ = r.amount_pence();
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  LookIfCancelled(*award);
  LookIfEnded(*award);
  LookIfDeceased(model_.persons_.at(award->person));
  const int32_t day = DayNumber(r.date());
  AgainstUnless(day >= award->start && day <= award->end,
                journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES);
  AgainstUnless(IsUnderDuty(*award), journal::REFUSAL_REASON_EXCEPTION_NOT_AVAILABLE);
  const Model::Policy* policy = GoBy(day, {journal::REFUSAL_REASON_NOT_SET_BY_POLICY});
  if (policy == nullptr) return void(Against(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE));
  AgainstUnless(policy->scheme.has_referral(), journal::REFUSAL_REASON_NOT_SET_BY_POLICY);
  Sealed(journal::DETAIL_KIND_NOTE, r.reason());
  journal::Referral& referral = *entry_.mutable_referral_opened()->mutable_referral();
  referral.set_kind(journal::REFERRAL_KIND_ANNUAL_LIMIT);
  referral.set_amount_pence(r.amount_pence());
  referral.set_limit_first_day(model_.LimitYearOf(*award, day, policy).first);
  referral.set_senior(policy->scheme.referral().senior());
  referral.set_deadline_day(
      WorkingDayAfter(today_, policy->scheme.referral().working_days(), policy->scheme));
  AgainstUnless(!IsOpen(referral), journal::REFUSAL_REASON_REFERRAL_ALREADY_OPEN);
}

void Expectation::Look(const v1::DecideReferralRequest& r) {
  const auto found = model_.referrals_.find(SequenceIn(r.referral()));
  if (found == model_.referrals_.end()) {
    return void(Against(journal::REFUSAL_REASON_REFERRAL_NOT_FOUND));
  }
  const Model::Referral& referral = found->second;
  entry_.set_award_id(referral.award);
  entry_.set_person_id(referral.person);
  LookIfErased(model_.persons_.at(referral.person));
  AgainstUnless(referral.decided_entry == 0, journal::REFUSAL_REASON_REFERRAL_DECIDED);
  const Model::Award& award = model_.awards_.at(referral.award);
  const std::string& subject = command_.caller.subject();
  const bool extends = award.extension && award.extension->proposer == subject;
  AgainstUnless(subject != referral.opened_by && subject != award.proposer && !extends,
                journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
  if (r.approve()) {
    LookIfCancelled(award);
    LookIfEnded(award);
    LookIfDeceased(model_.persons_.at(award.person));
    constexpr size_t kExceptionsMax = 128;
    AgainstUnless(referral.asked.kind() != journal::REFERRAL_KIND_ANNUAL_LIMIT ||
                      model_.persons_.at(award.person).exceptions.size() < kExceptionsMax,
                  journal::REFUSAL_REASON_RECORDS_FULL);
    LookAtBand(r.amount_pence() == 0 ? referral.asked.amount_pence() : r.amount_pence(),
               {journal::REFUSAL_REASON_REFERRAL_AMOUNT_EXCEEDED});
  }
  if (r.amount_pence() > referral.asked.amount_pence()) {
    if (refusals_.empty()) asked_ = r.amount_pence();
    Against(journal::REFUSAL_REASON_REFERRAL_AMOUNT_EXCEEDED);
  }
  Sealed(journal::DETAIL_KIND_NOTE, r.reason());
  journal::ReferralDecided& decided = *entry_.mutable_referral_decided();
  decided.set_referral_entry(found->first);
  decided.set_kind(referral.asked.kind());
  decided.set_approved(r.approve());
  decided.set_limit_first_day(referral.asked.limit_first_day());
  decided.set_fund_id(referral.asked.fund_id());
  if (!r.approve()) return;
  decided.set_amount_pence(r.amount_pence() == 0 ? referral.asked.amount_pence()
                                                 : r.amount_pence());
}

}  // namespace cardledger::simulation
