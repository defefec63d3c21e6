#pragma once

// How much one caller may do, asked once for every call, when it is known who calls: so many calls
// a second with a burst (a token bucket), so many at once, so many open streams. By the caller's
// subject: a person who comes through a portal is that person. What is over it is
// RESOURCE_EXHAUSTED (RATE_LIMITED, CALLER_BUSY, STREAMS_OF_CALLER_FULL) with the time after which
// to try again; nothing of the call has been done. Callers that have been idle for seconds are
// forgotten, which changes nothing for them. A known caller costs a lock of one shard and no
// memory. Any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "base/mutex.h"
#include "services/domain/limits.h"
#include "services/engine/clock.h"
#include "services/rpc/caller.h"

namespace cardledger::rpc {

struct CallBounds {
  int32_t calls_per_second = 0;
  int32_t burst = 0;
  int32_t in_flight = 0;
  int32_t streams = 0;
};

struct LimitRules {
  CallBounds person = {.calls_per_second = domain::kPersonCallsPerSecond,
                       .burst = domain::kPersonCallsBurst,
                       .in_flight = domain::kPersonCallsInFlight,
                       .streams = domain::kPersonStreams};
  // Who acts as a system: issuer_system, partner_system.
  CallBounds system = {.calls_per_second = domain::kSystemCallsPerSecond,
                       .burst = domain::kSystemCallsBurst,
                       .in_flight = domain::kSystemCallsInFlight,
                       .streams = domain::kSystemStreams};
  // Systems with a number of their own, by subject.
  std::map<std::string, int32_t, std::less<>> calls_per_second;
};

class CallerLimits {
  struct Known;
  struct Shard;

 public:
  // What a call holds until GiveBack. Value type.
  class Use {
   private:
    friend class CallerLimits;
    Shard* shard_ = nullptr;
    Known* caller_ = nullptr;
    bool streams_ = false;
  };

  // `clock` outlives this.
  CallerLimits(LimitRules rules, const engine::Clock& clock);
  ~CallerLimits();

  // One call of `caller`; `streams` where it stays open.
  absl::StatusOr<Use> Take(const Caller& caller, bool streams);
  // Exactly once for each that was taken.
  static void GiveBack(const Use& use);

  // How many callers are remembered.
  size_t remembered() const;

 private:
  static constexpr size_t kShards = 16;

  CallBounds BoundsOf(const Caller& caller) const;
  static void Forget(Shard& shard, int64_t now_us);

  const LimitRules rules_;
  const engine::Clock& clock_;
  const std::unique_ptr<std::array<Shard, kShards>> shards_;
};

}  // namespace cardledger::rpc
