#pragma once

// The medium under MemoryStore: rows, store sequence and highest epoch, and what of them is synced.
// It outlives stores, as a disk outlives processes. Tests make it, cut its power, damage it and
// program failures (faults()); stores reach it only through OpenMemoryStore. Any thread.
// It models: one store at a time; a process that dies (Crash: everything written stays) or loses
//   power (CutPower: the unsynced part is kept or lost, a batch always as a whole); a batch whose
//   sync failed; a disk that says it has synced and has not (set_lies_about_sync).
// It does not model: torn rows, disks that fill, slow calls, epochs that get lost (an epoch is
//   durable once OpenWriter has returned).

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/mutex.h"
#include "storage/kv_store.h"
#include "storage/memory/memory_faults.h"
#include "storage/memory/versioned_table.h"

namespace cardledger::storage {

class MemoryDisk {
 public:
  enum class Unsynced { kLose, kKeep };

  // The process that has the store open dies: all its later calls fail (UNAVAILABLE, kUnknown), and
  // the disk may be opened again. Whatever was written stays, synced or not.
  void Crash() { CutPower(Unsynced::kKeep); }

  // As Crash, but what was not synced is lost or kept, as the test chooses.
  void CutPower(Unsynced fate);

  // While true, acknowledged batches stay unsynced. Setting it to false syncs them.
  void set_lies_about_sync(bool lies);

  // Changes a row (nullopt: removes it) behind the back of whoever has the store open, in every
  // snapshot too.
  void Tamper(absl::string_view key, std::optional<std::string> value);

  // What the next open would find if the process crashed now.
  uint64_t sequence() const;
  std::vector<KeyValue> Rows() const;

  MemoryFaults& faults() { return faults_; }

 private:
  friend class MemoryStore;
  friend class MemoryWriter;
  friend class MemorySnapshot;

  // A batch whose Apply answered kUnknown though it was written. The store that wrote it does not
  // show it; the next one that opens does.
  struct Undecided {
    WriteBatch batch;
    bool synced = false;
  };

  // Each open gets a number of its own; calls under an older one fail.
  absl::StatusOr<uint64_t> Attach();
  void Detach(uint64_t attachment);
  absl::StatusOr<uint64_t> OpenWriter(uint64_t attachment, uint64_t epoch);
  ApplyResult Apply(uint64_t attachment, uint64_t epoch, const WriteBatch& batch,
                    uint64_t expected_sequence, ApplyFault fault);
  uint64_t last_epoch() const;
  uint64_t Pin();
  void Unpin(uint64_t sequence);
  absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      uint64_t attachment, std::span<const std::string> keys, uint64_t at) const;
  absl::StatusOr<std::vector<KeyValue>> Scan(uint64_t attachment, const KeyRange& range,
                                             size_t limit, uint64_t at) const;

  absl::Status CheckAttached(uint64_t attachment) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Commit(const WriteBatch& batch) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SettleUndecided() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  MemoryFaults faults_;
  mutable base::Mutex mutex_;
  VersionedTable table_ ABSL_GUARDED_BY(mutex_);
  uint64_t sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t synced_sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t epoch_ ABSL_GUARDED_BY(mutex_) = 0;
  bool lies_about_sync_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<Undecided> undecided_ ABSL_GUARDED_BY(mutex_);
  bool must_reopen_ ABSL_GUARDED_BY(mutex_) = false;        // an Apply answered kUnknown
  std::multiset<uint64_t> pinned_ ABSL_GUARDED_BY(mutex_);  // sequences that snapshots read at
  uint64_t attachments_ ABSL_GUARDED_BY(mutex_) = 0;
  bool attached_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace cardledger::storage
