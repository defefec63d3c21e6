#pragma once

// When to try again: after UNAVAILABLE, and after RESOURCE_EXHAUSTED where the ledger says when to
// come back. It promises that the same request id is then safe. Waits grow, are spread by chance,
// honour the server's RetryInfo, and never pass the total deadline. Clock, sleep and chance come
// from outside, so that tests need no waiting.

#include <cstdint>
#include <functional>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace cardledger::client {

struct RetryPolicy {
  absl::Duration backoff_first = absl::Milliseconds(100);
  absl::Duration backoff_max = absl::Seconds(5);
};

struct RetryEnvironment {
  std::function<absl::Time()> now;
  std::function<void(absl::Duration)> sleep;
  std::function<uint32_t()> random;
  // Called before each wait, with what failed and how long the wait is. May be empty.
  std::function<void(const absl::Status& failed, absl::Duration wait)> on_retry;
};

// The machine's clock, sleep and random numbers.
RetryEnvironment SystemRetryEnvironment();

// The waits of one call, in order. Not safe from several threads.
class Backoff {
 public:
  Backoff(const RetryPolicy& policy, const RetryEnvironment& environment);

  // Waits before the next try after `failed` and returns true; false, without waiting, where
  // `failed` is not to be tried again or the wait would reach `deadline`.
  bool WaitAfter(const absl::Status& failed, absl::Time deadline);
  // After progress: the next wait is a first one again.
  void Reset() { next_ = policy_.backoff_first; }

 private:
  RetryPolicy policy_;
  const RetryEnvironment& environment_;
  absl::Duration next_;
};

// Runs `attempt` until it succeeds, fails with what is not to be tried again, or `deadline` comes
// too near. `attempt` is given the time that is left. Returns the last status.
absl::Status CallWithRetry(const RetryPolicy& policy, const RetryEnvironment& environment,
                           absl::Time deadline,
                           absl::FunctionRef<absl::Status(absl::Duration)> attempt);

}  // namespace cardledger::client
