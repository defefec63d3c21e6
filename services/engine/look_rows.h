#pragma once

// The row of a look at a person's lines: of one entry, written with it and never changed. Reading
// one back is in reads.h. Pure, any thread.

#include <optional>

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/state.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

// Of an entry that the state has just folded; nullopt where it opened no lines.
std::optional<storage::KeyValue> LookRowOf(const journal::v1::Entry& entry,
                                           const domain::State& state);

}  // namespace cardledger::engine
