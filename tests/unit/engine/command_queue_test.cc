#include "services/engine/command_queue.h"

#include <thread>

#include <gtest/gtest.h>

#include "services/domain/limits.h"

namespace cardledger::engine {
namespace {

using PutResult = CommandQueue::PutResult;

PutResult PutOne(CommandQueue& queue, int64_t mark) {
  InteractiveWork work;
  work.deadline_us = mark;
  return queue.PutInteractive(work);
}

PutResult PutChunk(CommandQueue& queue) {
  auto work = std::make_unique<BulkWork>();
  return queue.PutBulk(work);
}

struct Taken {
  std::deque<InteractiveWork> interactive;
  std::deque<std::unique_ptr<BulkWork>> bulk;
};

TEST(CommandQueue, TakenInTheOrderTheyCame) {
  CommandQueue queue(4, 4);
  EXPECT_EQ(PutOne(queue, 1), PutResult::kTaken);
  EXPECT_EQ(PutOne(queue, 2), PutResult::kTaken);
  Taken taken;
  queue.TakeForBatch(taken.interactive, taken.bulk);
  EXPECT_EQ(PutOne(queue, 3), PutResult::kTaken);
  queue.TakeForBatch(taken.interactive, taken.bulk);
  ASSERT_EQ(taken.interactive.size(), 3u);
  for (int64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(taken.interactive[static_cast<size_t>(i)].deadline_us, i + 1);
  }
}

TEST(CommandQueue, OneBatchTakesWhatItCanUse_andTheRestStillCounts) {
  CommandQueue queue(domain::kInteractivePerBatchMax + 1, 3);
  for (size_t i = 0; i < domain::kInteractivePerBatchMax + 1; ++i) {
    ASSERT_EQ(PutOne(queue, 1), PutResult::kTaken);
  }
  for (int i = 0; i < 3; ++i) {
    auto chunk = std::make_unique<BulkWork>();
    chunk->rows.resize(domain::kBulkRowsPerBatchMax - 1);
    ASSERT_EQ(queue.PutBulk(chunk), PutResult::kTaken);
  }
  Taken taken;
  queue.TakeForBatch(taken.interactive, taken.bulk);
  EXPECT_EQ(taken.interactive.size(), domain::kInteractivePerBatchMax);
  EXPECT_EQ(taken.bulk.size(), 2u);
  queue.TakeForBatch(taken.interactive, taken.bulk);  // nothing of it is done yet
  EXPECT_EQ(taken.interactive.size(), domain::kInteractivePerBatchMax);
  EXPECT_EQ(taken.bulk.size(), 2u);
}

TEST(CommandQueue, FullLane_turnsAwayAndLeavesTheWork) {
  CommandQueue queue(1, 1);
  EXPECT_EQ(PutOne(queue, 1), PutResult::kTaken);
  bool called = false;
  InteractiveWork work;
  work.done = [&called](const Outcome&) { called = true; };
  EXPECT_EQ(queue.PutInteractive(work), PutResult::kFull);
  ASSERT_TRUE(work.done);
  work.done(absl::OkStatus().ok() ? Outcome(absl::UnknownError("")) : Outcome());
  EXPECT_TRUE(called);

  EXPECT_EQ(PutChunk(queue), PutResult::kTaken);  // the lanes do not fill each other
  auto chunk = std::make_unique<BulkWork>();
  EXPECT_EQ(queue.PutBulk(chunk), PutResult::kFull);
  EXPECT_NE(chunk, nullptr);
}

TEST(CommandQueue, Closed_turnsAwayAndGivesWhatWaits) {
  CommandQueue queue(4, 4);
  EXPECT_EQ(PutOne(queue, 1), PutResult::kTaken);
  queue.Close();
  EXPECT_TRUE(queue.closed());
  EXPECT_EQ(PutOne(queue, 2), PutResult::kClosed);
  EXPECT_EQ(PutChunk(queue), PutResult::kClosed);
  Taken taken;
  queue.TakeForBatch(taken.interactive, taken.bulk);
  EXPECT_EQ(taken.interactive.size(), 1u);
}

TEST(CommandQueue, Waiting_endsWithWork) {
  CommandQueue queue(4, 4);
  std::thread putter([&queue] { PutOne(queue, 1); });
  Taken taken;
  while (taken.interactive.empty()) {
    queue.WaitForWork(std::chrono::hours(1));
    queue.TakeForBatch(taken.interactive, taken.bulk);
  }
  putter.join();
}

TEST(CommandQueue, Waiting_endsWithClosing) {
  CommandQueue queue(4, 4);
  std::thread closer([&queue] { queue.Close(); });
  queue.WaitForWork(std::chrono::hours(1));
  EXPECT_TRUE(queue.closed());
  closer.join();
}

}  // namespace
}  // namespace cardledger::engine
