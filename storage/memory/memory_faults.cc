#include "storage/memory/memory_faults.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace cardledger::storage {

void MemoryFaults::FailCall(CallKind kind, absl::Status status, uint64_t calls_before) {
  CARDLEDGER_CHECK(kind != CallKind::kApply, "Apply fails by FailApply");
  CARDLEDGER_CHECK(!status.ok(), "a failure needs an error");
  Plan(kind, calls_before, {.status = std::move(status), .apply = ApplyFault::kNone});
}

void MemoryFaults::FailApply(ApplyFault fault, uint64_t calls_before) {
  Plan(CallKind::kApply, calls_before, {.status = absl::OkStatus(), .apply = fault});
}

void MemoryFaults::Plan(CallKind kind, uint64_t calls_before, FaultDecision decision) {
  base::MutexLock lock(mutex_);
  const uint64_t at = calls_[static_cast<size_t>(kind)] + calls_before + 1;
  planned_.push_back({.kind = kind, .at = at, .decision = std::move(decision)});
}

void MemoryFaults::SetCallback(Callback callback) {
  base::MutexLock lock(mutex_);
  callback_ = std::move(callback);
}

void MemoryFaults::Clear() {
  base::MutexLock lock(mutex_);
  planned_.clear();
  callback_ = nullptr;
}

uint64_t MemoryFaults::calls(CallKind kind) const {
  base::MutexLock lock(mutex_);
  return calls_[static_cast<size_t>(kind)];
}

FaultDecision MemoryFaults::Decide(CallKind kind) {
  Callback callback;
  {
    base::MutexLock lock(mutex_);
    const uint64_t count = ++calls_[static_cast<size_t>(kind)];
    const auto found = std::find_if(planned_.begin(), planned_.end(), [&](const Planned& planned) {
      return planned.kind == kind && planned.at == count;
    });
    if (found != planned_.end()) {
      FaultDecision decision = std::move(found->decision);
      planned_.erase(found);
      return decision;
    }
    callback = callback_;
  }
  return callback ? callback(kind) : FaultDecision{};
}

}  // namespace cardledger::storage
