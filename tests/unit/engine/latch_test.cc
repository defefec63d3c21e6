// After a write that failed, in whatever way, the engine writes no more; everybody who waits hears
// what may have become of their command, and a reopened ledger knows.

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "services/engine/errors.h"
#include "tests/unit/engine/ledger_steps.h"

namespace cardledger::engine {
namespace {

using storage::ApplyFault;
using storage::MemoryDisk;

struct LatchCase {
  const char* name;
  ApplyFault fault;
  absl::string_view reason;  // what waiters hear
  bool stands_after_crash;
  bool stands_after_power_cut;
};

constexpr int64_t kBefore = 10;
constexpr int64_t kFailed = 100;

class LatchTest : public ::testing::TestWithParam<LatchCase> {
 protected:
  // A command and a chunk too long for one batch are on their way when the write fails.
  void SetUp() override {
    ASSERT_TRUE(ledger_.OpenWithFund().ok());
    ASSERT_TRUE(ledger_.Do(ledger_.NewAllocation(kBefore)).ok());
    command_ = ledger_.NewAllocation(kFailed);
    ledger_.disk().faults().FailApply(GetParam().fault);
    ledger_.engine().Submit(*command_, kNoDeadline,
                            [this](Outcome outcome) { answer_ = std::move(outcome); });
    std::vector<domain::Command> chunk;
    chunk.reserve(600);
    for (int i = 0; i < 600; ++i) chunk.push_back(ledger_.NewAllocation(1));
    ledger_.engine().SubmitBulk(std::move(chunk),
                                [this](std::vector<Outcome> all) { rows_ = std::move(all); });
    ledger_.RunUntilIdle();
  }

  // What the failed write would have changed either stands whole or not at all, and the same id
  // tells which without doing it twice.
  void ExpectAfterReopening(bool stands) {
    ASSERT_TRUE(ledger_.Open().ok());
    constexpr int64_t kRowsOfTheBatch = 128;  // beside an interactive command
    EXPECT_EQ(ledger_.Available(), stands ? kBefore + kFailed + kRowsOfTheBatch : kBefore);
    const Outcome again = ledger_.Do(*command_);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->front().sequence(), 4u);
    EXPECT_EQ(ledger_.Available(),
              stands ? kBefore + kFailed + kRowsOfTheBatch : kBefore + kFailed);
  }

  LedgerWithFund ledger_;
  std::optional<domain::Command> command_;
  std::optional<Outcome> answer_;
  std::vector<Outcome> rows_;
};

TEST_P(LatchTest, Waiters_hearWhatMayHaveBecomeOfTheirCommand) {
  ASSERT_TRUE(answer_.has_value());
  EXPECT_EQ(answer_->status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(answer_->status()), GetParam().reason);
  ASSERT_EQ(rows_.size(), 600u);
  for (const Outcome& row : rows_) {
    EXPECT_EQ(row.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(ReasonOf(row.status()), GetParam().reason);
  }
}

// A chunk that takes several batches: what the first of them wrote stays written.
TEST_P(LatchTest, RowsOfAnEarlierBatch_keepTheirAnswers) {
  LedgerWithFund ledger;
  ASSERT_TRUE(ledger.OpenWithFund().ok());
  std::vector<domain::Command> chunk;
  chunk.reserve(600);
  for (int i = 0; i < 600; ++i) chunk.push_back(ledger.NewAllocation(1));
  std::vector<Outcome> rows;
  ledger.engine().SubmitBulk(std::move(chunk),
                             [&rows](std::vector<Outcome> all) { rows = std::move(all); });
  ASSERT_TRUE(ledger.engine().RunOnce());
  ASSERT_TRUE(rows.empty());
  ledger.disk().faults().FailApply(GetParam().fault);
  ledger.RunUntilIdle();
  ASSERT_EQ(rows.size(), 600u);
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].ok(), i < domain::kBulkRowsPerBatchMax) << i;
  }
  EXPECT_EQ(ReasonOf(rows.back().status()), GetParam().reason);
}

TEST_P(LatchTest, LaterCommands_areTurnedAwayAndNothingIsWritten) {
  EXPECT_EQ(ledger_.engine().status().write_state, WriteState::kLatched);
  EXPECT_FALSE(ledger_.engine().status().reason.empty());
  const uint64_t applies = ledger_.disk().faults().calls(storage::CallKind::kApply);
  const Outcome later = ledger_.Do(ledger_.NewAllocation(1));
  EXPECT_EQ(ReasonOf(later.status()), kReasonLatched);
  const std::vector<Outcome> rows = ledger_.DoBulk({ledger_.NewAllocation(1)});
  EXPECT_EQ(ReasonOf(rows[0].status()), kReasonLatched);
  EXPECT_EQ(ledger_.disk().faults().calls(storage::CallKind::kApply), applies);
}

TEST_P(LatchTest, Readers_seeTheStateBefore) {
  EXPECT_EQ(ledger_.Available(), kBefore);
  EXPECT_EQ(ledger_.view()->position, 3u);
}

TEST_P(LatchTest, Stop_stillWritesTheAnchorOfWhatIsDurable) {
  ASSERT_TRUE(ledger_.Close().ok());
  const auto anchored = ledger_.anchor().Read();
  ASSERT_TRUE(anchored.ok() && anchored->has_value());
  EXPECT_EQ((*anchored)->position, 3u);
}

TEST_P(LatchTest, AfterACrash_theWriteStandsWholeOrNotAtAll) {
  ledger_.CutPower(MemoryDisk::Unsynced::kKeep);
  ExpectAfterReopening(GetParam().stands_after_crash);
}

TEST_P(LatchTest, AfterAPowerCut_theWriteStandsWholeOrNotAtAll) {
  ledger_.CutPower(MemoryDisk::Unsynced::kLose);
  ExpectAfterReopening(GetParam().stands_after_power_cut);
}

INSTANTIATE_TEST_SUITE_P(
    Faults, LatchTest,
    ::testing::Values(
        LatchCase{"NothingWritten", ApplyFault::kNothingWritten, kReasonLatched, false, false},
        LatchCase{"Fenced", ApplyFault::kFenced, kReasonLatched, false, false},
        LatchCase{"UnknownWritten", ApplyFault::kUnknownWritten, kReasonOutcomeUnknown, true, true},
        LatchCase{"UnknownUnsynced", ApplyFault::kUnknownUnsynced, kReasonOutcomeUnknown, true,
                  false},
        LatchCase{"UnknownLost", ApplyFault::kUnknownLost, kReasonOutcomeUnknown, false, false}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace cardledger::engine
