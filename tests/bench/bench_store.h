#pragma once

// A ledger on disk in a folder, opened as the server opens it: RocksDB store, file anchor beside
// it, engine. Used where the benchmark has no server in front: preparing, micro benchmarks, rates
// of the engine alone. Also what the disk and the memory of it cost.

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "services/engine/engine.h"
#include "storage/file/file_anchor.h"
#include "storage/file/file_slots.h"
#include "storage/kv_store.h"
#include "tests/bench/bench_clock.h"

namespace cardledger::bench {

std::string StoreFolder(const std::string& folder);
std::string AnchorFile(const std::string& folder);
absl::StatusOr<std::unique_ptr<storage::SlotFile>> OpenKeyFile(const std::string& folder);
inline constexpr char kBenchKek[] = "a key-encryption key of 32 bytes";

class BenchStore {
 public:
  // Makes a SANDBOX ledger where there is none. The engine is started.
  static absl::StatusOr<std::unique_ptr<BenchStore>> Open(const std::string& folder);
  ~BenchStore();
  BenchStore(const BenchStore&) = delete;
  BenchStore& operator=(const BenchStore&) = delete;

  engine::Engine& engine() { return *engine_; }
  storage::KvStore& store() { return *store_; }
  BenchClock& clock() { return clock_; }

  // Stops the engine and closes the store. Idempotent.
  absl::Status Close();

 private:
  explicit BenchStore(const std::string& folder) : anchor_(AnchorFile(folder)) {}

  BenchClock clock_;
  storage::FileAnchor anchor_;
  std::unique_ptr<storage::SlotFile> keys_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<storage::KvStore> store_;
  std::unique_ptr<engine::Engine> engine_;
};

// Bytes the disk holds for the folder, as du counts them: blocks, not lengths.
uint64_t DiskBytes(const std::string& folder);

// Bytes of memory this process holds now.
uint64_t ResidentBytes();

std::string RandomBytes(size_t count);

}  // namespace cardledger::bench
