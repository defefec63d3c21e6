// The life of a card.

#include <algorithm>
#include <initializer_list>

#include "services/domain/award_decisions.h"
#include "services/domain/card_state.h"
#include "services/domain/dates.h"
#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/domain/working_days.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// Where the policy does not say.
constexpr int32_t kSafeguardingReviewDays = 5;

// One step of a card: the card, its award and its person.
struct CardStep {
  CardId id;
  const store::v1::CardRow* card = nullptr;
  const store::v1::AwardRow* award = nullptr;
  v1::CardState state = v1::CARD_STATE_UNSPECIFIED;  // its own
};

Refusal CardRefusal(journal::RefusalReason reason, const CardId& id) {
  return Refusal(reason).Of(journal::FACT_KIND_CARD, id);
}

// The card of that name, named in the entry with its award.
MaybeRefusal FindStep(Decider& d, absl::string_view name, CardStep& step) {
  step.id = CardOf(name);
  step.card = FindCard(d.state, step.id);
  if (step.card == nullptr) return CardRefusal(journal::REFUSAL_REASON_CARD_NOT_FOUND, step.id);
  const auto award_id = IdFromBytes<AwardId>(step.card->award_id());
  step.award = FindAward(d.state, award_id);
  CARDLEDGER_CHECK(step.award != nullptr, "a card's award stands in the state");
  d.Concern(award_id, *step.award);
  d.entry.set_card_id(step.id.ToBytes());
  step.state = OwnStateOf(*step.card, d.today);
  return std::nullopt;
}

Refusal NotInState(const CardStep& step) {
  return CardRefusal(journal::REFUSAL_REASON_CARD_NOT_IN_STATE, step.id)
      .Number(journal::FACT_KIND_CARD_STATE, step.state);
}

MaybeRefusal CheckState(const CardStep& step, std::initializer_list<v1::CardState> accepted) {
  for (const v1::CardState state : accepted) {
    if (step.state == state) return std::nullopt;
  }
  Refusal refusal = NotInState(step);
  for (const v1::CardState state : accepted) {
    refusal = std::move(refusal).Number(journal::FACT_KIND_ACCEPTED_CARD_STATE, state);
  }
  return refusal;
}

// A block gives way to a graver one: a card that is damaged, or blocked because its cardholder
// asked, may turn out lost or stolen, or not safe to use; one that is lost, stolen.
MaybeRefusal CheckMayBlock(const CardStep& step, journal::CardBlockReason reason) {
  const journal::CardBlockReason standing = step.card->block_reason();
  const bool mild = standing == journal::CARD_BLOCK_REASON_DAMAGED ||
                    standing == journal::CARD_BLOCK_REASON_CARDHOLDER_ASKED;
  const bool grave = reason == journal::CARD_BLOCK_REASON_LOST ||
                     reason == journal::CARD_BLOCK_REASON_STOLEN ||
                     reason == journal::CARD_BLOCK_REASON_SAFEGUARDING;
  const bool lost_to_stolen =
      standing == journal::CARD_BLOCK_REASON_LOST && reason == journal::CARD_BLOCK_REASON_STOLEN;
  if (step.state == v1::CARD_STATE_BLOCKED && ((mild && grave) || lost_to_stolen)) {
    return std::nullopt;
  }
  return CheckState(step, {v1::CARD_STATE_ISSUED, v1::CARD_STATE_ACTIVE});
}

MaybeRefusal CheckCardAward(const Decider& d, const CardStep& step) {
  return CheckAward(d, IdFromBytes<AwardId>(step.card->award_id()), *step.award, {});
}

MaybeRefusal CheckRoom(const AwardId& id, const store::v1::AwardRow& award) {
  if (award.course().card_ids_size() < kCardsPerAwardMax) return std::nullopt;
  return AwardRefusal(journal::REFUSAL_REASON_CARDS_FULL, id)
      .Number(journal::FACT_KIND_COUNT_MAX, kCardsPerAwardMax);
}

// The supporter or representative who will hold it; null for the person.
MaybeRefusal FindHolder(const store::v1::PersonRow& person, const v1::RequestCardRequest& request,
                        PartyId& id, const store::v1::PartyRow*& party) {
  if (request.holder() == journal::HOLDER_KIND_SUPPORTER) {
    id = SupporterOf(request.party());
    party = FindSupporter(person, id);
    if (party == nullptr) {
      return Refusal(journal::REFUSAL_REASON_SUPPORTER_NOT_FOUND).Of(journal::FACT_KIND_PARTY, id);
    }
  }
  if (request.holder() == journal::HOLDER_KIND_REPRESENTATIVE) {
    id = RepresentativeOf(request.party());
    party = FindRepresentative(person, id);
    if (party == nullptr) {
      return Refusal(journal::REFUSAL_REASON_REPRESENTATIVE_NOT_FOUND)
          .Of(journal::FACT_KIND_PARTY, id);
    }
  }
  return std::nullopt;
}

// Nothing else has taken its place. One that is blocked for safeguarding stays in place after its
// last day, until a lead has looked.
bool IsInPlace(const store::v1::CardRow& card, Day today) {
  const v1::CardState state = OwnStateOf(card, today);
  if (state == v1::CARD_STATE_EXPIRED) {
    return card.block_reason() == journal::CARD_BLOCK_REASON_SAFEGUARDING;
  }
  return state != v1::CARD_STATE_REPLACED && state != v1::CARD_STATE_CLOSED;
}

Refusal NotEntitled(const PartyId& id) {
  return Refusal(journal::REFUSAL_REASON_HOLDER_NOT_ENTITLED).Of(journal::FACT_KIND_PARTY, id);
}

// Whoever holds the card must be somebody who could ask for one today.
MaybeRefusal CheckHolder(const Decider& d, const CardStep& step) {
  if (HolderMayHold(*step.card, PersonOf(d, *step.award), d.today)) return std::nullopt;
  return NotEntitled(IdFromBytes<PartyId>(step.card->party_id()));
}

// One card a holder and award: another would double its limits, and go round a block.
MaybeRefusal CheckOnlyCard(const Decider& d, const store::v1::AwardRow& award,
                           const v1::RequestCardRequest& request, const PartyId& party_id) {
  for (const std::string& bytes : award.course().card_ids()) {
    const auto id = IdFromBytes<CardId>(bytes);
    const store::v1::CardRow* card = FindCard(d.state, id);
    CARDLEDGER_CHECK(card != nullptr, "an award's cards stand in the state");
    const bool same_party = card->party_id().empty() || card->party_id() == party_id.bytes();
    if (card->holder() == request.holder() && same_party && IsInPlace(*card, d.today)) {
      return CardRefusal(journal::REFUSAL_REASON_HOLDER_HAS_CARD, id)
          .Number(journal::FACT_KIND_CARD_STATE, OwnStateOf(*card, d.today));
    }
  }
  return std::nullopt;
}

bool LeadsSafeguarding(const journal::Caller& caller) {
  return std::find(caller.roles().begin(), caller.roles().end(), journal::ROLE_SAFEGUARDING_LEAD) !=
         caller.roles().end();
}

MaybeRefusal CheckSafeguardingLead(const Decider& d, const CardStep& step) {
  if (step.card->block_reason() != journal::CARD_BLOCK_REASON_SAFEGUARDING) return std::nullopt;
  if (LeadsSafeguarding(d.command.caller)) return std::nullopt;
  return CardRefusal(journal::REFUSAL_REASON_SAFEGUARDING_LEAD_NEEDED, step.id);
}

Day NextReview(Decider& d) {
  const ActivePolicy* policy = d.context.policies.InForce(d.today);
  if (policy == nullptr) return WorkingDaysAfter(d.today, kSafeguardingReviewDays, {});
  d.entry.set_policy_entry(policy->activated_entry);
  const policy::v1::SchemePolicy& scheme = policy->scheme;
  return WorkingDaysAfter(d.today,
                          scheme.has_safeguarding_review() ? scheme.safeguarding_review().days()
                                                           : kSafeguardingReviewDays,
                          scheme);
}

}  // namespace

MaybeRefusal DecideRequest(Decider& d, const v1::RequestCardRequest& request) {
  const AwardId id = AwardOf(request.award());
  MaybeRefusal refusal;
  const store::v1::AwardRow* award = ConcernAward(d, id, refusal);
  if (award == nullptr) return refusal;
  const store::v1::PersonRow& person = PersonOf(d, *award);
  PartyId party_id;
  const store::v1::PartyRow* party = nullptr;
  if ((refusal = FindHolder(person, request, party_id, party))) return refusal;
  if ((refusal = CheckAward(d, id, *award, {}))) return refusal;
  if ((refusal = CheckRoom(id, *award))) return refusal;
  if (party != nullptr && !MayHoldCard(*party, person, d.today)) return NotEntitled(party_id);
  if ((refusal = CheckOnlyCard(d, *award, request, party_id))) return refusal;
  d.entry.set_card_id(d.command.request_id.ToBytes());
  journal::CardRequested& requested = *d.entry.mutable_card_requested();
  requested.set_holder(request.holder());
  if (party != nullptr) requested.set_party_id(party_id.ToBytes());
  *requested.mutable_limits() = request.limits();
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::IssueCardRequest& request) {
  CardStep step;
  if (MaybeRefusal refusal = FindStep(d, request.card(), step)) return refusal;
  if (const auto other = d.state.cards_by_token.find(request.token());
      other != d.state.cards_by_token.end()) {
    return CardRefusal(journal::REFUSAL_REASON_CARD_TOKEN_IN_USE, other->second);
  }
  if (MaybeRefusal refusal = CheckState(step, {v1::CARD_STATE_REQUESTED})) return refusal;
  const Day first_of_month = *DayFromCivil({request.expiry_year(), request.expiry_month(), 1});
  const Day expiry = AddMonths(first_of_month, 1) + -1;
  if (expiry < d.today) {
    return CardRefusal(journal::REFUSAL_REASON_DAY_NOT_ACCEPTED, step.id)
        .OnDay(journal::FACT_KIND_REQUESTED_DAY, expiry)
        .OnDay(journal::FACT_KIND_FIRST_DAY, d.today);
  }
  journal::CardIssued& issued = *d.entry.mutable_card_issued();
  issued.set_token(request.token());
  issued.set_last_four(request.last_four());
  issued.set_expiry_day(expiry.number());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::ActivateCardRequest& request) {
  CardStep step;
  if (MaybeRefusal refusal = FindStep(d, request.card(), step)) return refusal;
  if (MaybeRefusal refusal = CheckCardAward(d, step)) return refusal;
  if (MaybeRefusal refusal = CheckState(step, {v1::CARD_STATE_ISSUED})) return refusal;
  if (MaybeRefusal refusal = CheckHolder(d, step)) return refusal;
  d.entry.mutable_card_activated();
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::BlockCardRequest& request) {
  CardStep step;
  if (MaybeRefusal refusal = FindStep(d, request.card(), step)) return refusal;
  if (MaybeRefusal refusal = CheckMayBlock(step, request.reason())) return refusal;
  const bool safeguarding = request.reason() == journal::CARD_BLOCK_REASON_SAFEGUARDING;
  const bool own_card = step.card->holder() == journal::HOLDER_KIND_PERSON;
  if (safeguarding && own_card && (request.needs_met().empty() || request.lead().empty())) {
    return CardRefusal(journal::REFUSAL_REASON_SAFEGUARDING_DUTIES_MISSING, step.id);
  }
  journal::CardBlocked& blocked = *d.entry.mutable_card_blocked();
  blocked.set_reason(request.reason());
  if (safeguarding) {
    blocked.set_lead(request.lead());
    blocked.set_review_day(NextReview(d).number());
  }
  d.Seal(journal::DETAIL_KIND_NEEDS_MET, request.needs_met());
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::UnblockCardRequest& request) {
  CardStep step;
  if (MaybeRefusal refusal = FindStep(d, request.card(), step)) return refusal;
  if (MaybeRefusal refusal = CheckState(step, {v1::CARD_STATE_BLOCKED})) return refusal;
  if (step.card->block_reason() == journal::CARD_BLOCK_REASON_LOST ||
      step.card->block_reason() == journal::CARD_BLOCK_REASON_STOLEN) {
    return NotInState(step);
  }
  if (MaybeRefusal refusal = CheckSafeguardingLead(d, step)) return refusal;
  d.entry.mutable_card_unblocked();
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::ReviewBlockRequest& request) {
  CardStep step;
  if (MaybeRefusal refusal = FindStep(d, request.card(), step)) return refusal;
  if (MaybeRefusal refusal = CheckState(step, {v1::CARD_STATE_BLOCKED})) return refusal;
  if (step.card->block_reason() != journal::CARD_BLOCK_REASON_SAFEGUARDING) {
    return NotInState(step);
  }
  if (MaybeRefusal refusal = CheckSafeguardingLead(d, step)) return refusal;
  d.entry.mutable_block_reviewed()->set_next_review_day(NextReview(d).number());
  d.Seal(journal::DETAIL_KIND_NOTE, request.note());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::ReplaceCardRequest& request) {
  CardStep step;
  if (MaybeRefusal refusal = FindStep(d, request.card(), step)) return refusal;
  if (MaybeRefusal refusal = CheckCardAward(d, step)) return refusal;
  if (MaybeRefusal refusal = CheckState(step, {v1::CARD_STATE_ISSUED, v1::CARD_STATE_ACTIVE,
                                               v1::CARD_STATE_BLOCKED, v1::CARD_STATE_EXPIRED})) {
    return refusal;
  }
  const auto award_id = IdFromBytes<AwardId>(step.card->award_id());
  if (MaybeRefusal refusal = CheckRoom(award_id, *step.award)) return refusal;
  if (MaybeRefusal refusal = CheckHolder(d, step)) return refusal;
  if (MaybeRefusal refusal = CheckSafeguardingLead(d, step)) return refusal;
  d.entry.mutable_card_replaced()->set_new_card_id(d.command.request_id.ToBytes());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::CloseCardRequest& request) {
  CardStep step;
  if (MaybeRefusal refusal = FindStep(d, request.card(), step)) return refusal;
  if (MaybeRefusal refusal =
          CheckState(step, {v1::CARD_STATE_REQUESTED, v1::CARD_STATE_ISSUED, v1::CARD_STATE_ACTIVE,
                            v1::CARD_STATE_BLOCKED, v1::CARD_STATE_EXPIRED})) {
    return refusal;
  }
  if (MaybeRefusal refusal = CheckSafeguardingLead(d, step)) return refusal;
  d.entry.mutable_card_closed();
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::SetCardLimitsRequest& request) {
  CardStep step;
  if (MaybeRefusal refusal = FindStep(d, request.card(), step)) return refusal;
  if (MaybeRefusal refusal = CheckState(step, {v1::CARD_STATE_REQUESTED, v1::CARD_STATE_ISSUED,
                                               v1::CARD_STATE_ACTIVE, v1::CARD_STATE_BLOCKED})) {
    return refusal;
  }
  *d.entry.mutable_card_limits_set()->mutable_limits() = request.limits();
  return std::nullopt;
}

}  // namespace cardledger::domain
