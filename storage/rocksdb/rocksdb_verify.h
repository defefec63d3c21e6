#pragma once

// The deep check of a stored ledger's files: what opening leaves out because it takes minutes. For
// cardledger-fsck, on a store that no server has open. Changes nothing.
// It reads every byte of every table and compares sizes and checksums of whole files with what
// RocksDB recorded, then block checksums, then replays the logs. It knows nothing of the ledger in
// the rows: that is the fold's part, as is finding that the newest log lost its end.

#include <string>

#include "absl/status/status.h"

#include "storage/rocksdb/rocksdb_store.h"

namespace cardledger::storage {

// DATA_LOSS with RocksDB's words for the first damage found; else errors as OpenRocksDbStore.
absl::Status VerifyRocksDbFiles(const RocksDbOptions& options);

}  // namespace cardledger::storage
