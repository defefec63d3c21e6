// Loads: by hand, in a run, in an emergency, or because an instalment fell due.

#include <algorithm>
#include <numeric>

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

constexpr int kEmergencyLoadsMax = 8;

void Expectation::Look(const v1::CreateLoadRequest& r) {
  loads_ = true;
  asked_ = r.amount_pence();
  const int32_t due = DayNumber(r.due_date());
  CountsFor(due);
  LookAtRun();
  const Model::Award* award = AwardIn(r.award());
  if (award != nullptr) LookAtLoad(*award, due, r.emergency());
}

void Expectation::LookAtLoad(const Model::Award& award, int32_t due, bool emergency) {
  LookIfCancelled(award);
  LookIfEnded(award);
  LookIfDeceased(model_.persons_.at(award.person));
  AgainstUnless(award.step != Model::Step::kProposed || emergency,
                journal::REFUSAL_REASON_AWARD_NOT_APPROVED);
  AgainstUnless(award.delivery != journal::DELIVERY_DIRECT_PAYMENT || award.agreed,
                journal::REFUSAL_REASON_AGREEMENT_MISSING);
  LookAtDates(award, due, emergency);
  const Model::Policy* policy = GoBy(
      due,
      {journal::REFUSAL_REASON_LOADS_PAUSED, journal::REFUSAL_REASON_NOT_SET_BY_POLICY,
       journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED, journal::REFUSAL_REASON_AWARD_AMOUNT_EXCEEDED,
       journal::REFUSAL_REASON_BUDGET_EXCEEDED, journal::REFUSAL_REASON_EMERGENCY_LOAD_TOO_LARGE});
  if (policy == nullptr) return void(Against(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE));
  if (!emergency) LookIfPaused(award, due, *policy);
  for (const Model::Part& part : award.parts) {
    if (part.year == FinancialYearOfNumber(due)) Load(award, part, *policy, emergency);
  }
}

void Expectation::LookAtDates(const Model::Award& award, int32_t due, bool emergency) {
  AgainstUnless(due >= award.start && due <= award.end,
                journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES);
  if (due > today_) {
    Against(journal::REFUSAL_REASON_DUE_DATE_IN_FUTURE, journal::FACT_KIND_LAST_DAY, today_);
  }
  AgainstUnless(!emergency || due >= today_, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
}

void Expectation::LookIfPaused(const Model::Award& award, int32_t due,
                               const Model::Policy& policy) {
  const Model::Person& person = model_.persons_.at(award.person);
  const bool pauses = (person.state == journal::PERSON_STATE_HOSPITAL &&
                       policy.scheme.pause_loads_in_hospital().on()) ||
                      (person.state == journal::PERSON_STATE_DETAINED &&
                       policy.scheme.pause_loads_in_detention().on());
  AgainstUnless(!pauses || due < person.since, journal::REFUSAL_REASON_LOADS_PAUSED);
}

void Expectation::LookAtLimit(const Model::Award& award, const Model::Policy& policy,
                              const Model::LimitYear& year, int64_t counted) {
  const int64_t limit = model_.LimitOf(award, year, policy);
  const int64_t used = model_.Used(award.person, year);
  if (used + counted <= limit) return;
  Against(journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED, journal::FACT_KIND_REMAINING_PENCE,
          std::max<int64_t>(limit - used, 0));
  journal::Referral referral;
  referral.set_kind(journal::REFERRAL_KIND_ANNUAL_LIMIT);
  referral.set_amount_pence(used + counted - limit);
  referral.set_limit_first_day(year.first);
  // A higher limit would not help where the award does not hold so much.
  if (refusals_.contains(journal::REFUSAL_REASON_AWARD_AMOUNT_EXCEEDED)) return;
  Refer(award, &policy, referral, refusals_[journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED]);
}

void Expectation::Load(const Model::Award& award, const Model::Part& part,
                       const Model::Policy& policy, bool emergency) {
  const std::string& id = entry_.award_id();
  const int64_t left = model_.Left(id, part);
  if (left < asked_) {
    Against(journal::REFUSAL_REASON_AWARD_AMOUNT_EXCEEDED, journal::FACT_KIND_REMAINING_PENCE,
            left);
  }
  // The last load carries all of the contribution that is left.
  const int64_t expected = model_.StillExpected(id, part);
  const int64_t contribution = left == 0 ? 0 : std::min(expected, expected * asked_ / left);
  const int64_t council = asked_ - contribution;
  const bool net_basis =
      policy.scheme.limit_basis().limit_basis() == policy::v1::LIMIT_BASIS_COUNCIL_NET;
  const int64_t counted = net_basis ? council : asked_;
  const Model::LimitYear year = model_.LimitYearOf(award, entry_.effective_day(), &policy);
  LookAtLimit(award, policy, year, counted);
  journal::AwardLoaded loaded;
  if (emergency) {
    const int64_t most = policy.scheme.emergency_load_max().pence();
    AgainstUnless(policy.scheme.has_emergency_load_max(),
                  journal::REFUSAL_REASON_NOT_SET_BY_POLICY);
    int64_t waiting = 0;
    int waiting_here = 0;
    for (const Model::Load& each : model_.loads_) {
      if (!each.waits_for_approval || each.reversed_entry != 0) continue;
      waiting += each.person == award.person ? each.pence : 0;
      waiting_here += each.award == id ? 1 : 0;
    }
    AgainstUnless(waiting_here < kEmergencyLoadsMax, journal::REFUSAL_REASON_RECORDS_FULL);
    AgainstUnless(waiting + asked_ <= most, journal::REFUSAL_REASON_EMERGENCY_LOAD_TOO_LARGE);
    if (!award.is_running()) LookForBudget(award, part, council, &policy);
    loaded.set_approve_by_day(WorkingDayAfter(today_, 1, policy.scheme));
  }
  PostLoad(award, part, council, year.year());
  loaded.set_amount_pence(asked_);
  loaded.set_fund_id(part.fund);
  loaded.set_limit_year(year.year());
  loaded.set_limit_pence(model_.LimitOf(award, year, policy));
  loaded.set_limit_used_after_pence(model_.Used(award.person, year) + counted);
  loaded.set_available_after_pence(AvailableAfter());
  loaded.set_contribution_pence(contribution);
  if (net_basis) loaded.set_limit_counted_pence(counted);
  if (!year.financial) loaded.set_limit_first_day(year.first);
  *entry_.mutable_award_loaded() = loaded;
}

void Expectation::PostLoad(const Model::Award& award, const Model::Part& part, int64_t council,
                           int32_t limit_year) {
  if (award.is_running()) Commit(part.fund, -council);
  Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, -council, part.fund);
  Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_COUNCIL_PURSE, council, "", limit_year);
  const bool is_spending = award.delivery == journal::DELIVERY_DIRECT_PAYMENT ||
                           award.delivery == journal::DELIVERY_GRANT;
  if (is_spending && award.shares.empty()) {
    MoneyPair(journal::ACCOUNT_KIND_FLOAT, journal::ACCOUNT_KIND_EXPENDITURE, council, part.year);
  } else if (is_spending) {
    const std::vector<int64_t> split = Split(council, award.shares);
    for (size_t i = 0; i < split.size(); ++i) {
      MoneyPair(journal::ACCOUNT_KIND_FLOAT, journal::ACCOUNT_KIND_EXPENDITURE, split[i], part.year,
                award.shares[i].source());
    }
  } else if (award.funding_model == journal::FUNDING_MODEL_HOLDER_BALANCE) {
    MoneyPair(journal::ACCOUNT_KIND_FLOAT, journal::ACCOUNT_KIND_HOLDER_BALANCES, council,
              part.year);
  }
}

std::vector<int64_t> Expectation::Split(int64_t pence,
                                        const std::vector<journal::FundingShare>& shares) {
  std::vector<int64_t> split;
  split.reserve(shares.size());
  std::vector<size_t> by_remainder(shares.size());
  std::iota(by_remainder.begin(), by_remainder.end(), size_t{0});
  for (const journal::FundingShare& share : shares) {
    split.push_back(pence * share.basis_points() / 10'000);
  }
  std::stable_sort(by_remainder.begin(), by_remainder.end(), [&](size_t a, size_t b) {
    return pence * shares[a].basis_points() % 10'000 > pence * shares[b].basis_points() % 10'000;
  });
  int64_t left = pence - std::accumulate(split.begin(), split.end(), int64_t{0});
  for (size_t i = 0; left > 0; ++i, --left) ++split[by_remainder[i]];
  return split;
}

void Expectation::Look(const v1::ApproveEmergencyLoadRequest& r) {
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  const uint64_t entry = SequenceIn(r.transaction());
  const auto load = std::find_if(model_.loads_.begin(), model_.loads_.end(), [&](const auto& each) {
    return each.entry == entry && each.award == IdIn(r.award());
  });
  const bool waits =
      load != model_.loads_.end() && load->waits_for_approval && load->reversed_entry == 0;
  if (!waits) return void(Against(journal::REFUSAL_REASON_NO_APPROVAL_DUE));
  AgainstUnless(load->loaded_by != command_.caller.subject(),
                journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
  LookAtBand(load->pence, {});
  entry_.mutable_emergency_load_approved()->set_load_entry(entry);
}

}  // namespace cardledger::simulation
