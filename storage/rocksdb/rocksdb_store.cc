#include "storage/rocksdb/rocksdb_store.h"

#include <atomic>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "rocksdb/db.h"
#include "rocksdb/snapshot.h"
#include "rocksdb/write_batch.h"

#include "base/check.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "storage/batch_bounds.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "storage/rocksdb/writer_row.h"

namespace cardledger::storage {
namespace {

// How many writers and snapshots of one store live.
using LiveCount = std::atomic<int>;

using Operations = std::vector<const WriteBatch::Operation*>;

bool IsStoresOwn(absl::string_view key) { return key.empty() || key[0] == kStoreOwnByte; }

rocksdb::Slice ToSlice(absl::string_view bytes) { return {bytes.data(), bytes.size()}; }

class RocksDbSnapshot : public KvSnapshot {
 public:
  RocksDbSnapshot(rocksdb::DB& db, LiveCount& live)
      : db_(db), live_(live), snapshot_(db.GetSnapshot()) {
    ++live_;
  }
  ~RocksDbSnapshot() override {
    db_.ReleaseSnapshot(snapshot_);
    --live_;
  }
  RocksDbSnapshot(const RocksDbSnapshot&) = delete;
  RocksDbSnapshot& operator=(const RocksDbSnapshot&) = delete;

  const rocksdb::Snapshot* get() const { return snapshot_; }

 private:
  rocksdb::DB& db_;
  LiveCount& live_;
  const rocksdb::Snapshot* const snapshot_;
};

rocksdb::ReadOptions ReadAt(const KvSnapshot& snapshot) {
  return MakeReadOptions(static_cast<const RocksDbSnapshot&>(snapshot).get());
}

class RocksDbStore final : public KvStore {
 public:
  RocksDbStore(std::unique_ptr<Database> database, const WriterRow& row)
      : database_(std::move(database)), row_(row), last_epoch_(row.epoch) {}
  ~RocksDbStore() override;
  RocksDbStore(const RocksDbStore&) = delete;
  RocksDbStore& operator=(const RocksDbStore&) = delete;

  absl::StatusOr<std::unique_ptr<KvWriter>> OpenWriter(uint64_t epoch) override;
  uint64_t last_epoch() const override { return last_epoch_.load(); }
  std::shared_ptr<const KvSnapshot> Snapshot() const override {
    return std::make_shared<RocksDbSnapshot>(database_->db(), live_);
  }
  absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      const KvSnapshot& snapshot, std::span<const std::string> keys) const override;
  absl::StatusOr<std::vector<KeyValue>> Scan(const KvSnapshot& snapshot, const KeyRange& range,
                                             size_t limit) const override;
  absl::Status Close() override;

  // For its writers.
  ApplyResult Apply(uint64_t epoch, const Operations& operations, uint64_t expected_sequence);
  LiveCount& live() { return live_; }

 private:
  absl::StatusOr<std::vector<std::optional<std::string>>> GetOne(const KvSnapshot& snapshot,
                                                                 const std::string& key) const;
  // Writes `batch_` with the writer row in it.
  rocksdb::Status Write(const WriterRow& row) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::unique_ptr<Database> database_;
  mutable LiveCount live_ = 0;
  // Held over each write: a take-over waits until the batch before it is decided.
  base::Mutex mutex_;
  WriterRow row_ ABSL_GUARDED_BY(mutex_);
  rocksdb::WriteBatch batch_ ABSL_GUARDED_BY(mutex_);  // reused: it keeps its memory
  bool write_failed_ ABSL_GUARDED_BY(mutex_) = false;
  std::atomic<uint64_t> last_epoch_;
};

class RocksDbWriter : public KvWriter {
 public:
  RocksDbWriter(RocksDbStore& store, const WriterRow& row) : store_(store), row_(row) {
    ++store_.live();
  }
  ~RocksDbWriter() override { --store_.live(); }
  RocksDbWriter(const RocksDbWriter&) = delete;
  RocksDbWriter& operator=(const RocksDbWriter&) = delete;

  uint64_t sequence() const override { return row_.sequence; }

  ApplyResult Apply(const WriteBatch& batch, uint64_t expected_sequence) override {
    const Operations operations = CheckBatchBounds(batch);
    if (failure_.outcome != ApplyOutcome::kOk) return failure_;
    ApplyResult result = store_.Apply(row_.epoch, operations, expected_sequence);
    if (result.outcome == ApplyOutcome::kOk) {
      ++row_.sequence;
    } else {
      failure_ = result;
    }
    return result;
  }

 private:
  RocksDbStore& store_;
  WriterRow row_;
  ApplyResult failure_ = {.outcome = ApplyOutcome::kOk, .message = ""};
};

RocksDbStore::~RocksDbStore() {
  // Whoever wants to know how closing went has called Close. What is not flushed is in the log.
  Close().IgnoreError();
}

rocksdb::Status RocksDbStore::Write(const WriterRow& row) {
  rocksdb::Status status = batch_.Put(ToSlice(WriterRowKey()), EncodeWriterRow(row));
  if (status.ok()) status = database_->db().Write(MakeWriteOptions(), &batch_);
  if (status.ok()) {
    row_ = row;
    last_epoch_ = row.epoch;
  } else {
    write_failed_ = true;
  }
  return status;
}

absl::StatusOr<std::unique_ptr<KvWriter>> RocksDbStore::OpenWriter(uint64_t epoch) {
  if (database_->mode() == Database::Mode::kReadOnly) {
    return absl::FailedPreconditionError("the store was opened for reading alone");
  }
  base::MutexLock lock(mutex_);
  if (write_failed_ || database_->write_stopped()) {
    return absl::UnavailableError("a write has failed: the store must be reopened");
  }
  if (epoch <= row_.epoch) {
    return absl::AbortedError(
        absl::StrCat("epoch ", epoch, " is not above the highest so far, ", row_.epoch));
  }
  batch_.Clear();
  const rocksdb::Status status = Write({.epoch = epoch, .sequence = row_.sequence});
  if (!status.ok()) return absl::UnavailableError(status.ToString());
  return std::make_unique<RocksDbWriter>(*this, row_);
}

ApplyResult RocksDbStore::Apply(uint64_t epoch, const Operations& operations,
                                uint64_t expected_sequence) {
  base::MutexLock lock(mutex_);
  if (epoch != row_.epoch) {
    return {.outcome = ApplyOutcome::kFenced,
            .message = absl::StrCat("epoch ", epoch, " was deposed by epoch ", row_.epoch)};
  }
  if (expected_sequence != row_.sequence) {
    return {.outcome = ApplyOutcome::kFenced,
            .message = absl::StrCat("batch expects store sequence ", expected_sequence,
                                    ", the store stands at ", row_.sequence)};
  }
  if (write_failed_ || database_->write_stopped()) {
    return {.outcome = ApplyOutcome::kFailedNothingWritten,
            .message = "the store has stopped writing after an error"};
  }
  batch_.Clear();
  for (const WriteBatch::Operation* operation : operations) {
    const rocksdb::Status added = operation->value.has_value()
                                      ? batch_.Put(operation->key, *operation->value)
                                      : batch_.Delete(operation->key);
    CARDLEDGER_CHECK(added.ok(), "a bounded batch fits into RocksDB's");
  }
  const rocksdb::Status status = Write({.epoch = epoch, .sequence = expected_sequence + 1});
  if (status.ok()) return {.outcome = ApplyOutcome::kOk, .message = ""};
  // RocksDB does not say whether the record had reached the log when it failed: after a failed sync
  // the page cache may hold it, and it may or may not be there after the next open.
  return {.outcome = ApplyOutcome::kUnknown, .message = status.ToString()};
}

// What MultiGet does for one key, without what RocksDB sets up to look for many.
absl::StatusOr<std::vector<std::optional<std::string>>> RocksDbStore::GetOne(
    const KvSnapshot& snapshot, const std::string& key) const {
  std::vector<std::optional<std::string>> values(1);
  if (IsStoresOwn(key)) return values;
  rocksdb::DB& db = database_->db();
  rocksdb::PinnableSlice found;
  const rocksdb::Status status = db.Get(ReadAt(snapshot), db.DefaultColumnFamily(), key, &found);
  if (status.IsNotFound()) return values;
  CARDLEDGER_RETURN_IF_ERROR(ReadErrorToStatus(status));
  values[0].emplace(found.data(), found.size());
  return values;
}

absl::StatusOr<std::vector<std::optional<std::string>>> RocksDbStore::MultiGet(
    const KvSnapshot& snapshot, std::span<const std::string> keys) const {
  if (keys.size() == 1) return GetOne(snapshot, keys[0]);
  const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> found(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  rocksdb::DB& db = database_->db();
  db.MultiGet(ReadAt(snapshot), db.DefaultColumnFamily(), keys.size(), slices.data(), found.data(),
              statuses.data());
  std::vector<std::optional<std::string>> values(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].IsNotFound() || IsStoresOwn(keys[i])) continue;
    CARDLEDGER_RETURN_IF_ERROR(ReadErrorToStatus(statuses[i]));
    values[i].emplace(found[i].data(), found[i].size());
  }
  return values;
}

absl::StatusOr<std::vector<KeyValue>> RocksDbStore::Scan(const KvSnapshot& snapshot,
                                                         const KeyRange& range,
                                                         size_t limit) const {
  const absl::string_view first = "\x01";  // past the store's own rows
  const rocksdb::Slice from = ToSlice(IsStoresOwn(range.from) ? first : range.from);
  const rocksdb::Slice to = ToSlice(range.to);
  std::vector<KeyValue> rows;
  if (limit == 0 || (!to.empty() && from.compare(to) >= 0)) return rows;
  rocksdb::ReadOptions options = ReadAt(snapshot);
  options.iterate_lower_bound = &from;
  if (!to.empty()) options.iterate_upper_bound = &to;
  const std::unique_ptr<rocksdb::Iterator> iterator(database_->db().NewIterator(options));
  for (iterator->Seek(from); iterator->Valid(); iterator->Next()) {
    rows.push_back({.key = iterator->key().ToString(), .value = iterator->value().ToString()});
    if (rows.size() == limit) return rows;
  }
  CARDLEDGER_RETURN_IF_ERROR(ReadErrorToStatus(iterator->status()));
  return rows;
}

absl::Status RocksDbStore::Close() {
  CARDLEDGER_CHECK(live_.load() == 0, "writers and snapshots must be gone before their store");
  if (!database_->is_open()) return absl::OkStatus();
  absl::Status flushed = absl::OkStatus();
  if (database_->mode() == Database::Mode::kReadWrite && !database_->write_stopped()) {
    flushed = ReadErrorToStatus(database_->db().Flush(rocksdb::FlushOptions()));
  }
  const absl::Status closed = database_->Close();
  return flushed.ok() ? closed : flushed;
}

absl::StatusOr<std::unique_ptr<KvStore>> Open(const RocksDbOptions& options, Database::Mode mode) {
  CARDLEDGER_ASSIGN_OR_RETURN(std::unique_ptr<Database> database, Database::Open(options, mode));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<WriterRow> row, ReadWriterRow(database->db()));
  return std::make_unique<RocksDbStore>(std::move(database), row.value_or(WriterRow()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<KvStore>> OpenRocksDbStore(const RocksDbOptions& options) {
  return Open(options, Database::Mode::kReadWrite);
}

absl::StatusOr<std::unique_ptr<KvStore>> OpenRocksDbStoreReadOnly(const RocksDbOptions& options) {
  RocksDbOptions existing = options;
  existing.create_if_missing = false;
  return Open(existing, Database::Mode::kReadOnly);
}

}  // namespace cardledger::storage
