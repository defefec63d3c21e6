#pragma once

// A card as the API shows one: the row, with what follows from today, from its award and from its
// person. Called by the services' reads. Pure, any thread.

#include <string>

#include "cardledger/store/v1/persons.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/cards.pb.h"
#include "services/domain/card_state.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"

namespace cardledger::rpc {

// What the cardholder is told about a card that may not be used; empty where it may. Of a block for
// safeguarding it says no reason: whoever holds the card may be the one from whom it protects.
std::string CardNotice(const domain::CardStanding& standing);

// `award` and `person` are the card's own.
void FillCard(const domain::CardId& id, const store::v1::CardRow& row,
              const store::v1::AwardRow& award, const store::v1::PersonRow& person,
              domain::Day today, v1::Card& card);

}  // namespace cardledger::rpc
