#pragma once

// Holds the store's writes while a test looks at what happens meanwhile. Closed at first once Hold
// was called; the engine then waits inside its next write. Any thread.

#include "absl/base/thread_annotations.h"

#include "base/mutex.h"
#include "storage/memory/memory_disk.h"

namespace cardledger::tests {

class WriteGate {
 public:
  explicit WriteGate(storage::MemoryDisk& disk) : disk_(disk) {
    disk_.faults().SetCallback([this](storage::CallKind kind) {
      if (kind == storage::CallKind::kApply) Pass();
      return storage::FaultDecision();
    });
  }
  ~WriteGate() {
    Open();
    disk_.faults().Clear();
  }

  void Close() {
    const base::MutexLock lock(mutex_);
    open_ = false;
  }
  void Open() {
    const base::MutexLock lock(mutex_);
    open_ = true;
    changed_.NotifyAll();
  }
  // Until the engine stands before the closed gate.
  void AwaitWriter() {
    const base::MutexLock lock(mutex_);
    while (!waiting_) changed_.Wait(mutex_);
  }

 private:
  void Pass() {
    const base::MutexLock lock(mutex_);
    waiting_ = true;
    changed_.NotifyAll();
    while (!open_) changed_.Wait(mutex_);
    waiting_ = false;
  }

  storage::MemoryDisk& disk_;
  base::Mutex mutex_;
  base::CondVar changed_;
  bool open_ ABSL_GUARDED_BY(mutex_) = true;
  bool waiting_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace cardledger::tests
