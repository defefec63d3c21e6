#include "services/domain/card_state.h"

#include "services/domain/people.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

bool HasEnded(const store::v1::AwardRow& award, Day today) {
  return award.step() == store::v1::AWARD_STEP_ENDED ||
         award.step() == store::v1::AWARD_STEP_CANCELLED || today > Day(award.end_day());
}

}  // namespace

v1::CardState OwnStateOf(const store::v1::CardRow& card, Day today) {
  switch (card.step()) {
    case store::v1::CARD_STEP_REPLACED:
      return v1::CARD_STATE_REPLACED;
    case store::v1::CARD_STEP_CLOSED:
      return v1::CARD_STATE_CLOSED;
    case store::v1::CARD_STEP_REQUESTED:
      return v1::CARD_STATE_REQUESTED;
    default:
      break;
  }
  if (today > Day(card.expiry_day())) return v1::CARD_STATE_EXPIRED;
  switch (card.step()) {
    case store::v1::CARD_STEP_ISSUED:
      return v1::CARD_STATE_ISSUED;
    case store::v1::CARD_STEP_ACTIVE:
      return v1::CARD_STATE_ACTIVE;
    case store::v1::CARD_STEP_BLOCKED:
      return v1::CARD_STATE_BLOCKED;
    default:
      return v1::CARD_STATE_UNSPECIFIED;
  }
}

bool HolderMayHold(const store::v1::CardRow& card, const store::v1::PersonRow& person, Day day) {
  for (const store::v1::PartyRow& party : person.course().parties()) {
    if (party.id() == card.party_id()) return MayHoldCard(party, person, day);
  }
  return card.holder() == journal::HOLDER_KIND_PERSON;
}

CardStanding StandingOf(const store::v1::CardRow& card, const store::v1::AwardRow& award,
                        const store::v1::PersonRow& person, Day today) {
  const v1::CardState own = OwnStateOf(card, today);
  if (own == v1::CARD_STATE_REPLACED || own == v1::CARD_STATE_CLOSED) return {own, {}};
  if (IsDeceased(person)) {
    return {v1::CARD_STATE_BLOCKED, journal::CARD_BLOCK_REASON_DECEASED};
  }
  if (HasEnded(award, today)) {
    return {v1::CARD_STATE_BLOCKED, journal::CARD_BLOCK_REASON_AWARD_ENDED};
  }
  if (!HolderMayHold(card, person, today)) {
    return {v1::CARD_STATE_BLOCKED, journal::CARD_BLOCK_REASON_HOLDER_NOT_ENTITLED};
  }
  if (own != v1::CARD_STATE_BLOCKED) return {own, {}};
  return {own, card.block_reason()};
}

}  // namespace cardledger::domain
