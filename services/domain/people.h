#pragma once

// What follows from a person's row and a day: the awards, whether the person has died, and which
// supporters and representatives are in force. Pure, any thread.

#include <cstdint>
#include <vector>

#include "cardledger/store/v1/persons.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

// In the order they were proposed.
std::vector<AwardId> AwardIdsOf(const store::v1::PersonRow& person);

// Sequence of the entry whose case reference the person goes by; 0 where it has been erased.
uint64_t ReferenceEntryOf(const store::v1::PersonRow& person);

bool IsDeceased(const store::v1::PersonRow& person);

// In hospital or detained since that day or before, and still.
bool IsAwayOn(const store::v1::PersonRow& person, Day day);

// Within its dates, and not ended by a death: only a personal representative acts after it.
bool InForce(const store::v1::PartyRow& party, const store::v1::PersonRow& person, Day day);

// Null where the person has no such supporter, or representative.
const store::v1::PartyRow* FindSupporter(const store::v1::PersonRow& person, const PartyId& id);
const store::v1::PartyRow* FindRepresentative(const store::v1::PersonRow& person,
                                              const PartyId& id);

// Whether the person's supporter or representative may hold a card on that day: in force, and with
// a scope that has to do with it. An advocate, and who receives benefits alone, hold no money.
bool MayHoldCard(const store::v1::PartyRow& party, const store::v1::PersonRow& person, Day day);

bool HasScope(const store::v1::PartyRow& party, int32_t scope);

// What an authority may be used for. Sources stand beside each authority in types.proto.
std::vector<journal::v1::RepresentativeScope> ScopesOf(journal::v1::Authority authority);

}  // namespace cardledger::domain
