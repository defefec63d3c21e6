// What must follow a command: every rule that speaks against it, and if none does, the entry with
// its postings.

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "google/protobuf/text_format.h"

#include "tests/simulation/london_calendar.h"
#include "tests/simulation/model.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

// One command looked at; each overload notes all refusals that apply and fills the accepted entry.
class Expectation {
 public:
  Expectation(const Model& model, const domain::Command& command, const Moment& moment)
      : model_(model),
        command_(command),
        moment_(moment),
        today_(LondonDayNumber(moment.recorded_us)) {
    entry_.set_sequence(model.position_ + 1);
    entry_.set_recorded_time_us(moment.recorded_us);
    entry_.set_request_id(std::string(command.request_id.bytes()));
    *entry_.mutable_caller() = command.caller;
    entry_.set_rules_revision(1);
    CountsFor(today_);
  }

  journal::Entry Take() {
    std::visit([this](const auto& request) { Look(request); }, command_.request);
    if (!refusals_.empty()) Refuse();
    StateAward();
    return std::move(entry_);
  }

 private:
  void CountsFor(int32_t day) {
    entry_.set_effective_day(day);
    entry_.set_accounting_period(MonthOfNumber(day));
  }

  journal::Refused& Against(journal::RefusalReason reason) {
    journal::Refused& refused = refusals_[reason];
    refused.set_reason(reason);
    refused.set_requested_pence(asked_);
    return refused;
  }
  void Against(journal::RefusalReason reason, journal::FactKind kind, int64_t number) {
    journal::Fact& fact = *Against(reason).add_facts();
    fact.set_kind(kind);
    fact.set_number(number);
  }

  void NotEnough(int64_t available) {
    Against(journal::REFUSAL_REASON_BUDGET_EXCEEDED, journal::FACT_KIND_REMAINING_PENCE, available);
  }

  void Refuse() {
    const journal::Refused refused = refusals_.begin()->second;
    entry_.clear_postings();
    entry_.clear_details();
    *entry_.mutable_refused() = refused;
    if (!needs_policy_.contains(refused.reason())) entry_.clear_policy_entry();
  }

  void Leg(journal::Phase phase, journal::AccountKind account, int64_t pence,
           const std::string& fund = "", int32_t limit_year = 0) {
    journal::Posting& posting = *entry_.add_postings();
    posting.set_phase(phase);
    posting.set_account(account);
    posting.set_amount_pence(pence);
    posting.set_fund_id(fund);
    posting.set_limit_year(limit_year);
  }
  void MoneyLeg(journal::AccountKind account, int64_t pence, int32_t budget_year) {
    Leg(journal::PHASE_POSTED, account, pence);
    journal::MoneyDimensions& dimensions =
        *entry_.mutable_postings(entry_.postings_size() - 1)->mutable_dimensions();
    dimensions.set_budget_year(budget_year);
    dimensions.set_funding_source(journal::FUNDING_SOURCE_COUNCIL);
    dimensions.set_provider_kind(journal::PROVIDER_KIND_UNKNOWN);
    dimensions.set_vat_code(journal::VAT_CODE_UNKNOWN);
  }
  // Positive: promised; negative: released.
  void Commit(const std::string& fund, int64_t pence) {
    Leg(journal::PHASE_PENDING, journal::ACCOUNT_KIND_FUND, -pence, fund);
    Leg(journal::PHASE_PENDING, journal::ACCOUNT_KIND_COMMITMENT, pence, fund);
  }

  void Sealed(journal::DetailKind kind, const std::string& text) {
    if (!text.empty()) entry_.add_details()->set_kind(kind);
  }

  // Notes the absence of a fund; else returns it.
  const Model::Fund* FundIn(const std::string& name) {
    const auto found = model_.funds_.find(IdIn(name));
    if (found != model_.funds_.end()) return &found->second;
    Against(journal::REFUSAL_REASON_FUND_NOT_FOUND);
    return nullptr;
  }

  // Notes the absence of an award; else says that the entry concerns it.
  const Model::Award* AwardIn(const std::string& name) {
    const auto found = model_.awards_.find(IdIn(name));
    if (found == model_.awards_.end()) {
      Against(journal::REFUSAL_REASON_AWARD_NOT_FOUND);
      return nullptr;
    }
    entry_.set_award_id(found->first);
    entry_.set_person_id(found->second.person);
    if (found->second.step == Model::Step::kCancelled) {
      Against(journal::REFUSAL_REASON_AWARD_CANCELLED);
    }
    return &found->second;
  }

  void Look(const v1::CreateFundRequest& r) {
    for (const auto& [id, fund] : model_.funds_) {
      if (fund.code == r.code() && fund.year == r.financial_year()) {
        Against(journal::REFUSAL_REASON_FUND_ALREADY_EXISTS);
      }
    }
    journal::FundCreated& created = *entry_.mutable_fund_created();
    created.set_fund_id(entry_.request_id());
    created.set_code(r.code());
    created.set_financial_year(r.financial_year());
  }

  void Look(const v1::AllocateBudgetRequest& r) {
    asked_ = r.amount_pence();
    if (FundIn(r.fund()) == nullptr) return;
    const std::string fund = IdIn(r.fund());
    const int64_t available = model_.AvailableOf(fund);
    if (available + asked_ < 0) NotEnough(available);
    LookForRoom(fund);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND_CONTROL, -asked_);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, asked_, fund);
    Sealed(journal::DETAIL_KIND_NOTE, r.note());
    journal::BudgetAllocated& allocated = *entry_.mutable_budget_allocated();
    allocated.set_fund_id(fund);
    allocated.set_amount_pence(asked_);
    allocated.set_reason(r.reason());
    allocated.set_available_after_pence(available + asked_);
  }

  // No fund holds more than £10,000,000,000.
  void LookForRoom(const std::string& fund) {
    const int64_t room = 1'000'000'000'000 - model_.funds_.at(fund).allocated;
    if (asked_ > room) {
      Against(journal::REFUSAL_REASON_BUDGET_TOO_LARGE, journal::FACT_KIND_REMAINING_PENCE, room);
    }
  }

  void Look(const v1::TransferBudgetRequest& r) {
    asked_ = r.amount_pence();
    const Model::Fund* from = FundIn(r.from_fund());
    const Model::Fund* to = FundIn(r.to_fund());
    if (from == nullptr || to == nullptr) return;
    const std::string from_id = IdIn(r.from_fund());
    const std::string to_id = IdIn(r.to_fund());
    if (from->year != to->year) Against(journal::REFUSAL_REASON_FUND_YEAR_MISMATCH);
    const int64_t available = model_.AvailableOf(from_id);
    if (available < asked_) NotEnough(available);
    LookForRoom(to_id);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, -asked_, from_id);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, asked_, to_id);
    Sealed(journal::DETAIL_KIND_NOTE, r.note());
    journal::BudgetTransferred& transferred = *entry_.mutable_budget_transferred();
    transferred.set_from_fund_id(from_id);
    transferred.set_to_fund_id(to_id);
    transferred.set_amount_pence(asked_);
    transferred.set_from_available_after_pence(available - asked_);
    transferred.set_to_available_after_pence(model_.AvailableOf(to_id) + asked_);
  }

  void Look(const v1::RegisterPersonRequest& r) {
    const std::string reference = absl::AsciiStrToUpper(r.case_reference());
    for (const auto& [id, known] : model_.persons_) {
      if (known != reference) continue;
      Against(journal::REFUSAL_REASON_PERSON_ALREADY_REGISTERED);
      entry_.set_person_id(id);
    }
    Sealed(journal::DETAIL_KIND_CASE_REFERENCE, reference);
    entry_.mutable_person_registered();
  }

  void Look(const v1::ProposeAwardRequest& r) {
    asked_ = 0;
    for (const v1::AwardFunding& part : r.funding()) asked_ += part.amount_pence();
    const std::string person = IdIn(r.person());
    if (model_.persons_.contains(person)) {
      entry_.set_person_id(person);
    } else {
      Against(journal::REFUSAL_REASON_PERSON_NOT_FOUND);
    }
    const int32_t start = DayNumber(r.start_date());
    const int32_t end = DayNumber(r.end_date());
    CountsFor(start);
    LookAtPhase(start, end);
    journal::AwardProposed& proposed = *entry_.mutable_award_proposed();
    LookAtFunding(r, start, end, proposed);
    if (!refusals_.empty()) return;
    proposed.set_power(r.power());
    proposed.set_delivery(r.delivery());
    proposed.set_start_day(start);
    proposed.set_end_day(end);
    entry_.set_award_id(entry_.request_id());
    Sealed(journal::DETAIL_KIND_GOAL, r.goal());
  }

  void LookAtPhase(int32_t start, int32_t end) {
    needs_policy_ = {journal::REFUSAL_REASON_PHASE_TOO_LONG,
                     journal::REFUSAL_REASON_FUND_YEAR_MISMATCH};
    const Model::Policy* policy = model_.PolicyFor(start);
    if (policy == nullptr) return void(Against(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE));
    entry_.set_policy_entry(policy->entry);
    if (end - start + 1 > policy->days_max) {
      Against(journal::REFUSAL_REASON_PHASE_TOO_LONG, journal::FACT_KIND_DAYS_MAX,
              policy->days_max);
    }
  }

  // Each financial year of the phase has one fund of that year, and no fund is of another.
  void LookAtFunding(const v1::ProposeAwardRequest& r, int32_t start, int32_t end,
                     journal::AwardProposed& proposed) {
    std::multimap<int32_t, journal::FundPart> parts;
    for (const v1::AwardFunding& part : r.funding()) {
      const Model::Fund* fund = FundIn(part.fund());
      if (fund == nullptr) continue;
      journal::FundPart planned;
      planned.set_fund_id(IdIn(part.fund()));
      planned.set_financial_year(fund->year);
      planned.set_amount_pence(part.amount_pence());
      parts.emplace(fund->year, planned);
    }
    std::multiset<int32_t> wanted;
    for (int32_t year = FinancialYearOfNumber(start); year <= FinancialYearOfNumber(end); ++year) {
      wanted.insert(year);
    }
    std::multiset<int32_t> named;
    for (const auto& [year, part] : parts) {
      named.insert(year);
      *proposed.add_parts() = part;
    }
    if (named != wanted) Against(journal::REFUSAL_REASON_FUND_YEAR_MISMATCH);
  }

  void Look(const v1::ApproveAwardRequest& r) {
    const Model::Award* award = AwardIn(r.award());
    if (award == nullptr) return;
    if (award->step == Model::Step::kApproved) {
      Against(journal::REFUSAL_REASON_AWARD_ALREADY_APPROVED);
    }
    if (award->proposer == command_.caller.subject()) {
      Against(journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
    }
    int64_t committed = 0;
    for (const Model::Part& part : award->parts) {
      const int64_t available = model_.AvailableOf(part.fund);
      if (available < part.pence && !refusals_.contains(journal::REFUSAL_REASON_BUDGET_EXCEEDED)) {
        asked_ = part.pence;
        NotEnough(available);
      }
      Commit(part.fund, part.pence);
      committed += part.pence;
    }
    entry_.mutable_award_approved()->set_committed_pence(committed);
  }

  void Look(const v1::CancelAwardRequest& r) {
    const Model::Award* award = AwardIn(r.award());
    if (award == nullptr) return;
    int64_t released = 0;
    for (const Model::Part& part : award->parts) {
      if (model_.Purse(IdIn(r.award()), part.year) > 0) {
        Against(journal::REFUSAL_REASON_AWARD_HAS_LOADS);
      }
      if (award->step != Model::Step::kApproved) continue;
      Commit(part.fund, -part.pence);
      released += part.pence;
    }
    Sealed(journal::DETAIL_KIND_NOTE, r.note());
    journal::AwardCancelled& cancelled = *entry_.mutable_award_cancelled();
    cancelled.set_reason(r.reason());
    cancelled.set_released_pence(released);
  }

  // Notes why the run takes no more; else says that the entry belongs to it.
  void LookAtRun() {
    if (command_.run_entry == 0) return;
    const auto run = model_.runs_.find(command_.run_entry);
    if (run == model_.runs_.end()) {
      Against(journal::REFUSAL_REASON_RUN_NOT_FOUND);
    } else if (run->second.finished_entry != 0) {
      Against(journal::REFUSAL_REASON_RUN_FINISHED);
    } else {
      entry_.set_run_entry(command_.run_entry);
    }
  }

  void Look(const v1::CreateLoadRequest& r) {
    asked_ = r.amount_pence();
    const int32_t due = DayNumber(r.due_date());
    CountsFor(due);
    LookAtRun();
    const Model::Award* award = AwardIn(r.award());
    if (award == nullptr) return;
    if (award->step == Model::Step::kProposed) {
      Against(journal::REFUSAL_REASON_AWARD_NOT_APPROVED);
    }
    if (due < award->start || due > award->end) {
      Against(journal::REFUSAL_REASON_OUTSIDE_AWARD_DATES);
    }
    if (due > today_) {
      Against(journal::REFUSAL_REASON_DUE_DATE_IN_FUTURE, journal::FACT_KIND_LAST_DAY, today_);
    }
    const int32_t year = FinancialYearOfNumber(due);
    const Model::Policy* policy = model_.PolicyFor(due);
    if (policy == nullptr) return void(Against(journal::REFUSAL_REASON_NO_POLICY_IN_FORCE));
    needs_policy_ = {journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED,
                     journal::REFUSAL_REASON_AWARD_AMOUNT_EXCEEDED};
    entry_.set_policy_entry(policy->entry);
    const int64_t used = model_.Used(award->person, year);
    if (used + asked_ > policy->limit) {
      const int64_t left = policy->limit > used ? policy->limit - used : 0;
      Against(journal::REFUSAL_REASON_ANNUAL_LIMIT_EXCEEDED, journal::FACT_KIND_REMAINING_PENCE,
              left);
    }
    for (const Model::Part& part : award->parts) {
      if (part.year == year) Load(IdIn(r.award()), *award, part, *policy, used);
    }
  }

  void Load(const std::string& id, const Model::Award& award, const Model::Part& part,
            const Model::Policy& policy, int64_t used) {
    const int64_t committed = model_.Committed(id, part);
    if (committed < asked_) {
      Against(journal::REFUSAL_REASON_AWARD_AMOUNT_EXCEEDED, journal::FACT_KIND_REMAINING_PENCE,
              committed);
    }
    Commit(part.fund, -asked_);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_FUND, -asked_, part.fund);
    Leg(journal::PHASE_POSTED, journal::ACCOUNT_KIND_COUNCIL_PURSE, asked_, "", part.year);
    if (award.direct_payment) {
      MoneyLeg(journal::ACCOUNT_KIND_FLOAT, -asked_, part.year);
      MoneyLeg(journal::ACCOUNT_KIND_EXPENDITURE, asked_, part.year);
    }
    int64_t available = asked_;
    for (const Model::Part& each : award.parts) available += model_.Purse(id, each.year);
    journal::AwardLoaded& loaded = *entry_.mutable_award_loaded();
    loaded.set_amount_pence(asked_);
    loaded.set_fund_id(part.fund);
    loaded.set_limit_year(part.year);
    loaded.set_limit_pence(policy.limit);
    loaded.set_limit_used_after_pence(used + asked_);
    loaded.set_available_after_pence(available);
  }

  void Look(const v1::BulkLoadStart& r) {
    journal::RunStarted& started = *entry_.mutable_run_started();
    started.set_kind(journal::RUN_KIND_BULK_LOAD);
    started.set_declared_count(r.declared_count());
    started.set_declared_pence(r.declared_pence());
  }

  void Look(const v1::BulkLoadFinish&) {
    const auto found = model_.runs_.find(command_.run_entry);
    if (found == model_.runs_.end()) return void(Against(journal::REFUSAL_REASON_RUN_NOT_FOUND));
    const Model::Run& run = found->second;
    if (run.finished_entry != 0) Against(journal::REFUSAL_REASON_RUN_FINISHED);
    if (run.accepted_count + run.refused_count != run.declared_count ||
        run.accepted_pence + run.refused_pence != run.declared_pence) {
      Against(journal::REFUSAL_REASON_RUN_TOTALS_DIFFER, journal::FACT_KIND_DECIDED_PENCE,
              run.accepted_pence + run.refused_pence);
    }
    if (!refusals_.empty()) return;
    entry_.set_run_entry(command_.run_entry);
    journal::RunFinished& finished = *entry_.mutable_run_finished();
    finished.set_accepted_count(run.accepted_count);
    finished.set_accepted_pence(run.accepted_pence);
    finished.set_refused_count(run.refused_count);
    finished.set_refused_pence(run.refused_pence);
  }

  // The same text as the one that governs its first day changes nothing.
  void Look(const v1::ActivatePolicyRequest& r) {
    policy::v1::SchemePolicy scheme;
    google::protobuf::TextFormat::ParseFromString(r.text(), &scheme);
    const int32_t valid_from = DayNumber(scheme.valid_from());
    const Model::Policy* governing = model_.PolicyFor(valid_from);
    if (governing != nullptr && governing->meaning == scheme.SerializeAsString()) {
      Against(journal::REFUSAL_REASON_POLICY_ALREADY_ACTIVE, journal::FACT_KIND_ENTRY,
              static_cast<int64_t>(governing->entry));
    }
    entry_.mutable_policy_activated()->set_valid_from_day(valid_from);
  }

  void Look(const v1::ConfirmClockRequest&) {
    if (!moment_.clock_unsure) Against(journal::REFUSAL_REASON_CLOCK_NOT_UNSURE);
    entry_.mutable_clock_confirmed()->set_last_recorded_time_us(model_.last_recorded_us_);
  }

  // The award's entry before this one, and its amounts after it.
  void StateAward() {
    if (entry_.award_id().empty()) return;
    journal::AwardAmounts& after = *entry_.mutable_award_after();
    const auto found = model_.awards_.find(entry_.award_id());
    if (found == model_.awards_.end()) return;  // proposed by this entry
    const auto& [id, award] = *found;
    entry_.set_previous_award_entry(award.last_entry);
    std::map<int32_t, int64_t> purses;
    int64_t committed = 0;
    for (const Model::Part& part : award.parts) {
      committed += model_.Committed(id, part);
      if (model_.Purse(id, part.year) > 0) purses[part.year] = model_.Purse(id, part.year);
    }
    for (const journal::Posting& leg : entry_.postings()) {
      if (leg.account() == journal::ACCOUNT_KIND_COMMITMENT) committed += leg.amount_pence();
      if (leg.account() == journal::ACCOUNT_KIND_COUNCIL_PURSE) {
        purses[leg.limit_year()] += leg.amount_pence();
      }
    }
    after.set_committed_pence(committed);
    for (const auto& [year, pence] : purses) {
      journal::PurseAmounts& purse = *after.add_purses();
      purse.set_kind(journal::PURSE_KIND_COUNCIL);
      purse.set_limit_year(year);
      purse.set_posted_pence(pence);
    }
  }

  const Model& model_;
  const domain::Command& command_;
  const Moment& moment_;
  const int32_t today_;
  int64_t asked_ = 0;
  journal::Entry entry_;
  std::map<journal::RefusalReason, journal::Refused> refusals_;
  std::set<journal::RefusalReason> needs_policy_;  // refusals that name the policy they go by
};

journal::Entry Model::Expect(const domain::Command& command, const Moment& moment) const {
  return Expectation(*this, command, moment).Take();
}

}  // namespace cardledger::simulation
