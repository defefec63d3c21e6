#pragma once

// The ends of RocksDB's newest log and of its MANIFEST after a power cut. A file system may have
// made a file longer and not yet written what belongs there; the last record then ends in zeros.
// RocksDB takes that for damage and refuses to open, though nothing in it was ever acknowledged.
// Used when a database is opened for writing, under its lock. It cuts off a last record that is not
// whole and ends in zeros, and nothing else. A whole record of the log never ends in a zero byte
// (EncodeWriterRow sees to that), so that a damaged one, which may have been acknowledged, is not
// mistaken for a torn one.

#include <string>

#include "absl/status/status.h"
#include "rocksdb/env.h"

namespace cardledger::storage {

// `folder` holds a CURRENT. Errors as OpenRocksDbStore.
absl::Status TrimTornTails(rocksdb::Env& env, const std::string& folder);

}  // namespace cardledger::storage
