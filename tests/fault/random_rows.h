#pragma once

// Random batches with a model of what they leave, for the fault tests of stores. Not thread-safe.

#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "storage/kv_store.h"

namespace cardledger::fault {

using Rows = std::map<std::string, std::string>;

class RandomRows {
 public:
  explicit RandomRows(uint64_t seed) : random_(seed) {}

  // Up to 20 rows under four tables; sometimes large, sometimes a deletion.
  storage::WriteBatch NextBatch() {
    Rows puts;
    std::map<std::string, bool> keys;
    for (uint64_t i = 0, rows = 1 + random_() % 20; i < rows; ++i) {
      keys[RandomKey()] = random_() % 4 == 0;
    }
    storage::WriteBatch batch;
    for (const auto& [key, deletes] : keys) {
      if (deletes) {
        batch.Delete(key);
      } else {
        batch.Put(key, RandomValue());
      }
    }
    return batch;
  }

  static void Apply(const storage::WriteBatch& batch, Rows& rows) {
    for (const storage::WriteBatch::Operation& operation : batch.operations()) {
      if (operation.value.has_value()) {
        rows[operation.key] = *operation.value;
      } else {
        rows.erase(operation.key);
      }
    }
  }

  uint64_t Below(uint64_t bound) { return random_() % bound; }

 private:
  std::string RandomKey() {
    std::string key(1, static_cast<char>(1 + random_() % 4));
    return key + std::to_string(random_() % 500);
  }
  std::string RandomValue() {
    const size_t size = random_() % 10 == 0 ? random_() % 8'000 : random_() % 200;
    std::string value(size, '\0');
    for (char& byte : value) byte = static_cast<char>(random_());
    return value;
  }

  std::mt19937_64 random_;
};

// All rows of `store` now.
inline absl::StatusOr<Rows> ReadAll(const storage::KvStore& store) {
  const auto snapshot = store.Snapshot();
  const auto found = store.Scan(*snapshot, {}, std::numeric_limits<size_t>::max());
  if (!found.ok()) return found.status();
  Rows rows;
  for (const storage::KeyValue& row : *found) rows.emplace(row.key, row.value);
  return rows;
}

}  // namespace cardledger::fault
