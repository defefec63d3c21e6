#pragma once

// Programmable failures of the memory twin. A test says which call fails and how: the n-th call of
// a kind from now (FailCall), or whatever a callback decides (SetCallback). Consulted by the memory
// store, anchor and slots before each call, outside their locks. Any thread.
// It only decides; what a decision does to the data is said in memory_disk.h,
// memory_anchor.h and memory_slots.h.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"

#include "base/mutex.h"

namespace cardledger::storage {

enum class CallKind {
  kOpen,
  kOpenWriter,
  kApply,
  kMultiGet,
  kScan,
  kClose,
  kAnchorRead,
  kAnchorWrite,
  kSlotRead,
  kSlotWrite,
};
inline constexpr size_t kCallKinds = 10;

enum class ApplyFault {
  kNone,
  kNothingWritten,   // kFailedNothingWritten
  kFenced,           // kFenced
  kUnknownWritten,   // kUnknown; durable, seen from the next open on
  kUnknownUnsynced,  // kUnknown; seen from the next open on unless a power cut takes it first
  kUnknownLost,      // kUnknown; never written
};

struct FaultDecision {
  absl::Status status;  // what a failing call other than Apply returns; OK: the call goes on
  ApplyFault apply = ApplyFault::kNone;
};

class MemoryFaults {
 public:
  using Callback = std::function<FaultDecision(CallKind)>;

  // Fails one call of `kind`: the next one, or the one after `calls_before` more.
  void FailCall(CallKind kind, absl::Status status, uint64_t calls_before = 0);
  void FailApply(ApplyFault fault, uint64_t calls_before = 0);

  // Asked for each call that no FailCall speaks of; an empty function ends that. It runs without
  // any lock of the store and may use the disk.
  void SetCallback(Callback callback);

  // Forgets planned failures and the callback; the counts stay.
  void Clear();

  // Calls of `kind` so far, failed ones included.
  uint64_t calls(CallKind kind) const;

  // For the store, the anchor and the slots: counts the call and says what becomes of it.
  FaultDecision Decide(CallKind kind);

 private:
  struct Planned {
    CallKind kind = CallKind::kOpen;
    uint64_t at = 0;  // the count of calls of its kind that it fails
    FaultDecision decision;
  };

  void Plan(CallKind kind, uint64_t calls_before, FaultDecision decision);

  mutable base::Mutex mutex_;
  std::array<uint64_t, kCallKinds> calls_ ABSL_GUARDED_BY(mutex_) = {};
  std::vector<Planned> planned_ ABSL_GUARDED_BY(mutex_);
  Callback callback_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cardledger::storage
