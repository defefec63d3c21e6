#pragma once

// What is on several awards, and what can be spent with a card. Called by the services' reads.
// Pure, any thread.

#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/balances.pb.h"
#include "services/domain/ids.h"

namespace cardledger::rpc {

// Adds an award to the person's balance.
void AddBalance(const domain::AwardId& id, const store::v1::AwardRow& row,
                v1::GetPersonBalanceResponse& balance);

// What can be spent with the card: as much of what is on its award as the card's own limits leave,
// and nothing unless it is `usable`.
void FillCardBalance(const domain::CardId& id, const store::v1::CardRow& card, bool usable,
                     const store::v1::AwardRow& award, v1::GetCardBalanceResponse& balance);

}  // namespace cardledger::rpc
