#pragma once

// The contract every store keeps: ordered bytes, snapshots, one writer, atomic durable batches.
// Called by the engine (one writer thread, many reader threads) and by the offline tools.
// Stores: memory/ (the twin for tests), rocksdb/. tests/contract runs one suite over all of them.
//
// Order: keys compare as unsigned bytes, a prefix before what it begins.
// Bounds: see the constants below. A key stands at most once in a batch. The first byte 0x00 is the
//   store's own: reads never show it, callers' keys begin with another byte. A batch that breaks a
//   bound is a broken invariant of the caller and aborts.
// Atomicity: of a batch all operations become visible and durable, or none.
// Durability: Apply returns OK only when the batch survives loss of power.
// Visibility: a Snapshot taken after Apply returned OK holds that batch; a snapshot never changes,
//   and never holds a batch whose Apply has not been decided.
// Fencing: the store counts its batches; the count is the *store sequence*. Apply names the count
// it
//   expects before its batch. OpenWriter with a higher epoch deposes the writer before it, which
//   can never commit again, not even a batch it had begun to send.
// Failure: after an Apply that failed, its writer writes no more: every later Apply answers the
// same
//   outcome. After kUnknown only a reopened store tells whether the batch stands, and opens a
//   writer.
// What it does not do: it knows no tables, no money and no time; it does not retry; it makes no
//   backups (a capability of its own, apart).

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cardledger::storage {

inline constexpr size_t kKeyBytesMax = 256;
inline constexpr size_t kValueBytesMax = size_t{1} << 20;
inline constexpr size_t kBatchBytesMax = size_t{32} << 20;  // keys and values, together

struct KeyValue {
  std::string key;
  std::string value;

  friend bool operator==(const KeyValue&, const KeyValue&) = default;
};

// [from, to): `to` empty means no upper end.
struct KeyRange {
  std::string from;
  std::string to;
};

// Puts and deletes that become durable together. Not thread-safe.
class WriteBatch {
 public:
  struct Operation {
    std::string key;
    std::optional<std::string> value;  // nullopt deletes
  };

  void Put(std::string key, std::string value) {
    bytes_ += key.size() + value.size();
    operations_.push_back({std::move(key), std::move(value)});
  }
  void Delete(std::string key) {
    bytes_ += key.size();
    operations_.push_back({std::move(key), std::nullopt});
  }
  void Clear() {
    operations_.clear();
    bytes_ = 0;
  }

  const std::vector<Operation>& operations() const { return operations_; }
  size_t bytes() const { return bytes_; }
  bool empty() const { return operations_.empty(); }

 private:
  std::vector<Operation> operations_;
  size_t bytes_ = 0;
};

// An unchanging view. Holding one keeps old versions alive: let it go soon. Must not outlive its
// store. Any thread.
class KvSnapshot {
 public:
  virtual ~KvSnapshot() = default;
};

enum class ApplyOutcome {
  kOk,                    // visible and durable
  kFenced,                // another writer has taken over, or the expected sequence is not the
                          // store's: nothing written, this writer must stop
  kFailedNothingWritten,  // nothing written, now or later
  kUnknown,               // may or may not have been written, and may yet appear at the next open;
                          // a store whose header says so lets the same batch be resent
};

struct ApplyResult {
  ApplyOutcome outcome = ApplyOutcome::kUnknown;
  std::string message;  // what the store says of a failure; for logs, may name files
};

// The one writer. One thread at a time.
class KvWriter {
 public:
  virtual ~KvWriter() = default;

  // The store sequence as this writer knows it: batches committed since the store was made.
  virtual uint64_t sequence() const = 0;

  // Commits `batch` (not empty) as number `expected_sequence` + 1.
  virtual ApplyResult Apply(const WriteBatch& batch, uint64_t expected_sequence) = 0;
};

class KvStore {
 public:
  virtual ~KvStore() = default;

  // Takes over as the only writer. `epoch` must be higher than every epoch before it, which the
  // store remembers durably; else ABORTED, which names the highest. UNAVAILABLE when the store
  // cannot write.
  virtual absl::StatusOr<std::unique_ptr<KvWriter>> OpenWriter(uint64_t epoch) = 0;

  // The highest epoch that has opened a writer; 0 before the first. Any thread.
  virtual uint64_t last_epoch() const = 0;

  // Any thread.
  virtual std::shared_ptr<const KvSnapshot> Snapshot() const = 0;

  // One result a key, in order; nullopt where the key does not stand. DATA_LOSS when stored bytes
  // fail their checksum, UNAVAILABLE when they cannot be read now. Any thread.
  virtual absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      const KvSnapshot& snapshot, std::span<const std::string> keys) const = 0;

  // Up to `limit` pairs of `range` in key order. Errors as MultiGet. Any thread.
  virtual absl::StatusOr<std::vector<KeyValue>> Scan(const KvSnapshot& snapshot,
                                                     const KeyRange& range, size_t limit) const = 0;

  // Ends all use and releases the files, also when it fails. Every writer and snapshot must be gone
  // (else aborts). Idempotent; the destructor closes too.
  virtual absl::Status Close() = 0;
};

}  // namespace cardledger::storage
