#pragma once

// The streams of one kind that are open now, so that their number is bounded and a server that
// stops can ask them to end. A stream adds itself when it begins and removes itself in OnDone.
// Drain holds the lock while it asks, so a stream cannot go away meanwhile; a stream therefore
// must not hold its own lock when it calls Add or Remove. Any thread.

#include <cstddef>
#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "base/mutex.h"

namespace cardledger::rpc {

// After so long it is asked again who has a stream open and what they may: a token may have
// expired, or a day begun on which a right no longer counts, though nothing has come and no entry
// was written.
inline constexpr int64_t kAskAgainUs = 60LL * 1'000'000;

class OpenStream {
 public:
  virtual ~OpenStream() = default;

  // Asks the stream to take nothing more in, answer what it has taken, and end. Returns at once.
  virtual void Drain() = 0;
  // Asked now and then. Cuts the stream off where its client has taken nothing for too long
  // (limits.h kSlowReaderUsMax), and where nothing else has for kAskAgainUs sees to it that whoever
  // opened it may still have it open. `now_us` is monotonic. Returns at once.
  virtual void LookAfter(int64_t now_us) = 0;
};

// Why a stream was cut off; RESOURCE_EXHAUSTED (SLOW_READER), for the log: the client sees
// CANCELLED, since nothing else gets past what it does not take.
absl::Status SlowReader();

class OpenStreams {
 public:
  // `full_reason` is the reason of the error when `most` are open.
  OpenStreams(size_t most, absl::string_view full_reason)
      : most_(most), full_reason_(full_reason) {}

  // UNAVAILABLE when too many are open (the reason given) or the server stops (STOPPING): the
  // stream then ends itself, and Remove changes nothing.
  absl::Status Add(OpenStream* stream);
  void Remove(OpenStream* stream);

  // From now on Add refuses; asks every open stream to end.
  void Drain();
  // Tells each open stream to look after itself.
  void LookAfter(int64_t now_us);

  size_t count() const;

 private:
  const size_t most_;
  const absl::string_view full_reason_;
  mutable base::Mutex mutex_;
  absl::flat_hash_set<OpenStream*> open_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace cardledger::rpc
