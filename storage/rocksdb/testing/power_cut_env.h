#pragma once

// The Env under which a store works on a PowerCutFileSystem: for
// RocksDbOptions::env. Any thread.

#include <memory>

#include "rocksdb/env.h"

#include "storage/rocksdb/testing/power_cut_file_system.h"

namespace cardledger::storage {

// RocksDB's threads do not wait a second after each error, as they would on the default Env.
std::unique_ptr<rocksdb::Env> NewPowerCutEnv(std::shared_ptr<PowerCutFileSystem> file_system);

}  // namespace cardledger::storage
