#pragma once

// Just the part of the state that one command may touch, read from a view: what `validate_only`
// decides on. Errors as Reader. Any thread.

#include "absl/status/statusor.h"

#include "services/domain/command.h"
#include "services/domain/state.h"
#include "services/engine/read_view.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

absl::StatusOr<domain::State> ReadStateFor(const domain::Command& command,
                                           const storage::KvStore& store, const ReadView& view);

}  // namespace cardledger::engine
