#include "storage/memory/memory_slots.h"

#include <algorithm>

#include "base/check.h"
#include "base/status_macros.h"

namespace cardledger::storage {

std::string MemorySlotDisk::content() const {
  const base::MutexLock lock(mutex_);
  return content_;
}

void MemorySlotDisk::SetContent(std::string content) {
  const base::MutexLock lock(mutex_);
  content_ = std::move(content);
}

void MemorySlotDisk::FailNextWriteAfter(size_t slots) {
  const base::MutexLock lock(mutex_);
  fail_after_ = slots;
}

absl::StatusOr<uint64_t> MemorySlots::Count() const {
  CARDLEDGER_RETURN_IF_ERROR(disk_->faults_.Decide(CallKind::kSlotRead).status);
  const base::MutexLock lock(disk_->mutex_);
  return disk_->content_.size() / kSlotBytes;
}

absl::StatusOr<std::string> MemorySlots::Read(uint64_t first, size_t count) const {
  CARDLEDGER_RETURN_IF_ERROR(disk_->faults_.Decide(CallKind::kSlotRead).status);
  const base::MutexLock lock(disk_->mutex_);
  const size_t from = std::min(first * kSlotBytes, disk_->content_.size());
  return disk_->content_.substr(from, count * kSlotBytes);
}

absl::Status MemorySlots::Write(std::span<const Slot> slots) {
  CARDLEDGER_RETURN_IF_ERROR(disk_->faults_.Decide(CallKind::kSlotWrite).status);
  const base::MutexLock lock(disk_->mutex_);
  const size_t most = std::min(disk_->fail_after_.value_or(slots.size()), slots.size());
  for (const Slot& slot : slots.first(most)) {
    CARDLEDGER_CHECK(slot.bytes.size() == kSlotBytes, "a slot is written whole");
    const size_t end = (slot.index + 1) * kSlotBytes;
    if (disk_->content_.size() < end) disk_->content_.resize(end, '\0');
    disk_->content_.replace(slot.index * kSlotBytes, kSlotBytes, slot.bytes);
  }
  if (!disk_->fail_after_) return absl::OkStatus();
  disk_->fail_after_.reset();
  return absl::UnavailableError("programmed failure of a write of slots");
}

absl::Status MemorySlots::Replace(absl::string_view whole) {
  CARDLEDGER_RETURN_IF_ERROR(disk_->faults_.Decide(CallKind::kSlotWrite).status);
  CARDLEDGER_CHECK(whole.size() % kSlotBytes == 0, "a file of slots holds whole ones");
  disk_->SetContent(std::string(whole));
  return absl::OkStatus();
}

}  // namespace cardledger::storage
