#pragma once

// A few threads for reads that take long: lists and streams of entries. They run here so that no
// gRPC or engine thread waits for them. The queue is bounded; a full one is the caller's
// UNAVAILABLE (READERS_BUSY). Any thread may add work; jobs must not block on other jobs. Stop,
// which the destructor calls too, runs what was taken in and ends the threads.

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"

#include "base/mutex.h"

namespace cardledger::rpc {

class ReaderPool {
 public:
  using Job = absl::AnyInvocable<void()>;

  ReaderPool(size_t threads, size_t queue_max);
  ~ReaderPool() { Stop(); }
  ReaderPool(const ReaderPool&) = delete;
  ReaderPool& operator=(const ReaderPool&) = delete;

  // False, without taking `job`, when the queue is full or the pool has been stopped.
  [[nodiscard]] bool TryRun(Job job);
  // Takes `job` in any case; for those whose number is bounded elsewhere. False once stopped.
  [[nodiscard]] bool Run(Job job);

  void Stop();

  // Jobs that wait.
  size_t waiting() const;

 private:
  void Work();

  const size_t queue_max_;
  mutable base::Mutex mutex_;
  base::CondVar changed_;
  std::deque<Job> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;  // touched by the constructor and Stop alone
};

}  // namespace cardledger::rpc
