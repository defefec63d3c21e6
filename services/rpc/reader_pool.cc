#include "services/rpc/reader_pool.h"

#include <utility>

namespace cardledger::rpc {

ReaderPool::ReaderPool(size_t threads, size_t queue_max) : queue_max_(queue_max) {
  threads_.reserve(threads);
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

bool ReaderPool::TryRun(Job job) {
  base::MutexLock lock(mutex_);
  if (stopping_ || queue_.size() >= queue_max_) return false;
  queue_.push_back(std::move(job));
  changed_.NotifyOne();
  return true;
}

bool ReaderPool::Run(Job job) {
  base::MutexLock lock(mutex_);
  if (stopping_) return false;
  queue_.push_back(std::move(job));
  changed_.NotifyOne();
  return true;
}

void ReaderPool::Stop() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

size_t ReaderPool::waiting() const {
  base::MutexLock lock(mutex_);
  return queue_.size();
}

void ReaderPool::Work() {
  while (true) {
    Job job;
    {
      base::MutexLock lock(mutex_);
      while (queue_.empty() && !stopping_) changed_.Wait(mutex_);
      if (queue_.empty()) return;
      job = std::move(queue_.front());
      queue_.pop_front();
    }
    job();
  }
}

}  // namespace cardledger::rpc
