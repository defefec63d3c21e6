#pragma once

// Rebuilding rows from the journal: rows are a cache, so a store of another row schema is brought
// to this program's by folding every entry again. Safe to break off: the schema is noted last, so
// the next open starts over.

#include <functional>

#include "absl/status/status.h"

#include "cardledger/store/v1/rows.pb.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

// `meta` as stored; on OK its row_schema is this program's, stored too. `progress` is told of
// entries folded out of all. DATA_LOSS where the journal does not fold; UNAVAILABLE where the store
// cannot be read or written.
absl::Status RebuildRows(const storage::KvStore& store, storage::KvWriter& writer,
                         store::v1::MetaRow& meta,
                         const std::function<void(uint64_t done, uint64_t total)>& progress);

}  // namespace cardledger::engine
