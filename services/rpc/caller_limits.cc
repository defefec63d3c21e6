#include "services/rpc/caller_limits.h"

#include <algorithm>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"

#include "services/engine/errors.h"
#include "services/rpc/reasons.h"
#include "services/rpc/status_mapping.h"

namespace cardledger::rpc {
namespace {

constexpr int64_t kMicro = 1'000'000;  // calls are counted in millionths: refills are small
constexpr int64_t kBusyRetryMs = 200;
constexpr int64_t kStreamsRetryMs = 5'000;

absl::Status Refused(absl::string_view reason, const std::string& message, int64_t retry_ms) {
  return WithRetryAfter(engine::WithReason(absl::ResourceExhaustedError(message), reason),
                        retry_ms);
}

absl::Status TooFast(const CallBounds& bounds, int64_t missing_micro) {
  const int64_t wait_us = missing_micro / bounds.calls_per_second + 1;
  return Refused(
      kReasonRateLimited,
      absl::StrCat("This caller may make ", bounds.calls_per_second, " calls a second, and ",
                   bounds.burst,
                   " at once after a pause. Nothing was done: send the call again later, "
                   "with the same request id."),
      wait_us / 1'000 + 1);
}

absl::Status TooMany(const CallBounds& bounds) {
  return Refused(kReasonCallerBusy,
                 absl::StrCat("This caller may have ", bounds.in_flight,
                              " calls under way at once. Nothing was done: send the call again "
                              "later, with the same request id."),
                 kBusyRetryMs);
}

absl::Status TooManyStreams(const CallBounds& bounds) {
  return Refused(kReasonStreamsOfCallerFull,
                 absl::StrCat("This caller may have ", bounds.streams,
                              " streams open at once. Nothing was done: end one, or try again "
                              "later."),
                 kStreamsRetryMs);
}

}  // namespace

struct CallerLimits::Known {
  int64_t micro = 0;  // calls that may be made now, in millionths
  int64_t seen_us = 0;
  int64_t full_us = 0;  // when there are as many as there may be
  int32_t in_flight = 0;
  int32_t streams = 0;
};

struct CallerLimits::Shard {
  base::Mutex mutex;
  // By address, which a call keeps.
  absl::flat_hash_map<std::string, std::unique_ptr<Known>> callers ABSL_GUARDED_BY(mutex);
};

CallerLimits::CallerLimits(LimitRules rules, const engine::Clock& clock)
    : rules_(std::move(rules)),
      clock_(clock),
      shards_(std::make_unique<std::array<Shard, kShards>>()) {}

CallerLimits::~CallerLimits() = default;

CallBounds CallerLimits::BoundsOf(const Caller& caller) const {
  const bool is_system = caller.roles.Has(journal::v1::ROLE_ISSUER_SYSTEM) ||
                         caller.roles.Has(journal::v1::ROLE_PARTNER_SYSTEM);
  if (const auto own = rules_.calls_per_second.find(caller.subject);
      own != rules_.calls_per_second.end()) {
    CallBounds bounds = rules_.system;
    bounds.calls_per_second = own->second;
    bounds.burst = own->second * domain::kBurstSeconds;
    return bounds;
  }
  return is_system ? rules_.system : rules_.person;
}

absl::StatusOr<CallerLimits::Use> CallerLimits::Take(const Caller& caller, bool streams) {
  const CallBounds bounds = BoundsOf(caller);
  const int64_t now_us = clock_.MonotonicMicroseconds();
  const int64_t full = bounds.burst * kMicro;
  Shard& shard = (*shards_)[absl::HashOf(caller.subject) % kShards];
  const base::MutexLock lock(shard.mutex);
  auto found = shard.callers.find(caller.subject);
  if (found == shard.callers.end()) {
    if (shard.callers.size() >= domain::kCallersRememberedMax / kShards) Forget(shard, now_us);
    found = shard.callers.emplace(caller.subject, std::make_unique<Known>()).first;
    found->second->micro = full;
    found->second->seen_us = now_us;
  }
  Known& known = *found->second;
  if (streams && known.streams >= bounds.streams) return TooManyStreams(bounds);
  if (!streams && known.in_flight >= bounds.in_flight) return TooMany(bounds);
  const int64_t refill_us = std::min(now_us - known.seen_us, full);  // keeps the product small
  known.micro = std::min(full, known.micro + refill_us * bounds.calls_per_second);
  known.seen_us = now_us;
  if (known.micro < kMicro) return TooFast(bounds, kMicro - known.micro);
  known.micro -= kMicro;
  known.full_us = now_us + (full - known.micro) / bounds.calls_per_second + 1;
  ++(streams ? known.streams : known.in_flight);
  Use use;
  use.shard_ = &shard;
  use.caller_ = &known;
  use.streams_ = streams;
  return use;
}

void CallerLimits::GiveBack(const Use& use) {
  if (use.shard_ == nullptr) return;
  const base::MutexLock lock(use.shard_->mutex);
  --(use.streams_ ? use.caller_->streams : use.caller_->in_flight);
}

// Those whose bucket is full again; where there are none, so that the bound holds, all that have
// nothing under way: they get a full one too soon.
void CallerLimits::Forget(Shard& shard, int64_t now_us) ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex) {
  const auto is_idle = [](const Known& known) {
    return known.in_flight == 0 && known.streams == 0;
  };
  const size_t before = shard.callers.size();
  absl::erase_if(shard.callers, [&](const auto& each) {
    return is_idle(*each.second) && each.second->full_us <= now_us;
  });
  if (shard.callers.size() < before) return;
  absl::erase_if(shard.callers, [&](const auto& each) { return is_idle(*each.second); });
}

size_t CallerLimits::remembered() const {
  size_t count = 0;
  for (Shard& shard : *shards_) {
    const base::MutexLock lock(shard.mutex);
    count += shard.callers.size();
  }
  return count;
}

}  // namespace cardledger::rpc
