#pragma once

// Where a card is in its life on a day: the last step taken, and what follows from its own last
// day, from its award's end, from its person's death and from its holder's part. Pure, any thread.

#include "cardledger/store/v1/persons.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/cards.pb.h"
#include "services/domain/civil_day.h"

namespace cardledger::domain {

struct CardStanding {
  v1::CardState state = v1::CARD_STATE_UNSPECIFIED;
  // Set where it is blocked.
  journal::v1::CardBlockReason reason = journal::v1::CARD_BLOCK_REASON_UNSPECIFIED;
};

CardStanding StandingOf(const store::v1::CardRow& card, const store::v1::AwardRow& award,
                        const store::v1::PersonRow& person, Day today);

// Whether the person, or the supporter or representative that it is for, may hold it on that day.
bool HolderMayHold(const store::v1::CardRow& card, const store::v1::PersonRow& person, Day day);

// The card's own steps and last day, whatever its award and person.
v1::CardState OwnStateOf(const store::v1::CardRow& card, Day today);

}  // namespace cardledger::domain
