#pragma once

// What waits for the engine: two bounded lanes. Any thread puts; the engine's thread takes. Closing
// lets what waits be taken and turns away the rest.

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"

#include "base/mutex.h"
#include "services/engine/engine.h"

namespace cardledger::engine {

struct InteractiveWork {
  std::optional<domain::Command> command;  // nullopt: no ledger work, only the way here and back
  int64_t deadline_us = kNoDeadline;
  OutcomeCallback done;
};

struct BulkWork {
  std::vector<domain::Command> rows;
  // Of the rows decided so far; reserved, so that they keep their place.
  std::vector<Outcome> outcomes;
  // So many of the outcomes are of earlier batches, which are written: they stand.
  size_t standing = 0;
  BulkCallback done;
  // The ledger's own steps, which go before what others sent.
  bool own_steps = false;
};

class CommandQueue {
 public:
  enum class PutResult { kTaken, kFull, kClosed };

  CommandQueue(size_t interactive_max, size_t bulk_max)
      : interactive_max_(interactive_max), bulk_max_(bulk_max) {}

  // On anything but kTaken the work stays the caller's.
  PutResult PutInteractive(InteractiveWork& work) ABSL_LOCKS_EXCLUDED(mutex_);
  PutResult PutBulk(std::unique_ptr<BulkWork>& work) ABSL_LOCKS_EXCLUDED(mutex_);

  // Moves to the ends of the two deques what one batch can use: as many commands as make
  // limits.h kInteractivePerBatchMax, and chunks until kBulkRowsPerBatchMax rows wait undecided.
  // The rest stays here and is counted, or the bounds would bound nothing.
  void TakeForBatch(std::deque<InteractiveWork>& interactive,
                    std::deque<std::unique_ptr<BulkWork>>& bulk) ABSL_LOCKS_EXCLUDED(mutex_);

  // Returns when work waits, the queue is closed, or the time is up.
  void WaitForWork(std::chrono::milliseconds at_most) ABSL_LOCKS_EXCLUDED(mutex_);

  Waiting waiting() const ABSL_LOCKS_EXCLUDED(mutex_);

  void Close() ABSL_LOCKS_EXCLUDED(mutex_);
  bool closed() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  const size_t interactive_max_;
  const size_t bulk_max_;
  mutable base::Mutex mutex_;
  base::CondVar filled_;
  std::deque<InteractiveWork> interactive_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::unique_ptr<BulkWork>> bulk_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace cardledger::engine
