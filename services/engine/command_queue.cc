#include "services/engine/command_queue.h"

#include <utility>

#include "services/domain/limits.h"

namespace cardledger::engine {
namespace {

size_t UndecidedRows(const BulkWork& work) { return work.rows.size() - work.outcomes.size(); }

}  // namespace

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

void CommandQueue::TakeForBatch(std::deque<InteractiveWork>& interactive,
                                std::deque<std::unique_ptr<BulkWork>>& bulk) {
  size_t rows = 0;
  for (const std::unique_ptr<BulkWork>& work : bulk) rows += UndecidedRows(*work);
  const base::MutexLock lock(mutex_);
  while (!interactive_.empty() && interactive.size() < domain::kInteractivePerBatchMax) {
    interactive.push_back(std::move(interactive_.front()));
    interactive_.pop_front();
  }
  while (!bulk_.empty() && rows < domain::kBulkRowsPerBatchMax) {
    rows += UndecidedRows(*bulk_.front());
    bulk.push_back(std::move(bulk_.front()));
    bulk_.pop_front();
  }
}

void CommandQueue::WaitForWork(std::chrono::milliseconds at_most) {
  const base::MutexLock lock(mutex_);
  if (interactive_.empty() && bulk_.empty() && !closed_) filled_.WaitFor(mutex_, at_most);
}

Waiting CommandQueue::waiting() const {
  const base::MutexLock lock(mutex_);
  return {.interactive = interactive_.size(), .bulk = bulk_.size()};
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
