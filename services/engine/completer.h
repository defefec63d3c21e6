#pragma once

// Answers callers off the engine's thread and outside its locks, batch after batch in order, then
// tells the listeners. Without a thread (tests) it does so inside Complete.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"

#include "base/mutex.h"

namespace cardledger::engine {

class Completer {
 public:
  // What a batch leaves to be done; `position` as published.
  struct Work {
    std::vector<absl::AnyInvocable<void()>> answers;
    uint64_t position = 0;
  };

  ~Completer() { Stop(); }

  void Start();
  // Finishes what was given, then ends the thread. Idempotent.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  void Complete(Work work) ABSL_LOCKS_EXCLUDED(mutex_);

  uint64_t Subscribe(std::function<void(uint64_t position)> listener)
      ABSL_LOCKS_EXCLUDED(listeners_mutex_);
  // Waits for a call under way.
  void Unsubscribe(uint64_t handle) ABSL_LOCKS_EXCLUDED(listeners_mutex_);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  void Do(Work& work) ABSL_LOCKS_EXCLUDED(listeners_mutex_);

  std::thread thread_;
  base::Mutex mutex_;
  base::CondVar filled_;
  std::deque<Work> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  // Held while listeners are called, so that Unsubscribe can promise that none is called after it.
  base::Mutex listeners_mutex_;
  std::map<uint64_t, std::function<void(uint64_t)>> listeners_ ABSL_GUARDED_BY(listeners_mutex_);
  uint64_t next_handle_ ABSL_GUARDED_BY(listeners_mutex_) = 1;
};

}  // namespace cardledger::engine
