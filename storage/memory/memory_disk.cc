#include "storage/memory/memory_disk.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/status_macros.h"

namespace cardledger::storage {

void MemoryDisk::CutPower(Unsynced fate) {
  base::MutexLock lock(mutex_);
  attached_ = false;
  if (fate == Unsynced::kKeep) return;
  const bool lost_batches = sequence_ > synced_sequence_;
  // A later batch never survives an earlier one: the log is written in order.
  if (undecided_.has_value() && (lost_batches || !undecided_->synced)) undecided_.reset();
  table_.RollBack(synced_sequence_);
  sequence_ = synced_sequence_;
}

void MemoryDisk::set_lies_about_sync(bool lies) {
  base::MutexLock lock(mutex_);
  lies_about_sync_ = lies;
  if (!lies) synced_sequence_ = sequence_;
}

void MemoryDisk::Tamper(absl::string_view key, std::optional<std::string> value) {
  base::MutexLock lock(mutex_);
  table_.Tamper(key, std::move(value));
}

uint64_t MemoryDisk::sequence() const {
  base::MutexLock lock(mutex_);
  return sequence_ + (undecided_.has_value() ? 1 : 0);
}

std::vector<KeyValue> MemoryDisk::Rows() const {
  base::MutexLock lock(mutex_);
  VersionedTable table = table_;
  if (undecided_.has_value()) table.Apply(undecided_->batch, sequence_ + 1, sequence_);
  return table.Scan({}, std::numeric_limits<size_t>::max(), sequence_ + 1);
}

absl::StatusOr<uint64_t> MemoryDisk::Attach() {
  base::MutexLock lock(mutex_);
  if (attached_) return absl::FailedPreconditionError("store in use: it is open already");
  SettleUndecided();
  must_reopen_ = false;
  attached_ = true;
  return ++attachments_;
}

void MemoryDisk::Detach(uint64_t attachment) {
  base::MutexLock lock(mutex_);
  if (attachment == attachments_) attached_ = false;
}

absl::Status MemoryDisk::CheckAttached(uint64_t attachment) const {
  if (attached_ && attachment == attachments_) return absl::OkStatus();
  return absl::UnavailableError("the process that opened this store is gone");
}

void MemoryDisk::Commit(const WriteBatch& batch) {
  const uint64_t oldest_read = pinned_.empty() ? sequence_ : *pinned_.begin();
  table_.Apply(batch, sequence_ + 1, std::min(oldest_read, synced_sequence_));
  ++sequence_;
  if (!lies_about_sync_) synced_sequence_ = sequence_;
}

void MemoryDisk::SettleUndecided() {
  if (!undecided_.has_value()) return;
  Commit(undecided_->batch);
  undecided_.reset();
}

absl::StatusOr<uint64_t> MemoryDisk::OpenWriter(uint64_t attachment, uint64_t epoch) {
  base::MutexLock lock(mutex_);
  CARDLEDGER_RETURN_IF_ERROR(CheckAttached(attachment));
  if (must_reopen_) {
    return absl::UnavailableError("the outcome of a batch is unknown until the store is reopened");
  }
  if (epoch <= epoch_) {
    return absl::AbortedError(
        absl::StrCat("epoch ", epoch, " is not above the highest so far, ", epoch_));
  }
  epoch_ = epoch;
  return sequence_;
}

ApplyResult MemoryDisk::Apply(uint64_t attachment, uint64_t epoch, const WriteBatch& batch,
                              uint64_t expected_sequence, ApplyFault fault) {
  base::MutexLock lock(mutex_);
  if (const absl::Status attached = CheckAttached(attachment); !attached.ok()) {
    return {.outcome = ApplyOutcome::kUnknown, .message = std::string(attached.message())};
  }
  if (epoch != epoch_) {
    return {.outcome = ApplyOutcome::kFenced,
            .message = absl::StrCat("epoch ", epoch, " was deposed by epoch ", epoch_)};
  }
  if (expected_sequence != sequence_) {
    return {.outcome = ApplyOutcome::kFenced,
            .message = absl::StrCat("batch expects store sequence ", expected_sequence,
                                    ", the store stands at ", sequence_)};
  }
  switch (fault) {
    case ApplyFault::kNone:
      Commit(batch);
      return {.outcome = ApplyOutcome::kOk, .message = ""};
    case ApplyFault::kNothingWritten:
      return {.outcome = ApplyOutcome::kFailedNothingWritten, .message = "programmed failure"};
    case ApplyFault::kFenced:
      return {.outcome = ApplyOutcome::kFenced, .message = "programmed fencing"};
    case ApplyFault::kUnknownWritten:
    case ApplyFault::kUnknownUnsynced:
      undecided_ = {.batch = batch, .synced = fault == ApplyFault::kUnknownWritten};
      break;
    case ApplyFault::kUnknownLost:
      break;
  }
  must_reopen_ = true;
  return {.outcome = ApplyOutcome::kUnknown, .message = "programmed failure of the sync"};
}

uint64_t MemoryDisk::last_epoch() const {
  base::MutexLock lock(mutex_);
  return epoch_;
}

uint64_t MemoryDisk::Pin() {
  base::MutexLock lock(mutex_);
  pinned_.insert(sequence_);
  return sequence_;
}

void MemoryDisk::Unpin(uint64_t sequence) {
  base::MutexLock lock(mutex_);
  const auto pin = pinned_.find(sequence);
  CARDLEDGER_CHECK(pin != pinned_.end(), "a snapshot must be pinned while it lives");
  pinned_.erase(pin);
}

absl::StatusOr<std::vector<std::optional<std::string>>> MemoryDisk::MultiGet(
    uint64_t attachment, std::span<const std::string> keys, uint64_t at) const {
  base::MutexLock lock(mutex_);
  CARDLEDGER_RETURN_IF_ERROR(CheckAttached(attachment));
  std::vector<std::optional<std::string>> values;
  values.reserve(keys.size());
  for (const std::string& key : keys) values.push_back(table_.Get(key, at));
  return values;
}

absl::StatusOr<std::vector<KeyValue>> MemoryDisk::Scan(uint64_t attachment, const KeyRange& range,
                                                       size_t limit, uint64_t at) const {
  base::MutexLock lock(mutex_);
  CARDLEDGER_RETURN_IF_ERROR(CheckAttached(attachment));
  return table_.Scan(range, limit, at);
}

}  // namespace cardledger::storage
