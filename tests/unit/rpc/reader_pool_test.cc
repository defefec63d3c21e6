#include "services/rpc/reader_pool.h"

#include <atomic>
#include <future>

#include "gtest/gtest.h"

namespace cardledger::rpc {
namespace {

TEST(ReaderPoolTest, Jobs_takenIn_areAllRunBeforeStopReturns) {
  std::atomic<int> run{0};
  ReaderPool pool(2, 1'000);
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(pool.TryRun([&run] { ++run; }));
  pool.Stop();
  EXPECT_EQ(run, 500);
}

TEST(ReaderPoolTest, FullQueue_turnsAwayTryRunButNotRun) {
  std::promise<void> started;
  std::promise<void> release;
  std::atomic<int> run{0};
  ReaderPool pool(1, 2);
  ASSERT_TRUE(pool.TryRun([&] {
    started.set_value();
    release.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(pool.TryRun([&run] { ++run; }));
  EXPECT_TRUE(pool.TryRun([&run] { ++run; }));
  EXPECT_FALSE(pool.TryRun([&run] { ++run; }));
  EXPECT_TRUE(pool.Run([&run] { ++run; }));
  release.set_value();
  pool.Stop();
  EXPECT_EQ(run, 3);
}

TEST(ReaderPoolTest, StoppedPool_takesNothing) {
  ReaderPool pool(1, 10);
  pool.Stop();
  pool.Stop();
  EXPECT_FALSE(pool.TryRun([] {}));
  EXPECT_FALSE(pool.Run([] {}));
}

}  // namespace
}  // namespace cardledger::rpc
