// What the operator reads in the log while callers are given fixed messages.

#include <algorithm>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

class OperatorLogTest : public ::testing::Test {
 protected:
  int LinesWith(absl::string_view text) {
    const std::vector<std::string> lines = ledger_.log();
    return static_cast<int>(
        std::count_if(lines.begin(), lines.end(),
                      [text](const std::string& line) { return absl::StrContains(line, text); }));
  }
  void AwaitLineWith(absl::string_view text) {
    while (LinesWith(text) == 0) std::this_thread::yield();
  }
  std::string WholeLog() { return absl::StrJoin(ledger_.log(), "\n"); }

  ServedLedger ledger_;
};

TEST_F(OperatorLogTest, Latch_isToldOnceWithWhatTheStoreSaid) {
  const std::string award = ledger_.MakeAward();
  ledger_.disk().faults().FailApply(storage::ApplyFault::kUnknownLost);
  for (int i = 0; i < 3; ++i) {
    const auto load = ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad,
                                   kFinanceOfficer, ledger_.LoadOf(award, 1));
    EXPECT_EQ(load.status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_FALSE(absl::StrContains(load.status.error_message(), "a write failed: "));
  }
  AwaitLineWith("a write failed: ");
  // The last look is at the end.
  ledger_.Stop().IgnoreError();
  EXPECT_EQ(LinesWith("a write failed: "), 1) << WholeLog();
}

TEST_F(OperatorLogTest, Latch_rightBeforeTheEnd_isToldTooAtTheLatestThen) {
  const std::string award = ledger_.MakeAward();
  ledger_.disk().faults().FailApply(storage::ApplyFault::kNothingWritten);
  ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
               ledger_.LoadOf(award, 1));
  ledger_.Stop().IgnoreError();
  EXPECT_EQ(LinesWith("a write failed: "), 1) << WholeLog();
}

TEST_F(OperatorLogTest, ClockInDoubt_isToldWithItsReasonAndWhenItIsOver) {
  const std::string award = ledger_.MakeAward();
  const auto load = [&] {
    return ledger_
        .Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
              ledger_.LoadOf(award, 1))
        .ok();
  };
  ledger_.clock().Step(-120 * kMicrosecondsPerSecond);
  EXPECT_FALSE(load());
  AwaitLineWith("the clock stands 120 s before the last entry");
  ledger_.clock().Step(120 * kMicrosecondsPerSecond);
  EXPECT_TRUE(load());
  AwaitLineWith("writing goes on");
}

TEST_F(OperatorLogTest, Anchor_thatCannotBeWritten_isToldOnceAndWhenItIsWrittenAgain) {
  ledger_.anchor_file().faults().SetCallback([](storage::CallKind kind) {
    storage::FaultDecision decision;
    if (kind == storage::CallKind::kAnchorWrite) {
      decision.status = absl::UnavailableError("cannot write anchor: Read-only file system");
    }
    return decision;
  });
  ledger_.ActivateTestPolicy();
  for (uint64_t tries = 0; tries < 3; ++tries) {
    ledger_.clock().Advance(2 * kMicrosecondsPerSecond);
    while (ledger_.anchor_file().faults().calls(storage::CallKind::kAnchorWrite) <= tries) {
      std::this_thread::yield();
    }
    AwaitLineWith("the anchor cannot be written");
  }
  ledger_.anchor_file().faults().Clear();
  ledger_.clock().Advance(2 * kMicrosecondsPerSecond);
  AwaitLineWith("the anchor is written again");
  EXPECT_EQ(LinesWith("Read-only file system"), 1) << WholeLog();
}

}  // namespace
}  // namespace cardledger::tests
