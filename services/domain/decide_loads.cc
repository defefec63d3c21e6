// Putting money on an award, whoever asks for it: an officer, a run, or the ledger's own schedule.

#include <algorithm>

#include "services/domain/approval_bands.h"
#include "services/domain/award_decisions.h"
#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/money.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/domain/run_decisions.h"
#include "services/domain/shares.h"
#include "services/domain/working_days.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

bool PausesLoads(const store::v1::PersonRow& person, const policy::v1::SchemePolicy& policy) {
  return person.course().state() == journal::PERSON_STATE_HOSPITAL
             ? policy.pause_loads_in_hospital().on()
             : policy.pause_loads_in_detention().on();
}

// One load looked at. Each step says why not, in the order of the reasons.
class Load {
 public:
  Load(Decider& d, const LoadPlan& plan)
      : d_(d),
        plan_(plan),
        award_(plan.award),
        person_(PersonOf(d, plan.award)),
        policy_(d.context.policies.InForce(plan.due)) {}

  MaybeRefusal Decide() {
    MaybeRefusal refusal;
    if ((refusal = CheckStanding())) return refusal;
    if ((refusal = CheckDay())) return refusal;
    if (plan_.emergency && (refusal = CheckEmergency())) return refusal;
    d_.entry.set_policy_entry(policy_->activated_entry);
    if ((refusal = CheckLimit())) return refusal;
    if ((refusal = CheckAmount())) return refusal;
    if (plan_.emergency && (refusal = CheckEmergencyAmount())) return refusal;
    Post();
    WriteEvent();
    return std::nullopt;
  }

 private:
  Refusal Refuse(journal::RefusalReason reason) const {
    return AwardRefusal(reason, plan_.id).Asked(plan_.pence);
  }
  bool is_committed() const { return award_.step() == store::v1::AWARD_STEP_APPROVED; }

  MaybeRefusal CheckStanding() {
    const AwardMust must{.be_approved = !plan_.emergency};
    if (MaybeRefusal refusal = CheckAward(d_, plan_.id, award_, must)) {
      return std::move(*refusal).Asked(plan_.pence);
    }
    if (policy_ != nullptr && !plan_.emergency && IsAwayOn(person_, plan_.due) &&
        PausesLoads(person_, policy_->scheme)) {
      d_.entry.set_policy_entry(policy_->activated_entry);
      return Refuse(journal::REFUSAL_REASON_LOADS_PAUSED)
          .Number(journal::FACT_KIND_PERSON_STATE, person_.course().state())
          .OnDay(journal::FACT_KIND_FIRST_DAY, Day(person_.course().state_since_day()));
    }
    if (award_.delivery() == journal::DELIVERY_DIRECT_PAYMENT && !award_.course().has_agreement()) {
      return Refuse(journal::REFUSAL_REASON_AGREEMENT_MISSING);
    }
    if (plan_.pence == 0) return Refuse(journal::REFUSAL_REASON_NOTHING_DUE);
    if (!plan_.emergency) return std::nullopt;
    MaybeRefusal refusal =
        CheckRecords(plan_.id, award_.course().emergencies_size(), kEmergencyLoadsWaitingMax);
    if (!refusal) return std::nullopt;
    return std::move(*refusal).Asked(plan_.pence);
  }

  MaybeRefusal CheckDay() const {
    const auto refuse = [this](journal::RefusalReason reason) {
      return Refuse(reason).OnDay(journal::FACT_KIND_REQUESTED_DAY, plan_.due);
    };
    if (policy_ == nullptr) return refuse(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE);
    if (plan_.due < Day(award_.start_day()) || plan_.due > Day(award_.end_day())) {
      return refuse(journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES)
          .OnDay(journal::FACT_KIND_FIRST_DAY, Day(award_.start_day()))
          .OnDay(journal::FACT_KIND_LAST_DAY, Day(award_.end_day()));
    }
    if (plan_.due > d_.today) {
      return refuse(journal::REFUSAL_REASON_DUE_DATE_IN_FUTURE)
          .OnDay(journal::FACT_KIND_LAST_DAY, d_.today);
    }
    return std::nullopt;
  }

  MaybeRefusal CheckEmergency() {
    if (plan_.due < d_.today) {
      return Refuse(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED)
          .OnDay(journal::FACT_KIND_REQUESTED_DAY, plan_.due)
          .OnDay(journal::FACT_KIND_FIRST_DAY, d_.today)
          .OnDay(journal::FACT_KIND_LAST_DAY, d_.today);
    }
    if (policy_->scheme.has_emergency_load_max()) return std::nullopt;
    d_.entry.set_policy_entry(policy_->activated_entry);
    return Refuse(journal::REFUSAL_REASON_NOT_SET_BY_POLICY);
  }

  MaybeRefusal CheckLimit() {
    part_ = PartOf(award_, FinancialYearOf(plan_.due));
    CARDLEDGER_CHECK(part_ != nullptr, "every year of an award's dates has its fund");
    contribution_ = ContributionOf(award_, *part_, plan_.pence);
    counted_ = counts_net() ? council_part() : plan_.pence;
    limit_ = LimitOf(person_, AwardsOf(d_.state, person_), policy_->scheme, plan_.due,
                     Day(award_.start_day()));
    const int64_t limit = limit_pence();
    const int64_t then = AddPence(limit_.used_pence, counted_);
    if (then <= limit) return std::nullopt;
    Refusal refusal = Refuse(journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED)
                          .Number(journal::FACT_KIND_REMAINING_PENCE,
                                  std::max<int64_t>(SubtractPence(limit, limit_.used_pence), 0))
                          .Number(journal::FACT_KIND_LIMIT_PENCE, limit)
                          .Number(journal::FACT_KIND_USED_PENCE, limit_.used_pence)
                          .Number(journal::FACT_KIND_FINANCIAL_YEAR, limit_.limit_year);
    journal::Referral referral = MakeReferral(
        d_, policy_->scheme, journal::REFERRAL_KIND_ANNUAL_LIMIT, SubtractPence(then, limit));
    referral.set_limit_first_day(limit_.first.number());
    // What the award does not hold is not made possible by a higher limit.
    if (RemainingOf(*part_) < plan_.pence) return refusal;
    return Refer(d_, std::move(refusal), award_, &policy_->scheme, referral);
  }

  MaybeRefusal CheckAmount() {
    if (RemainingOf(*part_) < plan_.pence) {
      return Refuse(journal::REFUSAL_REASON_AWARD_AMOUNT_EXCEEDED)
          .Number(journal::FACT_KIND_REMAINING_PENCE, RemainingOf(*part_))
          .Number(journal::FACT_KIND_FINANCIAL_YEAR, part_->financial_year());
    }
    if (is_committed()) return std::nullopt;
    MaybeRefusal refusal = CheckBudget(d_, plan_.id, award_, *part_, council_part());
    if (!refusal) return std::nullopt;
    return std::move(*refusal).Asked(plan_.pence);
  }

  MaybeRefusal CheckEmergencyAmount() const {
    const int64_t left =
        SubtractPence(policy_->scheme.emergency_load_max().pence(), WaitingEmergencyPence());
    if (plan_.pence <= left) return std::nullopt;
    return Refuse(journal::REFUSAL_REASON_EMERGENCY_LOAD_TOO_LARGE)
        .Number(journal::FACT_KIND_REMAINING_PENCE, std::max<int64_t>(left, 0));
  }

  // Of all awards of the person, or one officer would go round the amount in several loads.
  int64_t WaitingEmergencyPence() const {
    int64_t pence = 0;
    for (const store::v1::AwardRow* award : AwardsOf(d_.state, person_)) {
      for (const store::v1::EmergencyLoadRow& waiting : award->course().emergencies()) {
        pence = AddPence(pence, waiting.amount_pence());
      }
    }
    return pence;
  }

  void Post() {
    const int64_t pence = council_part();
    if (pence == 0) return;
    const auto fund = IdFromBytes<FundId>(part_->fund_id());
    if (is_committed()) d_.postings.Release(Leg::Fund(fund), Leg::Commitment(fund), pence);
    d_.postings.Post(Leg::Fund(fund), Leg::CouncilPurse(limit_.limit_year), pence);
    if (BelongsToPersonWhenLoaded(award_.delivery())) {
      PostExpenditure(pence);
    } else if (award_.funding_model() == journal::FUNDING_MODEL_HOLDER_BALANCE) {
      PostMoney(journal::ACCOUNT_KIND_HOLDER_BALANCES, journal::FUNDING_SOURCE_COUNCIL, pence);
    }
  }

  // Loading is the spending.
  void PostExpenditure(int64_t pence) {
    for (const SharePart& share : SplitByShares(pence, award_.terms().shares())) {
      if (share.pence == 0) continue;
      PostMoney(journal::ACCOUNT_KIND_EXPENDITURE, share.source, share.pence);
    }
  }

  void PostMoney(journal::AccountKind to, journal::FundingSource source, int64_t pence) {
    const journal::MoneyDimensions dimensions = MakeDimensions(part_->financial_year(), source);
    d_.postings.Post(Leg::Money(journal::ACCOUNT_KIND_FLOAT, dimensions),
                     Leg::Money(to, dimensions), pence);
  }

  void WriteEvent() {
    journal::AwardLoaded& loaded = *d_.entry.mutable_award_loaded();
    loaded.set_amount_pence(plan_.pence);
    loaded.set_fund_id(part_->fund_id());
    loaded.set_limit_year(limit_.limit_year);
    loaded.set_limit_pence(limit_pence());
    loaded.set_limit_used_after_pence(AddPence(limit_.used_pence, counted_));
    loaded.set_available_after_pence(AddPence(AvailableOf(award_), council_part()));
    loaded.set_contribution_pence(contribution_);
    if (counts_net()) loaded.set_limit_counted_pence(counted_);
    if (plan_.instalment) *loaded.mutable_instalment() = *plan_.instalment;
    if (plan_.emergency) {
      loaded.set_approve_by_day(WorkingDaysAfter(d_.today, 1, policy_->scheme).number());
    }
    if (counts_award_years()) loaded.set_limit_first_day(limit_.first.number());
  }

  bool counts_award_years() const {
    return policy_->scheme.limit_year().limit_year() == policy::v1::LIMIT_YEAR_AWARD_YEAR;
  }
  bool counts_net() const {
    return policy_->scheme.limit_basis().limit_basis() == policy::v1::LIMIT_BASIS_COUNCIL_NET;
  }
  int64_t council_part() const { return SubtractPence(plan_.pence, contribution_); }
  int64_t limit_pence() const { return AddPence(limit_.limit_pence, limit_.exceptions_pence); }

  Decider& d_;
  const LoadPlan& plan_;
  const store::v1::AwardRow& award_;
  const store::v1::PersonRow& person_;
  const ActivePolicy* policy_;
  const store::v1::AwardPartRow* part_ = nullptr;
  LimitStatus limit_;
  int64_t contribution_ = 0;
  int64_t counted_ = 0;  // for the limit
};

}  // namespace

MaybeRefusal DecideLoad(Decider& d, const LoadPlan& plan) {
  MaybeRefusal refusal = Load(d, plan).Decide();
  if (!refusal) return std::nullopt;
  return std::move(*refusal).OfLoad();
}

MaybeRefusal DecideRequest(Decider& d, const v1::CreateLoadRequest& request) {
  const AwardId id = AwardOf(request.award());
  const int64_t pence = request.amount_pence();
  d.TakeEffectOn(DayOf(request.due_date()));
  MaybeRefusal run_refusal = JoinRun(d, pence);
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return std::move(*refusal).Asked(pence);
  if (run_refusal) return std::move(*run_refusal).OfLoad();
  return DecideLoad(d, {.id = id,
                        .award = *award,
                        .due = DayOf(request.due_date()),
                        .pence = pence,
                        .emergency = request.emergency(),
                        .instalment = std::nullopt});
}

MaybeRefusal DecideRequest(Decider& d, const v1::ApproveEmergencyLoadRequest& request) {
  const AwardId id = AwardOf(request.award());
  const uint64_t load_entry = TransactionOf(request.transaction());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  const auto& emergencies = award->course().emergencies();
  const auto waiting =
      std::find_if(emergencies.begin(), emergencies.end(),
                   [load_entry](const auto& each) { return each.load_entry() == load_entry; });
  if (waiting == emergencies.end()) {
    return AwardRefusal(journal::REFUSAL_REASON_NO_APPROVAL_DUE, id)
        .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(load_entry));
  }
  if (waiting->loaded_by() == d.command.caller.subject()) {
    return AwardRefusal(journal::REFUSAL_REASON_APPROVER_IS_PREPARER, id)
        .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(load_entry));
  }
  Refusal above = AwardRefusal(journal::REFUSAL_REASON_ABOVE_APPROVAL_BAND, id)
                      .Number(journal::FACT_KIND_ENTRY, static_cast<int64_t>(load_entry));
  if ((refusal = CheckBand(d, waiting->amount_pence(), std::move(above)))) return refusal;
  d.entry.mutable_emergency_load_approved()->set_load_entry(load_entry);
  return std::nullopt;
}

}  // namespace cardledger::domain
