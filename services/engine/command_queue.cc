#include "services/engine/command_queue.h"

#include <iterator>
#include <utility>

namespace cardledger::engine {

CommandQueue::PutResult CommandQueue::PutInteractive(InteractiveWork& work) {
  bool was_empty = false;
  {
    const base::MutexLock lock(mutex_);
    if (closed_) return PutResult::kClosed;
    if (interactive_.size() >= interactive_max_) return PutResult::kFull;
    was_empty = interactive_.empty();
    interactive_.push_back(std::move(work));
  }
  // Outside the lock: who wakes up would only wait for it.
  if (was_empty) filled_.NotifyOne();
  return PutResult::kTaken;
}

CommandQueue::PutResult CommandQueue::PutBulk(std::unique_ptr<BulkWork>& work) {
  work->outcomes.reserve(work->rows.size());
  bool was_empty = false;
  {
    const base::MutexLock lock(mutex_);
    if (closed_) return PutResult::kClosed;
    if (bulk_.size() >= bulk_max_) return PutResult::kFull;
    was_empty = bulk_.empty();
    bulk_.push_back(std::move(work));
  }
  if (was_empty) filled_.NotifyOne();
  return PutResult::kTaken;
}

void CommandQueue::TakeAll(std::deque<InteractiveWork>& interactive,
                           std::deque<std::unique_ptr<BulkWork>>& bulk) {
  const base::MutexLock lock(mutex_);
  std::move(interactive_.begin(), interactive_.end(), std::back_inserter(interactive));
  std::move(bulk_.begin(), bulk_.end(), std::back_inserter(bulk));
  interactive_.clear();
  bulk_.clear();
}

void CommandQueue::WaitForWork(std::chrono::milliseconds at_most) {
  const base::MutexLock lock(mutex_);
  if (interactive_.empty() && bulk_.empty() && !closed_) filled_.WaitFor(mutex_, at_most);
}

void CommandQueue::Close() {
  const base::MutexLock lock(mutex_);
  closed_ = true;
  filled_.NotifyAll();
}

bool CommandQueue::closed() const {
  const base::MutexLock lock(mutex_);
  return closed_;
}

}  // namespace cardledger::engine
