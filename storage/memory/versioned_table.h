#pragma once

// Rows with their older versions, each under the number of the batch that wrote it. Used by
// MemoryDisk alone, under its lock: not thread-safe. A read names the batch number it reads at.
// It forgets versions that no reader and no roll-back can ask for; it knows no durability.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/string_view.h"

#include "storage/kv_store.h"

namespace cardledger::storage {

class VersionedTable {
 public:
  // Writes `batch` as number `sequence`, which is higher than every one before. Of the rows it
  // touches, versions that nobody who reads at `oldest_needed` or later can see are dropped.
  void Apply(const WriteBatch& batch, uint64_t sequence, uint64_t oldest_needed);

  std::optional<std::string> Get(absl::string_view key, uint64_t at) const;
  std::vector<KeyValue> Scan(const KeyRange& range, size_t limit, uint64_t at) const;

  // Undoes every batch above `sequence`.
  void RollBack(uint64_t sequence);

  // Rewrites history: `key` has, or lacks, this value in every version.
  void Tamper(absl::string_view key, std::optional<std::string> value);

 private:
  struct Version {
    uint64_t sequence = 0;
    std::optional<std::string> value;  // nullopt: deleted
  };
  using Versions = std::vector<Version>;  // ascending by sequence, never empty

  static void Prune(Versions& versions, uint64_t oldest_needed);
  static const Version* Visible(const Versions& versions, uint64_t at);

  absl::btree_map<std::string, Versions> rows_;
};

}  // namespace cardledger::storage
