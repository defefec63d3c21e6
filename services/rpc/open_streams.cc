#include "services/rpc/open_streams.h"

#include "services/engine/errors.h"
#include "services/rpc/reasons.h"

namespace cardledger::rpc {

absl::Status SlowReader() {
  return engine::WithReason(
      absl::ResourceExhaustedError("the client took nothing of the stream for too long"),
      kReasonSlowReader);
}

absl::Status OpenStreams::Add(OpenStream* stream) {
  base::MutexLock lock(mutex_);
  if (draining_) {
    return engine::WithReason(absl::UnavailableError("the server stops"), engine::kReasonStopping);
  }
  if (open_.size() >= most_) {
    return engine::WithReason(absl::UnavailableError("too many streams are open"), full_reason_);
  }
  open_.insert(stream);
  return absl::OkStatus();
}

void OpenStreams::Remove(OpenStream* stream) {
  base::MutexLock lock(mutex_);
  open_.erase(stream);
}

void OpenStreams::Drain() {
  base::MutexLock lock(mutex_);
  draining_ = true;
  for (OpenStream* stream : open_) stream->Drain();
}

void OpenStreams::LookAfter(int64_t now_us) {
  base::MutexLock lock(mutex_);
  for (OpenStream* stream : open_) stream->LookAfter(now_us);
}

size_t OpenStreams::count() const {
  base::MutexLock lock(mutex_);
  return open_.size();
}

}  // namespace cardledger::rpc
