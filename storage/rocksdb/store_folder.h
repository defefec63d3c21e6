#pragma once

// The folder of a store, before RocksDB gets to see it: whether a store is there, who holds it.
// Used by database. One thread at a time.

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/env.h"

namespace cardledger::storage {

enum class Presence { kNothing, kStore };

// DATA_LOSS when the folder holds files of a store but no CURRENT: RocksDB takes that for an empty
// folder and, asked to create a store, writes over what is there.
absl::StatusOr<Presence> LookForStore(rocksdb::Env& env, const std::string& path);

// Makes the folder and its name durable. RocksDB syncs what is in its folder, but not the folder's
// own name in the one above.
absl::Status CreateStoreFolder(rocksdb::Env& env, const std::string& path);

// The lock that RocksDB itself takes, held while this object lives.
class StoreLock {
 public:
  // FAILED_PRECONDITION when somebody else, in this process or another, holds it.
  static absl::StatusOr<std::unique_ptr<StoreLock>> Take(rocksdb::Env& env,
                                                         const std::string& path);

  StoreLock(rocksdb::Env& env, rocksdb::FileLock* lock) : env_(env), lock_(lock) {}
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

 private:
  rocksdb::Env& env_;
  rocksdb::FileLock* const lock_;
};

}  // namespace cardledger::storage
