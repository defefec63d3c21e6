// Money of the person's in an award: the contribution, and own money.

#include <algorithm>

#include "services/domain/award_decisions.h"
#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/money.h"
#include "services/domain/names.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// Money that arrives: from the award's first day up to `last`, not in the future. Sets the limit
// year of its purse; what comes after the award's last day belongs to the year of that.
MaybeRefusal CheckArrival(Decider& d, const AwardId& id, const store::v1::AwardRow& award, Day day,
                          Day last, int32_t& limit_year) {
  const auto refuse = [&](journal::RefusalReason reason) {
    return AwardRefusal(reason, id).OnDay(journal::FACT_KIND_REQUESTED_DAY, day);
  };
  const ActivePolicy* policy = d.context.policies.InForce(day);
  if (policy == nullptr) return refuse(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE);
  if (day < Day(award.start_day()) || day > last) {
    return refuse(journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES)
        .OnDay(journal::FACT_KIND_FIRST_DAY, Day(award.start_day()))
        .OnDay(journal::FACT_KIND_LAST_DAY, last);
  }
  if (day > d.today) {
    return refuse(journal::REFUSAL_REASON_DUE_DATE_IN_FUTURE)
        .OnDay(journal::FACT_KIND_LAST_DAY, d.today);
  }
  d.entry.set_policy_entry(policy->activated_entry);
  const store::v1::PersonRow& person = PersonOf(d, award);
  limit_year = LimitYearOf(person, AwardsOf(d.state, person), policy->scheme,
                           std::min(day, Day(award.end_day())), Day(award.start_day()))
                   .number;
  return std::nullopt;
}

journal::MoneyDimensions DimensionsOn(Day day) {
  return MakeDimensions(FinancialYearOf(day), journal::FUNDING_SOURCE_COUNCIL);
}

int64_t OwnMoneyIn(const store::v1::PurseRow& purse) {
  if (purse.kind() != journal::PURSE_KIND_OWN) return 0;
  return AddPence(purse.posted_pence(), purse.pending_pence());
}

MaybeRefusal Receive(Decider& d, const v1::ReceiveContributionRequest& request) {
  const AwardId id = AwardOf(request.award());
  const Day day = DayOf(request.received_date());
  const int64_t pence = request.amount_pence();
  d.TakeEffectOn(day);
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  const AwardMust must{.be_approved = true, .go_on = false, .be_alive = false};
  if ((refusal = CheckAward(d, id, *award, must))) return refusal;
  int32_t limit_year = 0;
  // Charges are billed afterwards, so the last contribution always comes after the last day.
  const Day last = std::max(d.today, Day(award->end_day()));
  if ((refusal = CheckArrival(d, id, *award, day, last, limit_year))) return refusal;

  journal::ContributionReceived& received = *d.entry.mutable_contribution_received();
  received.set_amount_pence(pence);
  received.set_available_after_pence(AvailableOf(*award));
  if (IsNet(*award)) {  // in GROSS mode the council has put it on the award already
    d.postings.Post(Leg::ContributionControl(), Leg::ContributionPurse(limit_year), pence);
    received.set_limit_year(limit_year);
    received.set_available_after_pence(AddPence(AvailableOf(*award), pence));
  }
  const journal::MoneyDimensions dimensions = DimensionsOn(day);
  d.postings.Post(Leg::Money(journal::ACCOUNT_KIND_CONTRIBUTION_DEBTOR, dimensions),
                  Leg::Money(journal::ACCOUNT_KIND_BANK, dimensions), pence);
  d.Seal(journal::DETAIL_KIND_PAYMENT_REFERENCE, request.reference());
  return std::nullopt;
}

MaybeRefusal AddOwn(Decider& d, const v1::AddOwnMoneyRequest& request) {
  const AwardId id = AwardOf(request.award());
  const Day day = DayOf(request.received_date());
  const int64_t pence = request.amount_pence();
  d.TakeEffectOn(day);
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  if ((refusal = CheckAward(d, id, *award, {.be_approved = true}))) return refusal;
  int32_t limit_year = 0;
  const Day last(award->end_day());
  if ((refusal = CheckArrival(d, id, *award, day, last, limit_year))) return refusal;

  d.postings.Post(Leg::OwnControl(), Leg::OwnPurse(limit_year), pence);
  const journal::MoneyDimensions dimensions = DimensionsOn(day);
  d.postings.Post(Leg::Money(journal::ACCOUNT_KIND_OWN_MONEY_HELD, dimensions),
                  Leg::Money(journal::ACCOUNT_KIND_BANK, dimensions), pence);
  d.Seal(journal::DETAIL_KIND_PAYMENT_REFERENCE, request.reference());
  journal::OwnMoneyAdded& added = *d.entry.mutable_own_money_added();
  added.set_amount_pence(pence);
  added.set_limit_year(limit_year);
  added.set_available_after_pence(AddPence(AvailableOf(*award), pence));
  return std::nullopt;
}

MaybeRefusal RepayOwn(Decider& d, const v1::RepayOwnMoneyRequest& request) {
  const AwardId id = AwardOf(request.award());
  const Day day = DayOf(request.paid_date());
  const int64_t pence = request.amount_pence();
  d.TakeEffectOn(day);
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  if (day < Day(award->start_day()) || day > d.today) {
    return AwardRefusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED, id)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, day)
        .OnDay(journal::FACT_KIND_FIRST_DAY, Day(award->start_day()))
        .OnDay(journal::FACT_KIND_LAST_DAY, d.today);
  }
  int64_t left = pence;
  for (const store::v1::PurseRow& purse : award->purses()) {
    const int64_t taken = std::min(left, OwnMoneyIn(purse));
    if (taken <= 0) continue;
    d.postings.Post(Leg::OwnPurse(purse.limit_year()), Leg::OwnControl(), taken);
    left = SubtractPence(left, taken);
  }
  if (left > 0) {
    return AwardRefusal(journal::REFUSAL_REASON_PURSE_TOO_SMALL, id)
        .Number(journal::FACT_KIND_REMAINING_PENCE, SubtractPence(pence, left));
  }
  const journal::MoneyDimensions dimensions = DimensionsOn(day);
  d.postings.Post(Leg::Money(journal::ACCOUNT_KIND_BANK, dimensions),
                  Leg::Money(journal::ACCOUNT_KIND_OWN_MONEY_HELD, dimensions), pence);
  d.Seal(journal::DETAIL_KIND_PAYMENT_REFERENCE, request.reference());
  journal::OwnMoneyRepaid& repaid = *d.entry.mutable_own_money_repaid();
  repaid.set_amount_pence(pence);
  repaid.set_available_after_pence(SubtractPence(AvailableOf(*award), pence));
  return std::nullopt;
}

MaybeRefusal Asking(MaybeRefusal refusal, int64_t pence) {
  if (!refusal) return std::nullopt;
  return std::move(*refusal).Asked(pence);
}

MaybeRefusal CheckWeeklyRoom(const AwardId& id, const store::v1::AwardRow& award, Day from) {
  const auto& weekly = award.course().contributions();
  const bool replaces = std::any_of(weekly.begin(), weekly.end(), [from](const auto& row) {
    return Day(row.from_day()) == from;
  });
  if (replaces) return std::nullopt;
  return CheckRecords(id, weekly.size(), kWeeklyContributionsMax);
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::SetContributionRequest& request) {
  const AwardId id = AwardOf(request.award());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  if ((refusal = CheckAward(d, id, *award, {}))) return refusal;
  const Day from = DayOf(request.from_date());
  if ((refusal = CheckWeeklyRoom(id, *award, from))) return refusal;
  if (from > Day(award->end_day())) {
    return AwardRefusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED, id)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, from)
        .OnDay(journal::FACT_KIND_LAST_DAY, Day(award->end_day()));
  }
  store::v1::AwardRow then = *award;
  SetWeeklyContribution(from, request.weekly_pence(), *then.mutable_course());
  journal::ContributionSet& set = *d.entry.mutable_contribution_set();
  set.set_from_day(from.number());
  set.set_weekly_pence(request.weekly_pence());
  for (store::v1::AwardPartRow& part : *then.mutable_parts()) {
    part.set_contribution_pence(ExpectedContribution(then, part));
    journal::FundPart& stated = *set.add_parts();
    stated.set_fund_id(part.fund_id());
    stated.set_financial_year(part.financial_year());
    stated.set_amount_pence(part.amount_pence());
    stated.set_instalment_pence(part.instalment_pence());
    stated.set_last_instalment_pence(part.last_instalment_pence());
    stated.set_contribution_pence(part.contribution_pence());
    // An assessment stands whether or not the fund has the money.
    if (award->step() == store::v1::AWARD_STEP_APPROVED)
      Recommit(d, part, CouncilRemainingOf(part));
  }
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::ReceiveContributionRequest& request) {
  return Asking(Receive(d, request), request.amount_pence());
}

MaybeRefusal DecideRequest(Decider& d, const v1::AddOwnMoneyRequest& request) {
  return Asking(AddOwn(d, request), request.amount_pence());
}

MaybeRefusal DecideRequest(Decider& d, const v1::RepayOwnMoneyRequest& request) {
  return Asking(RepayOwn(d, request), request.amount_pence());
}

}  // namespace cardledger::domain
