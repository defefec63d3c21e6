#include "clients/cpp/retry.h"

#include <algorithm>
#include <random>

#include "absl/time/clock.h"

#include "clients/cpp/client_error.h"

namespace cardledger::client {

RetryEnvironment SystemRetryEnvironment() {
  return {.now = [] { return absl::Now(); },
          .sleep = [](absl::Duration wait) { absl::SleepFor(wait); },
          .random = [] { return static_cast<uint32_t>(std::random_device()()); },
          .on_retry = nullptr};
}

Backoff::Backoff(const RetryPolicy& policy, const RetryEnvironment& environment)
    : policy_(policy), environment_(environment), next_(policy.backoff_first) {}

namespace {

// Unavailable, or so often that the ledger names a time to come back. RESOURCE_EXHAUSTED without
// one is a message that is too large.
bool IsForLater(const absl::Status& failed, const std::optional<absl::Duration>& asked) {
  return absl::IsUnavailable(failed) || (absl::IsResourceExhausted(failed) && asked);
}

}  // namespace

bool Backoff::WaitAfter(const absl::Status& failed, absl::Time deadline) {
  const std::optional<absl::Duration> asked = DecodeError(failed).retry_after;
  if (!IsForLater(failed, asked)) return false;
  // Half of the wait is fixed and half chance, so that clients that failed together come back
  // apart.
  const int64_t permille = environment_.random() % 1000;
  absl::Duration wait = next_ / 2 + next_ / 2 * permille / 1000;
  if (asked) wait = std::max(wait, *asked);
  if (environment_.now() + wait >= deadline) return false;
  if (environment_.on_retry) environment_.on_retry(failed, wait);
  environment_.sleep(wait);
  next_ = std::min(next_ * 2, policy_.backoff_max);
  return true;
}

absl::Status CallWithRetry(const RetryPolicy& policy, const RetryEnvironment& environment,
                           absl::Time deadline,
                           absl::FunctionRef<absl::Status(absl::Duration)> attempt) {
  Backoff backoff(policy, environment);
  while (true) {
    absl::Status status = attempt(deadline - environment.now());
    if (status.ok() || !backoff.WaitAfter(status, deadline)) return status;
  }
}

}  // namespace cardledger::client
