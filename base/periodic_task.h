#pragma once

// A thread that does one small thing again and again: when it begins, after each interval, and once
// more when it ends. For what has to be looked at from time to time and has nobody who calls.

#include <chrono>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"

#include "base/mutex.h"

namespace cardledger::base {

class PeriodicTask {
 public:
  // `run` is called on the thread alone; it may block, and the next interval begins after it.
  PeriodicTask(std::chrono::milliseconds every, std::function<void()> run);
  ~PeriodicTask();  // waits for the last run
  PeriodicTask(const PeriodicTask&) = delete;
  PeriodicTask& operator=(const PeriodicTask&) = delete;

 private:
  void Run();
  // False when there is to be no further run but the last.
  bool WaitForNext();

  const std::chrono::milliseconds every_;
  const std::function<void()> run_;
  Mutex mutex_;
  CondVar stop_changed_;
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace cardledger::base
