#pragma once

// RocksDB's errors in the words of kv_store.h. Stateless, any thread. Messages may name files: they
// are for logs, not for callers of the service.

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rocksdb/status.h"

namespace cardledger::storage {

// For reads of an open store: DATA_LOSS when bytes are wrong or gone, UNAVAILABLE when they cannot
// be had now.
absl::Status ReadErrorToStatus(const rocksdb::Status& error);

// For opening what should be a store: the same, and FAILED_PRECONDITION when it is in use or was
// written by a newer version.
absl::Status OpenErrorToStatus(const rocksdb::Status& error, absl::string_view path);

}  // namespace cardledger::storage
