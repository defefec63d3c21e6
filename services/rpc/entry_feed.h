#pragma once

// Wakes streams of entries when the journal has grown. One subscription to the engine for all of
// them; a stream waits here only when it has sent everything, so that a slow one costs nothing.
// Wake is called from the engine's completing thread, outside this class's lock, exactly once for
// each successful Wait that was not cancelled. Any thread.

#include <cstdint>
#include <vector>

#include "absl/base/thread_annotations.h"

#include "base/mutex.h"
#include "services/engine/engine.h"

namespace cardledger::rpc {

class EntryFeed {
 public:
  class Waiter {
   public:
    virtual ~Waiter() = default;
    // Quick; hands its work on.
    virtual void Wake() = 0;
  };

  explicit EntryFeed(engine::Engine& engine);
  ~EntryFeed();
  EntryFeed(const EntryFeed&) = delete;
  EntryFeed& operator=(const EntryFeed&) = delete;

  // False, without waiting, when the journal has more than `position` entries already.
  [[nodiscard]] bool Wait(uint64_t position, Waiter* waiter);
  // Whether `waiter` waited and will now not be woken.
  [[nodiscard]] bool Cancel(Waiter* waiter);

 private:
  void Publish(uint64_t position);

  engine::Engine& engine_;
  base::Mutex mutex_;
  uint64_t position_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<Waiter*> waiters_ ABSL_GUARDED_BY(mutex_);
  uint64_t subscription_;
};

}  // namespace cardledger::rpc
