#pragma once

// Just the part of the state that one command may touch, read from a view: what `validate_only`
// decides on. Errors as Reader. Any thread.

#include <optional>

#include "absl/status/statusor.h"

#include "services/domain/command.h"
#include "services/domain/state.h"
#include "services/engine/read_view.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

absl::StatusOr<domain::State> ReadStateFor(const domain::Command& command,
                                           const storage::KvStore& store, const ReadView& view);

// The entry that the command names (domain::OriginalOf); nullopt where it names none, or one that
// the view does not hold.
absl::StatusOr<std::optional<journal::v1::Entry>> ReadOriginalOf(const domain::Command& command,
                                                                 const storage::KvStore& store,
                                                                 const ReadView& view);

}  // namespace cardledger::engine
