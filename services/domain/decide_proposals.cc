// Proposing an award: its funds by year, its terms, its schedule.

#include <algorithm>
#include <iterator>
#include <vector>

#include "services/domain/award_money.h"
#include "services/domain/dates.h"
#include "services/domain/decider.h"
#include "services/domain/limits.h"
#include "services/domain/money.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/domain/schedule.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// One proposal looked at. Each step says why not, or adds to the event.
class Proposal {
 public:
  Proposal(Decider& d, const v1::ProposeAwardRequest& request)
      : d_(d),
        request_(request),
        start_(DayOf(request.start_date())),
        end_(DayOf(request.end_date())),
        person_id_(PersonOf(request.person())) {
    for (const v1::AwardFunding& part : request.funding()) {
      asked_ = AddPence(asked_, part.amount_pence());
    }
  }

  MaybeRefusal Decide() {
    d_.TakeEffectOn(start_);
    MaybeRefusal refusal;
    if ((refusal = CheckFunds())) return refusal;
    if ((refusal = CheckPerson())) return refusal;
    if ((refusal = CheckProviders())) return refusal;
    if ((refusal = CheckRoom())) return refusal;
    if ((refusal = CheckPhase())) return refusal;
    if ((refusal = PlanParts())) return refusal;
    if ((refusal = PlanSchedule())) return refusal;
    if ((refusal = CheckRestrictions())) return refusal;
    if ((refusal = ChooseFundingModel())) return refusal;
    if ((refusal = CheckEarmarks())) return refusal;
    WriteTerms();
    return std::nullopt;
  }

 private:
  Refusal Refuse(journal::RefusalReason reason) const { return Refusal(reason).Asked(asked_); }
  bool is_direct_payment() const { return request_.delivery() == journal::DELIVERY_DIRECT_PAYMENT; }

  MaybeRefusal CheckFunds() const {
    for (const v1::AwardFunding& part : request_.funding()) {
      const FundId id = FundOf(part.fund());
      if (FindFund(d_.state, id) != nullptr) continue;
      return Refuse(journal::REFUSAL_REASON_FUND_NOT_FOUND).Of(journal::FACT_KIND_FUND, id);
    }
    return std::nullopt;
  }

  MaybeRefusal CheckPerson() {
    person_ = FindPerson(d_.state, person_id_);
    if (person_ == nullptr) {
      return Refuse(journal::REFUSAL_REASON_PERSON_NOT_FOUND)
          .Of(journal::FACT_KIND_PERSON, person_id_);
    }
    d_.entry.set_person_id(person_id_.ToBytes());
    return std::nullopt;
  }

  MaybeRefusal CheckProviders() const {
    for (const v1::AwardEarmark& earmark : request_.earmarks()) {
      const ProviderId id = ProviderOf(earmark.provider());
      if (d_.state.providers.contains(id)) continue;
      return Refuse(journal::REFUSAL_REASON_PROVIDER_NOT_FOUND).Of(journal::FACT_KIND_PROVIDER, id);
    }
    return std::nullopt;
  }

  MaybeRefusal CheckRoom() const {
    const std::vector<const store::v1::AwardRow*> awards = AwardsOf(d_.state, *person_);
    const auto live = std::count_if(awards.begin(), awards.end(), [](const auto* award) {
      return award->step() != store::v1::AWARD_STEP_CANCELLED && !HasEnded(*award);
    });
    const int count_max =
        live >= kLiveAwardsPerPersonMax ? kLiveAwardsPerPersonMax : kAwardsPerPersonMax;
    if (live >= kLiveAwardsPerPersonMax || std::ssize(awards) >= kAwardsPerPersonMax) {
      return Refuse(journal::REFUSAL_REASON_AWARDS_FULL)
          .Of(journal::FACT_KIND_PERSON, person_id_)
          .Number(journal::FACT_KIND_COUNT_MAX, count_max);
    }
    if (IsDeceased(*person_)) {
      return Refuse(journal::REFUSAL_REASON_PERSON_DECEASED)
          .Of(journal::FACT_KIND_PERSON, person_id_);
    }
    return std::nullopt;
  }

  MaybeRefusal CheckPhase() {
    const ActivePolicy* policy = d_.context.policies.InForce(start_);
    if (policy == nullptr) {
      return Refuse(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE)
          .OnDay(journal::FACT_KIND_REQUESTED_DAY, start_);
    }
    d_.entry.set_policy_entry(policy->activated_entry);
    const int32_t days = end_ - start_ + 1;  // the first day counts
    const int32_t days_max = policy->scheme.phase_length_max().days();
    if (days <= days_max) return std::nullopt;
    return Refuse(journal::REFUSAL_REASON_PHASE_TOO_LONG)
        .Number(journal::FACT_KIND_REQUESTED_DAYS, days)
        .Number(journal::FACT_KIND_DAYS_MAX, days_max)
        .OnDay(journal::FACT_KIND_LAST_DAY, start_ + (days_max - 1));
  }

  // A phase may cross 31 March: each financial year it touches is borne by one fund of that year.
  MaybeRefusal PlanParts() {
    std::vector<journal::FundPart> parts;
    for (const v1::AwardFunding& funding : request_.funding()) {
      const FundId id = FundOf(funding.fund());
      journal::FundPart& part = parts.emplace_back();
      part.set_fund_id(id.ToBytes());
      part.set_financial_year(FindFund(d_.state, id)->financial_year());
      part.set_amount_pence(funding.amount_pence());
    }
    std::sort(parts.begin(), parts.end(),
              [](const auto& a, const auto& b) { return a.financial_year() < b.financial_year(); });
    const int32_t last_year = FinancialYearOf(end_);
    int32_t wanted = FinancialYearOf(start_);
    for (journal::FundPart& part : parts) {
      if (part.financial_year() != wanted || wanted > last_year) {
        return YearMismatch(wanted > last_year ? part.financial_year() : wanted);
      }
      ++wanted;
      *event_.add_parts() = std::move(part);
    }
    if (wanted <= last_year) return YearMismatch(wanted);
    return std::nullopt;
  }

  Refusal YearMismatch(int32_t year) const {
    return Refuse(journal::REFUSAL_REASON_FUND_YEAR_MISMATCH)
        .Number(journal::FACT_KIND_FINANCIAL_YEAR, year);
  }

  MaybeRefusal PlanSchedule() {
    if (!request_.has_schedule()) return std::nullopt;
    const v1::LoadSchedule& asked = request_.schedule();
    const Day first_due = asked.has_first_due_date() ? DayOf(asked.first_due_date()) : start_;
    const SchedulePlan plan{asked.frequency(), first_due, start_, end_};
    for (journal::FundPart& part : *event_.mutable_parts()) {
      const int32_t count = DueDaysLeft(plan, part.financial_year(), start_);
      if (count == 0) {
        return Refuse(journal::REFUSAL_REASON_SCHEDULE_MISSES_YEAR)
            .Number(journal::FACT_KIND_FINANCIAL_YEAR, part.financial_year());
      }
      SpreadOver(count, part.amount_pence(), part);
    }
    event_.set_frequency(asked.frequency());
    event_.set_first_due_day(first_due.number());
    return std::nullopt;
  }

  // A direct payment is the person's money: the council does not say where it is spent. Care Act
  // 2014 s31; Care and Support (Direct Payments) Regulations 2014.
  MaybeRefusal CheckRestrictions() const {
    if (!is_direct_payment()) return std::nullopt;
    if (!request_.allowed_categories().empty() || !request_.earmarks().empty()) {
      return Refuse(journal::REFUSAL_REASON_RESTRICTION_NOT_ALLOWED);
    }
    const v1::AwardBlocks& blocks = request_.blocks();
    const bool blocks_something = blocks.cash() || !blocks.categories().empty();
    if (blocks_something && (blocks.risk_decision().empty() || !blocks.has_risk_review_date())) {
      return Refuse(journal::REFUSAL_REASON_RISK_DECISION_MISSING);
    }
    return std::nullopt;
  }

  MaybeRefusal ChooseFundingModel() {
    journal::FundingModel model = request_.funding_model();
    if (model == journal::FUNDING_MODEL_UNSPECIFIED) {
      model = is_direct_payment() ? journal::FUNDING_MODEL_HOLDER_BALANCE
                                  : journal::FUNDING_MODEL_CENTRAL_FLOAT;
    }
    if (is_direct_payment() && model != journal::FUNDING_MODEL_HOLDER_BALANCE) {
      return Refuse(journal::REFUSAL_REASON_FUNDING_MODEL_MISMATCH);
    }
    event_.set_funding_model(model);
    return std::nullopt;
  }

  MaybeRefusal CheckEarmarks() const {
    int64_t earmarked = 0;
    for (const v1::AwardEarmark& earmark : request_.earmarks()) {
      earmarked = AddPence(earmarked, earmark.amount_pence());
    }
    if (earmarked <= asked_) return std::nullopt;
    return Refuse(journal::REFUSAL_REASON_EARMARKS_EXCEED_AWARD)
        .Number(journal::FACT_KIND_REMAINING_PENCE, asked_);
  }

  void WriteTerms() {
    event_.set_power(request_.power());
    event_.set_delivery(request_.delivery());
    event_.set_start_day(start_.number());
    event_.set_end_day(end_.number());
    for (const v1::AwardShare& asked : request_.shares()) {
      journal::FundingShare& share = *event_.add_shares();
      share.set_source(asked.source());
      share.set_basis_points(asked.basis_points());
      share.set_chargeable(asked.chargeable());
    }
    event_.set_contribution_mode(request_.contribution_mode());
    event_.set_spend_order(request_.spend_order());
    *event_.mutable_allowed_categories() = Sorted(request_.allowed_categories());
    WriteBlocks();
    for (const v1::AwardEarmark& asked : request_.earmarks()) {
      journal::Earmark& earmark = *event_.add_earmarks();
      earmark.set_provider_id(ProviderOf(asked.provider()).ToBytes());
      earmark.set_amount_pence(asked.amount_pence());
    }
    *d_.entry.mutable_award_proposed() = std::move(event_);
    d_.entry.set_award_id(d_.command.request_id.ToBytes());
    d_.Seal(journal::DETAIL_KIND_GOAL, request_.goal());
    d_.Seal(journal::DETAIL_KIND_RISK_DECISION, request_.blocks().risk_decision());
  }

  void WriteBlocks() {
    const v1::AwardBlocks& asked = request_.blocks();
    if (!asked.cash() && asked.categories().empty()) return;
    journal::Blocks& blocks = *event_.mutable_blocks();
    *blocks.mutable_categories() = Sorted(asked.categories());
    blocks.set_cash(asked.cash());
    if (asked.has_risk_review_date()) {
      blocks.set_risk_review_day(DayOf(asked.risk_review_date()).number());
    }
  }

  static google::protobuf::RepeatedField<int32_t> Sorted(
      google::protobuf::RepeatedField<int32_t> categories) {
    std::sort(categories.begin(), categories.end());
    return categories;
  }

  Decider& d_;
  const v1::ProposeAwardRequest& request_;
  const Day start_;
  const Day end_;
  const PersonId person_id_;
  const store::v1::PersonRow* person_ = nullptr;
  int64_t asked_ = 0;
  journal::AwardProposed event_;
};

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::ProposeAwardRequest& request) {
  return Proposal(d, request).Decide();
}

}  // namespace cardledger::domain
