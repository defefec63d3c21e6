#pragma once

// The tree of a stored journal, as it was at any position: read back from full tiles and the
// entries after them. Used at open, by fsck and for proofs. DATA_LOSS where tiles or entries are
// missing. Any thread.

#include <cstdint>

#include "absl/status/statusor.h"

#include "services/engine/tile_tree.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

absl::StatusOr<TileTree> ReadTree(const storage::KvStore& store,
                                  const storage::KvSnapshot& snapshot, uint64_t position);

}  // namespace cardledger::engine
