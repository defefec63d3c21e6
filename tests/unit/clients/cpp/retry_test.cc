#include "clients/cpp/retry.h"

#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

#include "clients/cpp/client_error.h"

namespace cardledger::client {
namespace {

using ::testing::ElementsAre;

// A clock that moves only when somebody sleeps.
class Fixture : public ::testing::Test {
 protected:
  RetryEnvironment environment() {
    return {.now = [this] { return now_; },
            .sleep =
                [this](absl::Duration wait) {
                  waits_.push_back(wait);
                  now_ += wait;
                },
            .random = [this] { return random_; },
            .on_retry = nullptr};
  }

  absl::Time now_ = absl::UnixEpoch();
  uint32_t random_ = 999;
  std::vector<absl::Duration> waits_;
};

using CallWithRetryTest = Fixture;

absl::Status AskForPatience(int seconds, absl::StatusCode code = absl::StatusCode::kUnavailable) {
  google::rpc::Status rpc;
  rpc.set_code(static_cast<int>(code));
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(seconds);
  rpc.add_details()->PackFrom(retry);
  return StatusFromRpc(rpc);
}

TEST_F(CallWithRetryTest, TriesAgainOnUnavailableUntilItSucceeds) {
  int tries = 0;
  const absl::Status status = CallWithRetry(
      {}, environment(), now_ + absl::Seconds(10),
      [&](absl::Duration) { return ++tries < 3 ? absl::UnavailableError("") : absl::OkStatus(); });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(tries, 3);
  EXPECT_EQ(waits_.size(), 2U);
}

TEST_F(CallWithRetryTest, NeverTriesAgainOnAnotherCode) {
  for (const auto code : {absl::StatusCode::kDeadlineExceeded, absl::StatusCode::kInternal,
                          absl::StatusCode::kResourceExhausted, absl::StatusCode::kAborted,
                          absl::StatusCode::kFailedPrecondition, absl::StatusCode::kUnknown,
                          absl::StatusCode::kDataLoss, absl::StatusCode::kCancelled}) {
    int tries = 0;
    const absl::Status status =
        CallWithRetry({}, environment(), now_ + absl::Seconds(10), [&](absl::Duration) {
          ++tries;
          return absl::Status(code, "");
        });
    EXPECT_EQ(status.code(), code);
    EXPECT_EQ(tries, 1) << absl::StatusCodeToString(code);
  }
}

TEST_F(CallWithRetryTest, WaitsLongerEachTimeUpToTheMost) {
  random_ = 0;  // the shortest wait: half
  const RetryPolicy policy{.backoff_first = absl::Milliseconds(100),
                           .backoff_max = absl::Milliseconds(400)};
  int tries = 0;
  (void)CallWithRetry(policy, environment(), now_ + absl::Hours(1), [&](absl::Duration) {
    return ++tries < 6 ? absl::UnavailableError("") : absl::OkStatus();
  });
  EXPECT_THAT(waits_,
              ElementsAre(absl::Milliseconds(50), absl::Milliseconds(100), absl::Milliseconds(200),
                          absl::Milliseconds(200), absl::Milliseconds(200)));
}

TEST_F(CallWithRetryTest, ComesBackWhenTheServerSaysAfterTooMuchAtOnce) {
  int tries = 0;
  const absl::Status status =
      CallWithRetry({}, environment(), now_ + absl::Hours(1), [&](absl::Duration) {
        return ++tries < 2 ? AskForPatience(7, absl::StatusCode::kResourceExhausted)
                           : absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(7)));
}

TEST_F(CallWithRetryTest, HonoursTheServersRetryInfo) {
  int tries = 0;
  (void)CallWithRetry({}, environment(), now_ + absl::Hours(1), [&](absl::Duration) {
    return ++tries < 2 ? AskForPatience(7) : absl::OkStatus();
  });
  EXPECT_THAT(waits_, ElementsAre(absl::Seconds(7)));
}

TEST_F(CallWithRetryTest, GivesUpBeforeAWaitThatWouldReachTheDeadline) {
  int tries = 0;
  const absl::Status status =
      CallWithRetry({}, environment(), now_ + absl::Seconds(5), [&](absl::Duration) {
        ++tries;
        return AskForPatience(7);
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(tries, 1);
  EXPECT_TRUE(waits_.empty());
}

TEST_F(CallWithRetryTest, TellsEachTryTheTimeLeft) {
  std::vector<absl::Duration> left;
  (void)CallWithRetry({}, environment(), now_ + absl::Seconds(10), [&](absl::Duration time_left) {
    left.push_back(time_left);
    return left.size() < 2 ? AskForPatience(4) : absl::OkStatus();
  });
  EXPECT_THAT(left, ElementsAre(absl::Seconds(10), absl::Seconds(6)));
}

}  // namespace
}  // namespace cardledger::client
