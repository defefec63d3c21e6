#include "services/rpc/entry_feed.h"

#include <algorithm>
#include <utility>

namespace cardledger::rpc {

// Subscribed before the position is read: what is published between the two is seen by either.
EntryFeed::EntryFeed(engine::Engine& engine)
    : engine_(engine),
      subscription_(engine.Subscribe([this](uint64_t position) { Publish(position); })) {
  Publish(engine_.view()->position);
}

EntryFeed::~EntryFeed() { engine_.Unsubscribe(subscription_); }

bool EntryFeed::Wait(uint64_t position, Waiter* waiter) {
  base::MutexLock lock(mutex_);
  if (position_ > position) return false;
  waiters_.push_back(waiter);
  return true;
}

bool EntryFeed::Cancel(Waiter* waiter) {
  base::MutexLock lock(mutex_);
  const auto found = std::find(waiters_.begin(), waiters_.end(), waiter);
  if (found == waiters_.end()) return false;
  waiters_.erase(found);
  return true;
}

void EntryFeed::Publish(uint64_t position) {
  std::vector<Waiter*> woken;
  {
    base::MutexLock lock(mutex_);
    position_ = std::max(position_, position);
    woken = std::exchange(waiters_, {});
  }
  for (Waiter* waiter : woken) waiter->Wake();
}

}  // namespace cardledger::rpc
