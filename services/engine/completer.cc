#include "services/engine/completer.h"

#include <utility>

namespace cardledger::engine {

void Completer::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Completer::Stop() {
  if (!thread_.joinable()) return;
  {
    const base::MutexLock lock(mutex_);
    stopping_ = true;
    filled_.NotifyAll();
  }
  thread_.join();
}

void Completer::Complete(Work work) {
  if (!thread_.joinable()) {
    Do(work);
    return;
  }
  {
    const base::MutexLock lock(mutex_);
    waiting_.push_back(std::move(work));
  }
  filled_.NotifyOne();  // outside the lock: who wakes up would only wait for it
}

void Completer::Run() {
  while (true) {
    std::deque<Work> taken;
    {
      const base::MutexLock lock(mutex_);
      while (waiting_.empty() && !stopping_) filled_.Wait(mutex_);
      if (waiting_.empty()) return;
      taken.swap(waiting_);
    }
    for (Work& work : taken) Do(work);
  }
}

void Completer::Do(Work& work) {
  for (absl::AnyInvocable<void()>& answer : work.answers) answer();
  const base::MutexLock lock(listeners_mutex_);
  for (auto& [handle, listener] : listeners_) listener(work.position);
}

uint64_t Completer::Subscribe(std::function<void(uint64_t position)> listener) {
  const base::MutexLock lock(listeners_mutex_);
  const uint64_t handle = next_handle_++;
  listeners_[handle] = std::move(listener);
  return handle;
}

void Completer::Unsubscribe(uint64_t handle) {
  const base::MutexLock lock(listeners_mutex_);
  listeners_.erase(handle);
}

}  // namespace cardledger::engine
