#include "storage/memory/memory_anchor.h"

#include "base/status_macros.h"

namespace cardledger::storage {

void MemoryAnchorFile::Damage() {
  base::MutexLock lock(mutex_);
  damaged_ = true;
}

void MemoryAnchorFile::Lose() {
  base::MutexLock lock(mutex_);
  point_.reset();
  damaged_ = false;
}

void MemoryAnchorFile::Replace(const AnchorPoint& point) {
  base::MutexLock lock(mutex_);
  point_ = point;
  damaged_ = false;
}

void MemoryAnchorFile::FailNextWriteAfterEffect() {
  base::MutexLock lock(mutex_);
  fail_after_effect_ = true;
}

absl::StatusOr<std::optional<AnchorPoint>> MemoryAnchor::Read() {
  CARDLEDGER_RETURN_IF_ERROR(file_->faults_.Decide(CallKind::kAnchorRead).status);
  base::MutexLock lock(file_->mutex_);
  if (file_->damaged_) return absl::DataLossError("the anchor is damaged");
  return file_->point_;
}

absl::Status MemoryAnchor::Write(const AnchorPoint& point) {
  CARDLEDGER_RETURN_IF_ERROR(file_->faults_.Decide(CallKind::kAnchorWrite).status);
  base::MutexLock lock(file_->mutex_);
  file_->point_ = point;
  file_->damaged_ = false;
  if (!file_->fail_after_effect_) return absl::OkStatus();
  file_->fail_after_effect_ = false;
  return absl::UnavailableError("programmed failure after the anchor was written");
}

}  // namespace cardledger::storage
