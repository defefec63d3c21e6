// Cards.

#include <algorithm>

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr int kCardsMax = 32;

}  // namespace

const Model::Award& Expectation::AwardOf(const Model::Card& card) const {
  return model_.awards_.at(card.award);
}

void Expectation::LookAtState(const Model::Card& card, const std::set<v1::CardState>& allowed) {
  AgainstUnless(allowed.contains(Model::StateOf(card, today_)),
                journal::REFUSAL_REASON_CARD_NOT_IN_STATE);
}

void Expectation::LookForCardPlace(const std::string& award) {
  const auto number = std::count_if(model_.cards_.begin(), model_.cards_.end(),
                                    [&](const auto& card) { return card.second.award == award; });
  AgainstUnless(number < kCardsMax, journal::REFUSAL_REASON_CARDS_FULL);
}

void Expectation::LookForLead(const Model::Card& card) {
  if (card.step != v1::CARD_STATE_BLOCKED ||
      card.reason != journal::CARD_BLOCK_REASON_SAFEGUARDING) {
    return;
  }
  const auto& roles = command_.caller.roles();
  AgainstUnless(
      std::find(roles.begin(), roles.end(), journal::ROLE_SAFEGUARDING_LEAD) != roles.end(),
      journal::REFUSAL_REASON_SAFEGUARDING_LEAD_NEEDED);
}

int32_t Expectation::ReviewDay() {
  static const policy::v1::SchemePolicy none;
  const Model::Policy* policy = GoBy(today_, {});
  const policy::v1::SchemePolicy& scheme = policy == nullptr ? none : policy->scheme;
  const int32_t days = scheme.has_safeguarding_review() ? scheme.safeguarding_review().days() : 5;
  return WorkingDayAfter(today_, days, scheme);
}

void Expectation::Look(const v1::RequestCardRequest& r) {
  const Model::Award* award = AwardIn(r.award());
  if (award == nullptr) return;
  const Model::Person& person = model_.persons_.at(award->person);
  LookIfCancelled(*award);
  LookIfEnded(*award);
  LookIfDeceased(person);
  LookForCardPlace(IdIn(r.award()));
  LookAtHolder(r, person);
  LookForOtherCard(r);
  if (!refusals_.empty()) return;
  entry_.set_card_id(entry_.request_id());
  journal::CardRequested& requested = *entry_.mutable_card_requested();
  requested.set_holder(r.holder());
  if (!r.party().empty()) requested.set_party_id(IdIn(r.party()));
  *requested.mutable_limits() = r.limits();
}

void Expectation::LookAtHolder(const v1::RequestCardRequest& r, const Model::Person& person) {
  if (r.holder() == journal::HOLDER_KIND_PERSON) return;
  const bool supporter = r.holder() == journal::HOLDER_KIND_SUPPORTER;
  const Model::Party* party = FindParty(person, r.party(), supporter);
  if (party == nullptr) {
    Against(supporter ? journal::REFUSAL_REASON_SUPPORTER_NOT_FOUND
                      : journal::REFUSAL_REASON_REPRESENTATIVE_NOT_FOUND);
    return;
  }
  LookIfMayHold(person, *party);
}

// One for each holder, unless it is gone; one that a lead has to look at is not gone by expiring.
void Expectation::LookForOtherCard(const v1::RequestCardRequest& r) {
  for (const auto& [id, card] : model_.cards_) {
    const std::string party = r.party().empty() ? "" : IdIn(r.party());
    if (card.award != IdIn(r.award()) || card.holder != r.holder() || card.party != party) continue;
    const v1::CardState state = Model::StateOf(card, today_);
    const bool expired =
        state == v1::CARD_STATE_EXPIRED && (card.step != v1::CARD_STATE_BLOCKED ||
                                            card.reason != journal::CARD_BLOCK_REASON_SAFEGUARDING);
    AgainstUnless(expired || state == v1::CARD_STATE_REPLACED || state == v1::CARD_STATE_CLOSED,
                  journal::REFUSAL_REASON_HOLDER_HAS_CARD);
  }
}

void Expectation::LookIfMayHold(const Model::Person& person, const Model::Party& party) {
  const std::set<int> fitting = party.authority == journal::AUTHORITY_UNSPECIFIED
                                    ? std::set<int>{journal::SUPPORTER_SCOPE_CARD}
                                    : std::set<int>{journal::REPRESENTATIVE_SCOPE_FINANCES,
                                                    journal::REPRESENTATIVE_SCOPE_DIRECT_PAYMENT};
  const bool fits = std::any_of(party.scopes.begin(), party.scopes.end(),
                                [&](int scope) { return fitting.contains(scope); });
  AgainstUnless(fits && Model::IsInForce(person, party, today_),
                journal::REFUSAL_REASON_HOLDER_NOT_ENTITLED);
}

void Expectation::LookAtHolderOf(const Model::Card& card) {
  const Model::Person& person = model_.persons_.at(AwardOf(card).person);
  for (const Model::Party& party : person.parties) {
    if (party.id == card.party) LookIfMayHold(person, party);
  }
}

void Expectation::Look(const v1::IssueCardRequest& r) {
  const Model::Card* card = CardIn(r.card());
  if (card == nullptr) return;
  LookAtState(*card, {v1::CARD_STATE_REQUESTED});
  for (const auto& [id, other] : model_.cards_) {
    AgainstUnless(other.token != r.token(), journal::REFUSAL_REASON_CARD_TOKEN_IN_USE);
  }
  const int32_t expiry = DayInMonth(absl::CivilMonth(r.expiry_year(), r.expiry_month()), 31);
  AgainstUnless(expiry >= today_, journal::REFUSAL_REASON_DAY_NOT_ACCEPTED);
  journal::CardIssued& issued = *entry_.mutable_card_issued();
  issued.set_token(r.token());
  issued.set_last_four(r.last_four());
  issued.set_expiry_day(expiry);
}

void Expectation::Look(const v1::ActivateCardRequest& r) {
  const Model::Card* card = CardIn(r.card());
  if (card == nullptr) return;
  LookIfCancelled(AwardOf(*card));
  LookIfEnded(AwardOf(*card));
  LookIfDeceased(model_.persons_.at(AwardOf(*card).person));
  LookAtState(*card, {v1::CARD_STATE_ISSUED});
  LookAtHolderOf(*card);
  entry_.mutable_card_activated();
}

// Of a card that is blocked already.
bool Expectation::IsGraver(const Model::Card& card, journal::CardBlockReason reason) const {
  if (Model::StateOf(card, today_) != v1::CARD_STATE_BLOCKED) return false;
  static const std::map<journal::CardBlockReason, std::set<journal::CardBlockReason>> replaces = {
      {journal::CARD_BLOCK_REASON_DAMAGED,
       {journal::CARD_BLOCK_REASON_LOST, journal::CARD_BLOCK_REASON_STOLEN,
        journal::CARD_BLOCK_REASON_SAFEGUARDING}},
      {journal::CARD_BLOCK_REASON_CARDHOLDER_ASKED,
       {journal::CARD_BLOCK_REASON_LOST, journal::CARD_BLOCK_REASON_STOLEN,
        journal::CARD_BLOCK_REASON_SAFEGUARDING}},
      {journal::CARD_BLOCK_REASON_LOST, {journal::CARD_BLOCK_REASON_STOLEN}}};
  const auto graver = replaces.find(card.reason);
  return graver != replaces.end() && graver->second.contains(reason);
}

void Expectation::Look(const v1::BlockCardRequest& r) {
  const Model::Card* card = CardIn(r.card());
  if (card == nullptr) return;
  if (!IsGraver(*card, r.reason())) {
    LookAtState(*card, {v1::CARD_STATE_ISSUED, v1::CARD_STATE_ACTIVE});
  }
  const bool safeguarding = r.reason() == journal::CARD_BLOCK_REASON_SAFEGUARDING;
  AgainstUnless(!safeguarding || card->holder != journal::HOLDER_KIND_PERSON ||
                    (!r.needs_met().empty() && !r.lead().empty()),
                journal::REFUSAL_REASON_SAFEGUARDING_DUTIES_MISSING);
  Sealed(journal::DETAIL_KIND_NEEDS_MET, r.needs_met());
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  journal::CardBlocked& blocked = *entry_.mutable_card_blocked();
  blocked.set_reason(r.reason());
  blocked.set_lead(r.lead());
  if (safeguarding) blocked.set_review_day(ReviewDay());
}

void Expectation::Look(const v1::UnblockCardRequest& r) {
  const Model::Card* card = CardIn(r.card());
  if (card == nullptr) return;
  LookForLead(*card);
  LookAtState(*card, {v1::CARD_STATE_BLOCKED});
  AgainstUnless(card->reason != journal::CARD_BLOCK_REASON_LOST &&
                    card->reason != journal::CARD_BLOCK_REASON_STOLEN,
                journal::REFUSAL_REASON_CARD_NOT_IN_STATE);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  entry_.mutable_card_unblocked();
}

void Expectation::Look(const v1::ReviewBlockRequest& r) {
  const Model::Card* card = CardIn(r.card());
  if (card == nullptr) return;
  LookForLead(*card);
  LookAtState(*card, {v1::CARD_STATE_BLOCKED});
  AgainstUnless(card->reason == journal::CARD_BLOCK_REASON_SAFEGUARDING,
                journal::REFUSAL_REASON_CARD_NOT_IN_STATE);
  Sealed(journal::DETAIL_KIND_NOTE, r.note());
  entry_.mutable_block_reviewed()->set_next_review_day(ReviewDay());
}

void Expectation::Look(const v1::ReplaceCardRequest& r) {
  const Model::Card* card = CardIn(r.card());
  if (card == nullptr) return;
  LookIfCancelled(AwardOf(*card));
  LookIfEnded(AwardOf(*card));
  LookIfDeceased(model_.persons_.at(AwardOf(*card).person));
  LookForCardPlace(card->award);
  LookAtState(*card, {v1::CARD_STATE_ISSUED, v1::CARD_STATE_ACTIVE, v1::CARD_STATE_BLOCKED,
                      v1::CARD_STATE_EXPIRED});
  LookAtHolderOf(*card);
  LookForLead(*card);
  entry_.mutable_card_replaced()->set_new_card_id(entry_.request_id());
}

void Expectation::Look(const v1::CloseCardRequest& r) {
  const Model::Card* card = CardIn(r.card());
  if (card == nullptr) return;
  LookAtState(*card, {v1::CARD_STATE_REQUESTED, v1::CARD_STATE_ISSUED, v1::CARD_STATE_ACTIVE,
                      v1::CARD_STATE_BLOCKED, v1::CARD_STATE_EXPIRED});
  LookForLead(*card);
  entry_.mutable_card_closed();
}

void Expectation::Look(const v1::SetCardLimitsRequest& r) {
  const Model::Card* card = CardIn(r.card());
  if (card == nullptr) return;
  LookAtState(*card, {v1::CARD_STATE_REQUESTED, v1::CARD_STATE_ISSUED, v1::CARD_STATE_ACTIVE,
                      v1::CARD_STATE_BLOCKED});
  *entry_.mutable_card_limits_set()->mutable_limits() = r.limits();
}

}  // namespace cardledger::simulation
