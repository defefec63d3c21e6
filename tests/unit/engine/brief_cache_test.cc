#include "services/engine/brief_cache.h"

#include <string>
#include <thread>

#include "gtest/gtest.h"

namespace cardledger::engine {
namespace {

domain::AwardId Award(char name) {
  return domain::IdFromBytes<domain::AwardId>(std::string(16, name));
}

BriefRun RunUpTo(uint64_t newest, size_t count) {
  BriefRun run(count);
  for (size_t i = 0; i < count; ++i) {
    run[i].sequence = newest - i;
    run[i].previous = newest - i - 1;
  }
  return run;
}

TEST(BriefCacheTest, WhatWasKept_isFound_andReplaced) {
  BriefCache cache(/*briefs_max=*/10, /*award_briefs_max=*/10);
  EXPECT_EQ(cache.Find(Award('a')), nullptr);
  cache.Keep(Award('a'), RunUpTo(20, 4));
  const auto before = cache.Find(Award('a'));
  EXPECT_EQ(*before, RunUpTo(20, 4));
  cache.Keep(Award('a'), RunUpTo(22, 6));
  EXPECT_EQ(*cache.Find(Award('a')), RunUpTo(22, 6));
  EXPECT_EQ(*before, RunUpTo(20, 4)) << "whoever holds it goes on";
}

TEST(BriefCacheTest, OfOneAward_theNewestAreHeld) {
  BriefCache cache(10, 3);
  cache.Keep(Award('a'), RunUpTo(20, 7));
  EXPECT_EQ(*cache.Find(Award('a')), RunUpTo(20, 3));
}

TEST(BriefCacheTest, WhatWasNotAskedForLongest_goesFirst) {
  BriefCache cache(10, 5);
  cache.Keep(Award('a'), RunUpTo(20, 5));
  cache.Keep(Award('b'), RunUpTo(20, 3));
  EXPECT_NE(cache.Find(Award('a')), nullptr);
  cache.Keep(Award('c'), RunUpTo(20, 3));
  EXPECT_EQ(cache.Find(Award('b')), nullptr);
  EXPECT_NE(cache.Find(Award('a')), nullptr);
  EXPECT_NE(cache.Find(Award('c')), nullptr);
}

TEST(BriefCacheTest, WhatIsReplaced_doesNotCountAnyMore) {
  BriefCache cache(10, 5);
  cache.Keep(Award('a'), RunUpTo(20, 5));
  for (uint64_t newest = 21; newest < 40; ++newest) cache.Keep(Award('b'), RunUpTo(newest, 5));
  EXPECT_NE(cache.Find(Award('a')), nullptr);
  EXPECT_NE(cache.Find(Award('b')), nullptr);
}

TEST(BriefCacheTest, ManyThreads_findWholeRuns) {
  BriefCache cache(20, 5);
  const auto work = [&cache](char first) {
    for (int i = 0; i < 2'000; ++i) {
      const domain::AwardId award = Award(static_cast<char>(first + i % 7));
      const auto found = cache.Find(award);
      if (found != nullptr) {
        ASSERT_EQ(*found, RunUpTo(found->front().sequence, found->size()));
      }
      cache.Keep(award, RunUpTo(10 + static_cast<uint64_t>(i), 1 + static_cast<size_t>(i % 5)));
    }
  };
  std::thread other(work, 'c');
  work('a');
  other.join();
}

}  // namespace
}  // namespace cardledger::engine
