#include "base/periodic_task.h"

#include <utility>

namespace cardledger::base {

PeriodicTask::PeriodicTask(std::chrono::milliseconds every, std::function<void()> run)
    : every_(every), run_(std::move(run)), thread_([this] { Run(); }) {}

PeriodicTask::~PeriodicTask() {
  {
    const MutexLock lock(mutex_);
    stop_ = true;
  }
  stop_changed_.NotifyAll();
  thread_.join();
}

void PeriodicTask::Run() {
  do {
    run_();
  } while (WaitForNext());
  run_();
}

bool PeriodicTask::WaitForNext() {
  const auto until = std::chrono::steady_clock::now() + every_;
  const MutexLock lock(mutex_);
  while (!stop_) {
    const auto left = until - std::chrono::steady_clock::now();
    if (left <= std::chrono::steady_clock::duration::zero()) return true;
    stop_changed_.WaitFor(mutex_, std::chrono::ceil<std::chrono::milliseconds>(left));
  }
  return false;
}

}  // namespace cardledger::base
