#pragma once

// Where the sealed details of an entry are kept. Pure.

#include <cstdint>

#include "cardledger/journal/v1/entry.pb.h"
#include "services/vault/detail_place.h"

namespace cardledger::engine {

// Of the detail at `place` among those of the entry.
vault::DetailPlace PlaceOf(const journal::v1::Entry& entry, uint8_t place);

}  // namespace cardledger::engine
