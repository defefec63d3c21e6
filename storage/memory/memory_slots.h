#pragma once

// A SlotFile over memory that outlives it, for tests and simulation. MemorySlotDisk is the file:
// tests make it, copy, change or lose its content, and program failures (faults(): kSlotRead,
// kSlotWrite). Any thread. Every write is durable at once; a write of several slots that fails
// leaves as many of them written as the test chooses.

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"

#include "base/mutex.h"
#include "storage/memory/memory_faults.h"
#include "storage/slot_file.h"

namespace cardledger::storage {

class MemorySlotDisk {
 public:
  std::string content() const;
  // Behind the back of whoever uses the file: an old copy, another file; empty: lost.
  void SetContent(std::string content);
  // The next write writes its first `slots` and answers UNAVAILABLE.
  void FailNextWriteAfter(size_t slots);

  MemoryFaults& faults() { return faults_; }

 private:
  friend class MemorySlots;

  MemoryFaults faults_;
  mutable base::Mutex mutex_;
  std::string content_ ABSL_GUARDED_BY(mutex_);
  std::optional<size_t> fail_after_ ABSL_GUARDED_BY(mutex_);
};

class MemorySlots : public SlotFile {
 public:
  explicit MemorySlots(std::shared_ptr<MemorySlotDisk> disk) : disk_(std::move(disk)) {}

  absl::StatusOr<uint64_t> Count() const override;
  absl::StatusOr<std::string> Read(uint64_t first, size_t count) const override;
  absl::Status Write(std::span<const Slot> slots) override;
  absl::Status Replace(absl::string_view whole) override;

 private:
  const std::shared_ptr<MemorySlotDisk> disk_;
};

}  // namespace cardledger::storage
