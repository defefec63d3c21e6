#pragma once

// A KvStore over an embedded RocksDB 7.8. Made by the server and the offline tools; one process at
// a time. Keeps every sentence of kv_store.h; of a kUnknown batch nothing may be resent. After any
// failure of a write or of background work it writes no more until it was reopened: reads go on.
// Close moves what is in the log into tables, whose sizes and checksums RocksDB records.
// What it does not notice at open: damage to the very end of the newest log, and loss of that log,
// after a crash (the anchor is for that); damage inside tables (reads notice it, and
// rocksdb_verify).

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "storage/kv_store.h"

namespace rocksdb {
class Env;
}

namespace cardledger::storage {

struct RocksDbOptions {
  std::string path;  // a folder of the store's own
  bool create_if_missing = false;
  // For tests. Null means the real file system (`env` must outlive the store); 0 means the size
  // that rocksdb_options.h gives (a small one reaches flushes and compactions with few rows).
  rocksdb::Env* env = nullptr;
  size_t write_buffer_bytes = 0;
};

// NOT_FOUND when nothing is there and create_if_missing is false; FAILED_PRECONDITION when the
// store is in use, or of a newer format; DATA_LOSS when it is damaged; UNAVAILABLE when the file
// system refuses.
absl::StatusOr<std::unique_ptr<KvStore>> OpenRocksDbStore(const RocksDbOptions& options);

// The same store for reading alone: changes no file, whatever state it is in; OpenWriter is
// FAILED_PRECONDITION. For cardledger-fsck. Errors as above; nothing is ever created.
absl::StatusOr<std::unique_ptr<KvStore>> OpenRocksDbStoreReadOnly(const RocksDbOptions& options);

}  // namespace cardledger::storage
