#pragma once

// An Anchor over memory that outlives it, for tests and simulation. MemoryAnchorFile is the file:
// tests make it, damage or lose it, and program failures (faults(): kAnchorRead, kAnchorWrite).
// Any thread. A write that fails leaves the point before it, or takes effect all the same, as the
// test chooses: both happen on real disks.

#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "base/mutex.h"
#include "storage/anchor.h"
#include "storage/memory/memory_faults.h"

namespace cardledger::storage {

class MemoryAnchorFile {
 public:
  // From now on reads answer DATA_LOSS, until the next write.
  void Damage();
  // As if no point had ever been written.
  void Lose();
  // Puts `point` there behind the back of whoever uses the anchor: an old copy, another store's.
  void Replace(const AnchorPoint& point);
  // The next write takes effect and answers UNAVAILABLE.
  void FailNextWriteAfterEffect();

  MemoryFaults& faults() { return faults_; }

 private:
  friend class MemoryAnchor;

  MemoryFaults faults_;
  base::Mutex mutex_;
  std::optional<AnchorPoint> point_ ABSL_GUARDED_BY(mutex_);
  bool damaged_ ABSL_GUARDED_BY(mutex_) = false;
  bool fail_after_effect_ ABSL_GUARDED_BY(mutex_) = false;
};

class MemoryAnchor : public Anchor {
 public:
  explicit MemoryAnchor(std::shared_ptr<MemoryAnchorFile> file) : file_(std::move(file)) {}

  absl::StatusOr<std::optional<AnchorPoint>> Read() override;
  absl::Status Write(const AnchorPoint& point) override;

 private:
  const std::shared_ptr<MemoryAnchorFile> file_;
};

}  // namespace cardledger::storage
