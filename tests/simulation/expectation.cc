#include "tests/simulation/expectation.h"

#include <utility>

#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

Expectation::Expectation(const Model& model, const domain::Command& command, const Moment& moment)
    : model_(model),
      command_(command),
      moment_(moment),
      today_(LondonDayNumber(moment.recorded_us)) {
  Begin();
}

void Expectation::Begin() {
  entry_.Clear();
  entry_.set_sequence(model_.position_ + 1 + finished_.size());
  entry_.set_recorded_time_us(moment_.recorded_us);
  entry_.set_request_id(std::string(command_.request_id.bytes()));
  *entry_.mutable_caller() = command_.caller;
  entry_.set_rules_revision(2);
  CountsFor(today_);
}

void Expectation::Finish() {
  StateAward();
  StatePerson();
  finished_.push_back(std::move(entry_));
  Begin();
}

std::vector<journal::Entry> Expectation::Take() {
  std::visit([this](const auto& request) { Look(request); }, command_.request);
  if (!refusals_.empty()) Refuse();
  StateAward();
  StatePerson();
  finished_.push_back(std::move(entry_));
  return std::move(finished_);
}

void Expectation::CountsFor(int32_t day) {
  entry_.set_effective_day(day);
  entry_.set_accounting_period(MonthOfNumber(day));
}

const Model::Policy* Expectation::GoBy(int32_t day,
                                       const std::set<journal::RefusalReason>& reasons) {
  const Model::Policy* policy = model_.PolicyFor(day);
  if (policy == nullptr) return nullptr;
  entry_.set_policy_entry(policy->entry);
  by_policy_ = reasons;
  return policy;
}

journal::Refused& Expectation::Against(journal::RefusalReason reason) {
  journal::Refused& refused = refusals_[reason];
  refused.set_reason(reason);
  refused.set_requested_pence(asked_);
  return refused;
}

void Expectation::Against(journal::RefusalReason reason, journal::FactKind kind, int64_t number) {
  journal::Fact& fact = *Against(reason).add_facts();
  fact.set_kind(kind);
  fact.set_number(number);
}

void Expectation::AgainstUnless(bool allowed, journal::RefusalReason reason) {
  if (!allowed) Against(reason);
}

void Expectation::Refuse() {
  journal::Refused refused = refusals_.begin()->second;
  refused.set_load(loads_ && !entry_.award_id().empty());
  entry_.clear_postings();
  entry_.clear_details();
  *entry_.mutable_refused() = refused;
  if (!by_policy_.contains(refused.reason())) entry_.clear_policy_entry();
}

void Expectation::Leg(journal::Phase phase, journal::AccountKind account, int64_t pence,
                      const std::string& fund, int32_t limit_year) {
  if (pence == 0) return;
  journal::Posting& posting = *entry_.add_postings();
  posting.set_phase(phase);
  posting.set_account(account);
  posting.set_amount_pence(pence);
  posting.set_fund_id(fund);
  posting.set_limit_year(limit_year);
}

void Expectation::MoneyLeg(journal::AccountKind account, int64_t pence, int32_t budget_year,
                           journal::FundingSource source) {
  if (pence == 0) return;
  Leg(journal::PHASE_POSTED, account, pence);
  journal::MoneyDimensions& dimensions =
      *entry_.mutable_postings(entry_.postings_size() - 1)->mutable_dimensions();
  dimensions.set_budget_year(budget_year);
  dimensions.set_funding_source(source);
  dimensions.set_provider_kind(journal::PROVIDER_KIND_UNKNOWN);
  dimensions.set_vat_code(journal::VAT_CODE_UNKNOWN);
}

void Expectation::MoneyPair(journal::AccountKind from, journal::AccountKind to, int64_t pence,
                            int32_t budget_year, journal::FundingSource source) {
  MoneyLeg(from, -pence, budget_year, source);
  MoneyLeg(to, pence, budget_year, source);
}

void Expectation::Commit(const std::string& fund, int64_t pence) {
  if (pence > 0) Leg(journal::PHASE_PENDING, journal::ACCOUNT_KIND_FUND, -pence, fund);
  Leg(journal::PHASE_PENDING, journal::ACCOUNT_KIND_COMMITMENT, pence, fund);
  if (pence < 0) Leg(journal::PHASE_PENDING, journal::ACCOUNT_KIND_FUND, -pence, fund);
}

int64_t Expectation::ReleaseAll(const std::string& id, const Model::Award& award) {
  int64_t released = 0;
  for (const Model::Part& part : award.parts) {
    Commit(part.fund, -model_.Committed(id, part));
    released += model_.Committed(id, part);
  }
  return released;
}

void Expectation::Sealed(journal::DetailKind kind, const std::string& text) {
  if (!text.empty()) entry_.add_details()->set_kind(kind);
}

const Model::Fund* Expectation::FundIn(const std::string& name) {
  const auto found = model_.funds_.find(IdIn(name));
  if (found != model_.funds_.end()) return &found->second;
  Against(journal::REFUSAL_REASON_FUND_NOT_FOUND);
  return nullptr;
}

const Model::Award* Expectation::AwardIn(const std::string& name) {
  const auto found = model_.awards_.find(IdIn(name));
  if (found == model_.awards_.end()) {
    Against(journal::REFUSAL_REASON_AWARD_NOT_FOUND);
    return nullptr;
  }
  entry_.set_award_id(found->first);
  entry_.set_person_id(found->second.person);
  LookIfErased(model_.persons_.at(found->second.person));
  return &found->second;
}

const Model::Person* Expectation::PersonIn(const std::string& name) {
  const auto found = model_.persons_.find(IdIn(name));
  if (found == model_.persons_.end()) {
    Against(journal::REFUSAL_REASON_PERSON_NOT_FOUND);
    return nullptr;
  }
  entry_.set_person_id(found->first);
  LookIfErased(found->second);
  return &found->second;
}

const Model::Card* Expectation::CardIn(const std::string& name) {
  const auto found = model_.cards_.find(IdIn(name));
  if (found == model_.cards_.end()) {
    Against(journal::REFUSAL_REASON_CARD_NOT_FOUND);
    return nullptr;
  }
  entry_.set_card_id(found->first);
  entry_.set_award_id(found->second.award);
  entry_.set_person_id(AwardOf(found->second).person);
  LookIfErased(model_.persons_.at(entry_.person_id()));
  return &found->second;
}

void Expectation::LookIfCancelled(const Model::Award& award) {
  AgainstUnless(award.step != Model::Step::kCancelled, journal::REFUSAL_REASON_AWARD_CANCELLED);
}

void Expectation::LookIfEnded(const Model::Award& award) {
  AgainstUnless(!award.has_ended(), journal::REFUSAL_REASON_AWARD_ENDED);
}

void Expectation::LookIfDeceased(const Model::Person& person) {
  AgainstUnless(person.state != journal::PERSON_STATE_DECEASED,
                journal::REFUSAL_REASON_PERSON_DECEASED);
}

void Expectation::StateAward() {
  if (entry_.award_id().empty()) return;
  journal::AwardAmounts& after = *entry_.mutable_award_after();
  const auto found = model_.awards_.find(entry_.award_id());
  if (found == model_.awards_.end()) return;  // proposed by this entry
  const auto& [id, award] = *found;
  entry_.set_previous_award_entry(award.last_entry);
  int64_t committed = 0;
  for (const Model::Part& part : award.parts) committed += model_.Committed(id, part);
  Model::Purses purses = model_.PursesOf(id);
  for (const journal::Posting& leg : entry_.postings()) {
    switch (leg.account()) {
      case journal::ACCOUNT_KIND_COMMITMENT:
        committed += leg.amount_pence();
        break;
      case journal::ACCOUNT_KIND_COUNCIL_PURSE:
        purses[{leg.limit_year(), journal::PURSE_KIND_COUNCIL}] += leg.amount_pence();
        break;
      case journal::ACCOUNT_KIND_CONTRIBUTION_PURSE:
        purses[{leg.limit_year(), journal::PURSE_KIND_CONTRIBUTION}] += leg.amount_pence();
        break;
      case journal::ACCOUNT_KIND_OWN_PURSE:
        purses[{leg.limit_year(), journal::PURSE_KIND_OWN}] += leg.amount_pence();
        break;
      default:
        break;
    }
  }
  after.set_committed_pence(committed);
  for (const auto& [purse, pence] : purses) {
    journal::PurseAmounts& amounts = *after.add_purses();
    amounts.set_kind(purse.second);
    amounts.set_limit_year(purse.first);
    amounts.set_posted_pence(pence);
  }
}

int64_t Expectation::AvailableAfter() {
  StateAward();
  int64_t available = 0;
  for (const journal::PurseAmounts& purse : entry_.award_after().purses()) {
    available += purse.posted_pence() + purse.pending_pence();
  }
  entry_.clear_award_after();
  return available;
}

std::vector<journal::Entry> Model::Expect(const domain::Command& command,
                                          const Moment& moment) const {
  return Expectation(*this, command, moment).Take();
}

}  // namespace cardledger::simulation
