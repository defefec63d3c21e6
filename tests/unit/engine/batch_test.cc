// What becomes of commands: together in one batch, again, late, too many, and when writing fails.
// Driven through Engine, whose turn a Batch is.

#include "services/engine/batch.h"

#include <future>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "services/engine/errors.h"
#include "services/engine/keys.h"
#include "tests/unit/engine/ledger_steps.h"

namespace cardledger::engine {
namespace {

using storage::CallKind;

class BatchTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(ledger_.OpenWithFund().ok()); }

  // Submits without running the engine; the answers come in this order.
  void Put(domain::Command command, int64_t deadline_us = kNoDeadline) {
    const size_t place = answers_.size();
    answers_.emplace_back();
    ledger_.engine().Submit(std::move(command), deadline_us, [this, place](Outcome outcome) {
      answers_[place] = std::move(outcome);
    });
  }

  static uint64_t SequenceOf(const std::optional<Outcome>& answer) {
    return answer && answer->ok() ? (*answer)->front().sequence() : 0;
  }
  static std::string ReasonIn(const std::optional<Outcome>& answer) {
    return answer ? ReasonOf(answer->status()) : "not answered";
  }

  LedgerWithFund ledger_;
  std::vector<std::optional<Outcome>> answers_;
};

TEST_F(BatchTest, CommandsOfOneBatch_seeEachOther) {
  const std::string fund = ledger_.NewRequestId();
  Put(CreateFund(fund, "NEW"));
  Put(Allocate(ledger_.NewRequestId(), fund, 500));
  Put(Allocate(ledger_.NewRequestId(), fund, -500));
  Put(Allocate(ledger_.NewRequestId(), fund, -1));
  const uint64_t batches = ledger_.disk().sequence();
  ledger_.RunUntilIdle();
  EXPECT_EQ(ledger_.disk().sequence(), batches + 1);
  EXPECT_EQ(SequenceOf(answers_[0]), 3u);
  EXPECT_EQ((*answers_[2])->front().budget_allocated().available_after_pence(), 0);
  EXPECT_TRUE((*answers_[3])->front().has_refused());
}

TEST_F(BatchTest, SameIdTwiceInOneBatch_isDecidedOnce) {
  const domain::Command command = ledger_.NewAllocation(700);
  Put(command);
  Put(command);
  domain::Command other = Allocate(command.request_id.ToString(), ledger_.fund(), 701);
  Put(other);
  ledger_.RunUntilIdle();
  EXPECT_EQ(SequenceOf(answers_[0]), 3u);
  EXPECT_EQ(SequenceOf(answers_[1]), 3u);
  EXPECT_EQ(ReasonIn(answers_[2]), kReasonRequestIdReused);
  EXPECT_EQ(ledger_.Available(), 700);
}

TEST_F(BatchTest, SameIdOnBothLanes_isDecidedOnce) {
  const domain::Command command = ledger_.NewAllocation(700);
  std::vector<Outcome> rows;
  ledger_.engine().SubmitBulk(
      {command, command}, [&rows](std::vector<Outcome> outcomes) { rows = std::move(outcomes); });
  Put(command);
  ledger_.RunUntilIdle();
  ASSERT_EQ(rows.size(), 2u);
  for (const Outcome& row : rows) EXPECT_EQ(row->front().sequence(), SequenceOf(answers_[0]));
  EXPECT_EQ(ledger_.Available(), 700);
}

TEST_F(BatchTest, AgainAfterARestart_givesTheStoredAnswer) {
  const domain::Command command = ledger_.NewAllocation(700);
  const Outcome first = ledger_.Do(command);
  ASSERT_TRUE(ledger_.Restart().ok());
  const Outcome again = ledger_.Do(command);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->front().SerializeAsString(), first->front().SerializeAsString());
}

TEST_F(BatchTest, ReplayAlone_writesNothing) {
  const domain::Command command = ledger_.NewAllocation();
  ASSERT_TRUE(ledger_.Do(command).ok());
  const uint64_t batches = ledger_.disk().sequence();
  ASSERT_TRUE(ledger_.Do(command).ok());
  EXPECT_EQ(ledger_.disk().sequence(), batches);
}

// The second comes while the first is on its way to the disk, on the engine's own threads.
TEST_F(BatchTest, SameIdWhileTheFirstIsInFlight_getsTheSameEntry) {
  const domain::Command command = ledger_.NewAllocation(700);
  std::promise<Outcome> first;
  std::promise<Outcome> second;
  bool submitted = false;
  ledger_.disk().faults().SetCallback([&](CallKind kind) {
    if (kind == CallKind::kApply && !submitted) {
      submitted = true;
      ledger_.engine().Submit(command, kNoDeadline,
                              [&second](Outcome outcome) { second.set_value(std::move(outcome)); });
    }
    return storage::FaultDecision{};
  });
  ledger_.engine().Start();
  ledger_.engine().Submit(command, kNoDeadline,
                          [&first](Outcome outcome) { first.set_value(std::move(outcome)); });
  const Outcome one = first.get_future().get();
  const Outcome two = second.get_future().get();
  ledger_.disk().faults().Clear();
  ASSERT_TRUE(one.ok());
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(one->front().sequence(), two->front().sequence());
  EXPECT_EQ(ledger_.Available(), 700);
  EXPECT_TRUE(ledger_.engine().Stop().ok());
}

TEST_F(BatchTest, DeadlinePassed_isNotDecidedAndLeavesTheIdFree) {
  const domain::Command command = ledger_.NewAllocation(700);
  const int64_t now = ledger_.clock().WallMicroseconds();
  Put(command, now - 1);
  Put(ledger_.NewAllocation(1), now);  // not yet passed
  ledger_.RunUntilIdle();
  EXPECT_EQ((*answers_[0]).status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(ReasonIn(answers_[0]), kReasonDeadlinePassed);
  EXPECT_TRUE((*answers_[1]).ok());
  EXPECT_TRUE(ledger_.Do(command).ok());
  EXPECT_EQ(ledger_.Available(), 701);
}

TEST_F(BatchTest, DeadlinePassedOfACommandDecidedBefore_getsItsAnswer) {
  const domain::Command command = ledger_.NewAllocation(700);
  const Outcome first = ledger_.Do(command);
  const Outcome again = ledger_.Do(command, ledger_.clock().WallMicroseconds() - 1);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->front().sequence(), first->front().sequence());
}

// Operators are shown the state of the clock, whether or not anybody writes.
TEST_F(BatchTest, ClockThatStepsAndAgreesAgain_isSeenWithoutWork) {
  constexpr int64_t kHourUs = 3'600 * tests::kMicrosecondsPerSecond;
  ledger_.clock().Step(-kHourUs);
  EXPECT_FALSE(ledger_.engine().RunOnce());
  EXPECT_EQ(ledger_.engine().status().write_state, WriteState::kClockUnsure);
  ledger_.clock().Step(kHourUs);
  EXPECT_FALSE(ledger_.engine().RunOnce());
  EXPECT_EQ(ledger_.engine().status().write_state, WriteState::kReady);
}

TEST_F(BatchTest, CallersSeeTheirOwnWrite_inTheirAnswer) {
  uint64_t seen = 0;
  ledger_.engine().Submit(ledger_.NewAllocation(), kNoDeadline, [&](const Outcome& outcome) {
    ASSERT_TRUE(outcome.ok());
    EXPECT_GE(ledger_.view()->position, outcome->front().sequence());
    seen = outcome->front().sequence();
  });
  ledger_.RunUntilIdle();
  EXPECT_NE(seen, 0u);
}

TEST_F(BatchTest, ViewTakenBefore_doesNotChange) {
  const auto before = ledger_.view();
  ASSERT_TRUE(ledger_.Do(ledger_.NewAllocation(700)).ok());
  const auto row = ledger_.Read(*before).Fund(domain::FundOf("funds/" + ledger_.fund()));
  EXPECT_EQ(domain::AvailableOf(**row), 0);
  EXPECT_EQ(ledger_.Available(), 700);
}

TEST_F(BatchTest, InteractiveGoesFirst_andAnswersBeforeALongChunk) {
  std::vector<domain::Command> rows;
  rows.reserve(1'000);
  for (int i = 0; i < 1'000; ++i) rows.push_back(ledger_.NewAllocation());
  std::vector<Outcome> answers;
  ledger_.engine().SubmitBulk(std::move(rows),
                              [&answers](std::vector<Outcome> all) { answers = std::move(all); });
  Put(ledger_.NewAllocation());
  ASSERT_TRUE(ledger_.engine().RunOnce());
  ASSERT_TRUE(answers_[0].has_value());
  EXPECT_EQ(SequenceOf(answers_[0]), 3u);
  EXPECT_TRUE(answers.empty());                   // the chunk is not done in one batch,
  EXPECT_EQ(ledger_.view()->position, 3u + 128);  // which takes 128 of its rows beside others
  ledger_.RunUntilIdle();
  ASSERT_EQ(answers.size(), 1'000u);
  for (size_t i = 0; i < answers.size(); ++i) {
    ASSERT_TRUE(answers[i].ok());
    EXPECT_EQ(answers[i]->front().sequence(), 4 + i);
  }
}

TEST_F(BatchTest, MoreThanOneBatchHolds_isTakenInOrder) {
  for (int i = 0; i < 1'500; ++i) Put(ledger_.NewAllocation());
  ledger_.RunUntilIdle();
  for (size_t i = 0; i < answers_.size(); ++i) ASSERT_EQ(SequenceOf(answers_[i]), 3 + i);
}

TEST_F(BatchTest, StoreThatCannotBeRead_refusesWithoutLatching) {
  ledger_.disk().faults().FailCall(CallKind::kMultiGet, absl::UnavailableError("bad sector"));
  const domain::Command command = ledger_.NewAllocation(700);
  const Outcome outcome = ledger_.Do(command);
  EXPECT_EQ(ReasonOf(outcome.status()), kReasonStoreUnreadable);
  EXPECT_TRUE(ledger_.Do(command).ok());
  EXPECT_EQ(ledger_.Available(), 700);
}

TEST_F(BatchTest, NoOperation_comesBackAndWritesNothing) {
  bool done = false;
  const uint64_t batches = ledger_.disk().sequence();
  ledger_.engine().SubmitNoOperation([&done] { done = true; });
  ledger_.RunUntilIdle();
  EXPECT_TRUE(done);
  EXPECT_EQ(ledger_.disk().sequence(), batches);
}

TEST_F(BatchTest, EmptyChunk_isAnsweredAtOnce) {
  bool done = false;
  ledger_.engine().SubmitBulk({},
                              [&done](const std::vector<Outcome>& rows) { done = rows.empty(); });
  EXPECT_TRUE(done);
}

TEST_F(BatchTest, Stopped_finishesWhatWaitsAndTurnsAwayTheRest) {
  Put(ledger_.NewAllocation());
  ASSERT_TRUE(ledger_.engine().Stop().ok());
  EXPECT_EQ(SequenceOf(answers_[0]), 3u);
  Put(ledger_.NewAllocation());
  EXPECT_EQ(ReasonIn(answers_[1]), kReasonStopping);
  std::vector<Outcome> rows;
  ledger_.engine().SubmitBulk({ledger_.NewAllocation()},
                              [&rows](std::vector<Outcome> all) { rows = std::move(all); });
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(ReasonOf(rows[0].status()), kReasonStopping);
  EXPECT_TRUE(ledger_.engine().Stop().ok());
}

// What the engine has taken and not yet decided would else wait uncounted.
TEST(BatchQueueTest, Backlog_countsAgainstTheBound) {
  tests::TestLedgerOptions options;
  options.interactive_queue_max = domain::kInteractivePerBatchMax;
  LedgerWithFund ledger(options);
  ASSERT_TRUE(ledger.OpenWithFund().ok());
  size_t turned_away = 0;
  const auto submit = [&ledger, &turned_away] {
    for (size_t i = 0; i < domain::kInteractivePerBatchMax + 1; ++i) {
      ledger.engine().Submit(
          ledger.NewAllocation(), kNoDeadline,
          [&turned_away](const Outcome& outcome) { turned_away += outcome.ok() ? 0 : 1; });
    }
  };
  submit();
  EXPECT_EQ(turned_away, 1u);
  ASSERT_TRUE(ledger.engine().RunOnce());
  submit();
  EXPECT_EQ(turned_away, 2u);
}

TEST(BatchQueueTest, FullQueues_turnAwayAndLeaveTheIdFree) {
  tests::TestLedgerOptions options;
  options.interactive_queue_max = 1;
  options.bulk_queue_max = 1;
  LedgerWithFund ledger(options);
  ASSERT_TRUE(ledger.OpenWithFund().ok());
  const domain::Command late = ledger.NewAllocation(700);
  std::optional<Outcome> turned_away;
  std::vector<Outcome> rows;
  ledger.engine().Submit(ledger.NewAllocation(), kNoDeadline, [](const Outcome&) {});
  ledger.engine().Submit(late, kNoDeadline,
                         [&turned_away](Outcome outcome) { turned_away = std::move(outcome); });
  ASSERT_TRUE(turned_away.has_value());
  EXPECT_EQ(turned_away->status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(turned_away->status()), kReasonQueueFull);
  ledger.engine().SubmitBulk({ledger.NewAllocation()}, [](const std::vector<Outcome>&) {});
  ledger.engine().SubmitBulk({late, late},
                             [&rows](std::vector<Outcome> all) { rows = std::move(all); });
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(ReasonOf(rows[1].status()), kReasonQueueFull);
  ledger.RunUntilIdle();
  EXPECT_EQ(ledger.Available(), 2);
  EXPECT_TRUE(ledger.Do(late).ok());
}

}  // namespace
}  // namespace cardledger::engine
