// What the model remembers of each event.

#include <utility>

#include "absl/strings/ascii.h"
#include "google/protobuf/text_format.h"

#include "base/check.h"
#include "tests/simulation/london_calendar.h"
#include "tests/simulation/model.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

// One overload an event that changes something.
class Memory {
 public:
  Memory(Model& model, const journal::Entry& entry, const domain::Command& command)
      : model_(model), entry_(entry), command_(command) {}

  void Remember() {
    CountInRun();
    RememberReferral();
    RememberLook();
    RememberStep();
    RememberFunds();
    RememberPeople();
    RememberSubjects();
    RememberAwards();
    RememberMoney();
    RememberCards();
    RememberOperations();
    model_.RememberSealed(entry_);  // before what it erases
    model_.RememberPrivacy(entry_, command_);
    const auto award = model_.awards_.find(entry_.award_id());
    if (award != model_.awards_.end()) award->second.last_entry = entry_.sequence();
  }

 private:
  Model::Award& Award() { return model_.awards_.at(entry_.award_id()); }
  Model::Person& Person() { return model_.persons_.at(entry_.person_id()); }
  Model::Card& Card() { return model_.cards_.at(entry_.card_id()); }
  const std::string& Subject() const { return entry_.caller().subject(); }

  // A row counts in its run's totals if the run stood and was open.
  void CountInRun() {
    const auto* load = std::get_if<v1::CreateLoadRequest>(&command_.request);
    const auto run = model_.runs_.find(command_.run_entry);
    if (load == nullptr || run == model_.runs_.end() || run->second.finished_entry != 0) return;
    const bool refused = entry_.has_refused();
    ++(refused ? run->second.refused_count : run->second.accepted_count);
    (refused ? run->second.refused_pence : run->second.accepted_pence) += load->amount_pence();
  }

  void RememberLook() {
    if (entry_.has_withheld_look_requested()) {
      const int32_t review = entry_.withheld_look_requested().review_day();
      model_.withheld_looks_[entry_.sequence()] = {
          .person = entry_.person_id(), .asked_by = Subject(), .review = review};
    } else if (entry_.has_withheld_look_decided()) {
      const journal::WithheldLookDecided& decided = entry_.withheld_look_decided();
      Model::Look& look = model_.withheld_looks_.at(decided.look_entry());
      look.decided = true;
      look.approved = decided.approved();
    } else if (entry_.has_withheld_look_reviewed()) {
      const journal::WithheldLookReviewed& reviewed = entry_.withheld_look_reviewed();
      Model::Look& look = model_.withheld_looks_.at(reviewed.look_entry());
      look.disclosed = reviewed.disclosed();
      look.review = reviewed.review_day();
    }
  }

  // Opened by a refusal, or asked for.
  void RememberReferral() {
    if (entry_.refused().has_referral()) Open(entry_.refused().referral());
    if (entry_.has_referral_opened()) Open(entry_.referral_opened().referral());
    if (!entry_.has_referral_decided()) return;
    const journal::ReferralDecided& decided = entry_.referral_decided();
    Model::Referral& referral = model_.referrals_.at(decided.referral_entry());
    referral.decided_entry = entry_.sequence();
    referral.approved = decided.approved();
    if (!decided.approved()) return;
    if (decided.kind() == journal::REFERRAL_KIND_ANNUAL_LIMIT) {
      Person().exceptions.push_back({decided.limit_first_day(), decided.amount_pence()});
    }
    if (decided.kind() == journal::REFERRAL_KIND_BUDGET) {
      Award().beyond[referral.asked.fund_id()] += decided.amount_pence();
    }
  }
  void Open(const journal::Referral& referral) {
    model_.referrals_[entry_.sequence()] = {
        referral, entry_.award_id(), entry_.person_id(), Subject(), 0, false};
  }

  // What of a schedule has been gone through.
  void RememberStep() {
    const bool instalment =
        entry_.award_loaded().has_instalment() || entry_.refused().has_instalment();
    if (instalment) Award().taken_until = entry_.effective_day();
    if (entry_.has_commitment_released()) Award().released = true;
    if (!entry_.has_balance_carried_forward()) return;
    const journal::BalanceCarriedForward& carried = entry_.balance_carried_forward();
    model_.carries_.push_back({entry_.sequence(), entry_.award_id(), carried.from_fund_id(),
                               carried.to_fund_id(), carried.amount_pence()});
    Award().carried_year = FinancialYearOfNumber(entry_.effective_day()) - 1;
  }

  void RememberFunds() {
    if (entry_.has_fund_created()) {
      const journal::FundCreated& created = entry_.fund_created();
      model_.funds_[created.fund_id()] = {created.code(), created.financial_year(), 0};
    } else if (entry_.has_budget_allocated()) {
      const journal::BudgetAllocated& allocated = entry_.budget_allocated();
      model_.funds_.at(allocated.fund_id()).allocated += allocated.amount_pence();
    } else if (entry_.has_budget_transferred()) {
      const journal::BudgetTransferred& moved = entry_.budget_transferred();
      model_.funds_.at(moved.from_fund_id()).allocated -= moved.amount_pence();
      model_.funds_.at(moved.to_fund_id()).allocated += moved.amount_pence();
    }
  }

  void RememberPeople() {
    if (entry_.has_person_registered()) {
      const auto& request = std::get<v1::RegisterPersonRequest>(command_.request);
      model_.persons_[entry_.person_id()].reference =
          absl::AsciiStrToUpper(request.case_reference());
    } else if (entry_.has_person_state_changed()) {
      Person().state = entry_.person_state_changed().state();
      Person().since = entry_.person_state_changed().since_day();
    } else if (entry_.has_communication_needs_set()) {
      Person().communication_entry = entry_.sequence();
    } else if (entry_.has_supporter_added()) {
      const journal::SupporterAdded& added = entry_.supporter_added();
      Person().parties.push_back({added.supporter_id(), journal::AUTHORITY_UNSPECIFIED,
                                  std::vector<int>(added.scopes().begin(), added.scopes().end()),
                                  added.first_day(), added.last_day(), added.subject()});
    } else if (entry_.has_representative_added()) {
      const journal::RepresentativeAdded& added = entry_.representative_added();
      Person().parties.push_back({added.representative_id(), added.authority(),
                                  std::vector<int>(added.scopes().begin(), added.scopes().end()),
                                  added.first_day(), added.last_day(), added.subject()});
    } else if (entry_.has_supporter_ended()) {
      EndParty(entry_.supporter_ended().supporter_id(), entry_.supporter_ended().last_day());
    } else if (entry_.has_representative_ended()) {
      EndParty(entry_.representative_ended().representative_id(),
               entry_.representative_ended().last_day());
    } else if (entry_.has_provider_registered()) {
      const journal::ProviderRegistered& registered = entry_.provider_registered();
      model_.providers_[registered.provider_id()] = registered.kind();
    }
  }
  void RememberSubjects() {
    if (entry_.has_person_subject_set()) {
      Person().subject = entry_.person_subject_set().subject();
    } else if (entry_.has_relation_declared()) {
      Person().related.push_back(entry_.relation_declared().subject());
    } else if (entry_.has_relation_ended()) {
      std::erase(Person().related, entry_.relation_ended().subject());
    } else if (entry_.has_provider_subject_added()) {
      const journal::ProviderSubjectAdded& added = entry_.provider_subject_added();
      model_.provider_subjects_[added.provider_id()].push_back(added.subject());
    } else if (entry_.has_provider_subject_removed()) {
      const journal::ProviderSubjectRemoved& removed = entry_.provider_subject_removed();
      std::erase(model_.provider_subjects_.at(removed.provider_id()), removed.subject());
    }
  }
  void EndParty(const std::string& id, int32_t last_day) {
    for (Model::Party& party : Person().parties) {
      if (party.id == id) party.last = last_day;
    }
  }

  static std::vector<Model::Part> PartsOf(
      const google::protobuf::RepeatedPtrField<journal::FundPart>& parts) {
    std::vector<Model::Part> made;
    for (const journal::FundPart& part : parts) {
      made.push_back({part.fund_id(), part.financial_year(), part.amount_pence(),
                      part.instalment_pence(), part.contribution_pence(),
                      part.last_instalment_pence()});
    }
    return made;
  }
  void RememberProposal() {
    const journal::AwardProposed& proposed = entry_.award_proposed();
    Model::Award& award = model_.awards_[entry_.award_id()];
    award.person = entry_.person_id();
    award.proposer = Subject();
    award.power = proposed.power();
    award.delivery = proposed.delivery();
    award.funding_model = proposed.funding_model();
    award.net = proposed.contribution_mode() != journal::CONTRIBUTION_MODE_GROSS;
    award.shares.assign(proposed.shares().begin(), proposed.shares().end());
    award.start = proposed.start_day();
    award.end = proposed.end_day();
    award.parts = PartsOf(proposed.parts());
    award.frequency = proposed.frequency();
    award.first_due = proposed.first_due_day();
    award.created_entry = entry_.sequence();
  }

  void RememberAwards() {
    if (entry_.has_award_proposed()) {
      RememberProposal();
    } else if (entry_.has_award_approved()) {
      Award().step = Model::Step::kApproved;
      Award().was_approved = true;
    } else if (entry_.has_award_cancelled()) {
      Award().step = Model::Step::kCancelled;
    } else if (entry_.has_extension_proposed()) {
      const journal::ExtensionProposed& extension = entry_.extension_proposed();
      Award().extension = {Subject(), extension.end_day(), PartsOf(extension.added())};
    } else if (entry_.has_extension_declined()) {
      Award().extension.reset();
    } else if (entry_.has_award_extended()) {
      Award().extension.reset();
      Award().extended = true;
      Award().end = entry_.award_extended().end_day();
      Award().parts = PartsOf(entry_.award_extended().parts());
    } else if (entry_.has_award_ended()) {
      Award().step = Model::Step::kEnded;
      Award().end = entry_.award_ended().last_day();
      Award().outcome = entry_.award_ended().outcome();
    } else if (entry_.has_agreement_recorded()) {
      Award().agreed = true;
    } else if (entry_.has_contribution_set()) {
      const journal::ContributionSet& set = entry_.contribution_set();
      Award().weekly[set.from_day()] = set.weekly_pence();
      Award().parts = PartsOf(set.parts());
    }
  }

  void MakeMovement(int64_t pence, Model::Movement& movement) const {
    movement.entry = entry_.sequence();
    movement.award = entry_.award_id();
    movement.day = entry_.effective_day();
    movement.pence = pence;
    movement.legs.assign(entry_.postings().begin(), entry_.postings().end());
  }

  void RememberLoad() {
    const journal::AwardLoaded& loaded = entry_.award_loaded();
    Model::Load& load = model_.loads_.emplace_back();
    MakeMovement(loaded.amount_pence(), load);
    load.person = entry_.person_id();
    load.fund = loaded.fund_id();
    load.year = FinancialYearOfNumber(entry_.effective_day());
    load.limit_year = loaded.limit_year();
    load.contribution = loaded.contribution_pence();
    load.counted = loaded.has_limit_counted_pence() ? loaded.limit_counted_pence() : load.pence;
    load.loaded_by = Subject();
    if (Person().award_year_day == 0) Person().award_year_day = loaded.limit_first_day();
    load.waits_for_approval = loaded.approve_by_day() != 0;
  }

  void RememberCash(journal::PurseKind purse, int64_t pence) {
    Model::Cash& cash = model_.cash_.emplace_back();
    MakeMovement(pence, cash);
    cash.purse = purse;
    for (const journal::Posting& leg : entry_.postings()) {
      if (leg.account() == journal::ACCOUNT_KIND_CONTRIBUTION_PURSE ||
          leg.account() == journal::ACCOUNT_KIND_OWN_PURSE) {
        cash.by_year[leg.limit_year()] += leg.amount_pence();
      }
    }
  }

  template <typename Movements>
  void Undo(uint64_t entry, Movements& movements) const {
    for (auto& movement : movements) {
      if (movement.entry != entry) continue;
      movement.reversed_entry = entry_.sequence();
      for (const journal::Posting& leg : entry_.postings()) {
        const bool given_back =
            leg.account() == journal::ACCOUNT_KIND_FUND && leg.phase() == journal::PHASE_POSTED;
        if (given_back) movement.given_back[leg.fund_id()] += leg.amount_pence();
      }
      movement.reversed_day = entry_.effective_day();
    }
  }

  void RememberMoney() {
    if (entry_.has_award_loaded()) {
      RememberLoad();
    } else if (entry_.has_contribution_received()) {
      RememberCash(journal::PURSE_KIND_CONTRIBUTION, entry_.contribution_received().amount_pence());
    } else if (entry_.has_own_money_added()) {
      RememberCash(journal::PURSE_KIND_OWN, entry_.own_money_added().amount_pence());
    } else if (entry_.has_own_money_repaid()) {
      RememberCash(journal::PURSE_KIND_OWN, entry_.own_money_repaid().amount_pence());
    } else if (entry_.has_transaction_reversed()) {
      Undo(entry_.transaction_reversed().original_entry(), model_.loads_);
      Undo(entry_.transaction_reversed().original_entry(), model_.cash_);
      for (Model::Part& part : Award().parts) {
        if (part.fund != entry_.transaction_reversed().fund_id()) continue;
        part.contribution = entry_.transaction_reversed().expected_contribution_pence();
      }
    } else if (entry_.has_emergency_load_approved()) {
      for (Model::Load& load : model_.loads_) {
        if (load.entry != entry_.emergency_load_approved().load_entry()) continue;
        load.waits_for_approval = false;
      }
    }
  }

  void RememberNewCard() {
    const journal::CardRequested& requested = entry_.card_requested();
    Model::Card& card = model_.cards_[entry_.card_id()];
    card.award = entry_.award_id();
    card.holder = requested.holder();
    card.party = requested.party_id();
    card.limits = requested.limits();
    card.created_entry = entry_.sequence();
  }
  void RememberReplacement() {
    const std::string new_id = entry_.card_replaced().new_card_id();
    Model::Card& old_card = Card();
    old_card.step = v1::CARD_STATE_REPLACED;
    old_card.replaced_by = new_id;
    Model::Card new_card;
    new_card.award = old_card.award;
    new_card.holder = old_card.holder;
    new_card.party = old_card.party;
    new_card.limits = old_card.limits;
    new_card.replaces = entry_.card_id();
    new_card.created_entry = entry_.sequence();
    model_.cards_[new_id] = new_card;
  }

  void RememberCards() {
    if (entry_.has_card_requested()) {
      RememberNewCard();
    } else if (entry_.has_card_issued()) {
      Card().step = v1::CARD_STATE_ISSUED;
      Card().token = entry_.card_issued().token();
      Card().last_four = entry_.card_issued().last_four();
      Card().expiry = entry_.card_issued().expiry_day();
    } else if (entry_.has_card_activated()) {
      Card().step = v1::CARD_STATE_ACTIVE;
      Card().activated = true;
    } else if (entry_.has_card_blocked()) {
      Card().step = v1::CARD_STATE_BLOCKED;
      Card().reason = entry_.card_blocked().reason();
      Card().lead = entry_.card_blocked().lead();
      Card().review = entry_.card_blocked().review_day();
    } else if (entry_.has_card_unblocked()) {
      Card().step = Card().activated ? v1::CARD_STATE_ACTIVE : v1::CARD_STATE_ISSUED;
      Card().reason = journal::CARD_BLOCK_REASON_UNSPECIFIED;
      Card().lead.clear();
      Card().review = 0;
    } else if (entry_.has_block_reviewed()) {
      Card().review = entry_.block_reviewed().next_review_day();
    } else if (entry_.has_card_replaced()) {
      RememberReplacement();
    } else if (entry_.has_card_closed()) {
      Card().step = v1::CARD_STATE_CLOSED;
    } else if (entry_.has_card_limits_set()) {
      Card().limits = entry_.card_limits_set().limits();
    }
  }

  void RememberOperations() {
    if (entry_.has_run_started()) {
      const journal::RunStarted& started = entry_.run_started();
      model_.runs_[entry_.sequence()] = {started.declared_count(), started.declared_pence()};
    } else if (entry_.has_run_finished()) {
      model_.runs_.at(entry_.run_entry()).finished_entry = entry_.sequence();
    } else if (entry_.has_policy_activated()) {
      Model::Policy& policy = model_.policies_.emplace_back();
      policy.entry = entry_.sequence();
      policy.valid_from = entry_.policy_activated().valid_from_day();
      const auto& request = std::get<v1::ActivatePolicyRequest>(command_.request);
      CARDLEDGER_CHECK(
          google::protobuf::TextFormat::ParseFromString(request.text(), &policy.scheme),
          "a policy's text was checked");
    }
  }

  Model& model_;
  const journal::Entry& entry_;
  const domain::Command& command_;
};

void Model::Began(const journal::Entry& entry) {
  position_ = entry.sequence();
  last_recorded_us_ = entry.recorded_time_us();
}

void Model::Happened(const journal::Entry& entry, const domain::Command& command) {
  position_ = entry.sequence();
  last_recorded_us_ = entry.recorded_time_us();
  Memory(*this, entry, command).Remember();
}

}  // namespace cardledger::simulation
