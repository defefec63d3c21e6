#pragma once

// Opening and closing the RocksDB database under a store, and everything it needs to live. Used by
// rocksdb_store and rocksdb_verify. Not thread-safe but for write_stopped().

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"

#include "storage/rocksdb/log_check.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/store_folder.h"

namespace cardledger::storage {

class Database {
 public:
  enum class Mode { kReadWrite, kReadOnly };

  // Errors as OpenRocksDbStore. kReadOnly changes no file, but holds the lock all the same: a store
  // that a server writes to is not at rest.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const RocksDbOptions& options, Mode mode);

  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  bool is_open() const { return db_ != nullptr; }
  Mode mode() const { return mode_; }
  rocksdb::DB& db() { return *db_; }
  rocksdb::Env& env() { return *env_; }

  // True once RocksDB has met an error, in a write or in the background, that stops writes.
  bool write_stopped() const { return write_stopped_->load(); }

  // Releases the files, also when it fails. Idempotent.
  absl::Status Close();

 private:
  Database() = default;

  // Of a store that is there: under its lock, checks and repairs what RocksDB would misjudge.
  absl::Status Prepare(const rocksdb::Options& settings, const std::string& path);

  Mode mode_ = Mode::kReadWrite;
  rocksdb::Env* env_ = nullptr;
  std::unique_ptr<StoreLock> reading_lock_;  // kReadOnly: RocksDB itself takes none
  std::shared_ptr<std::atomic<bool>> write_stopped_ = std::make_shared<std::atomic<bool>>(false);
  LogOrderCheck log_order_check_{LogOrderCheck::Records::kReplay};
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace cardledger::storage
