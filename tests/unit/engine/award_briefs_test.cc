#include "services/engine/award_briefs.h"

#include <vector>

#include "gtest/gtest.h"

#include "tests/support/seeded_random.h"
#include "tests/unit/domain/award_entries.h"
#include "tests/unit/engine/stored_entries.h"

namespace cardledger::engine {
namespace {

namespace journal = ::cardledger::journal::v1;

using domain::kAwardWithEntries;
const domain::Day kDay = *domain::ParseIsoDay("2026-07-06");
// Too far apart for several to be read at one go, so that one that is gone is missed by itself.
constexpr uint64_t kGap = 9;

// The sequence of the award's entry of that number, from 1 on.
constexpr uint64_t At(uint64_t number) { return number * kGap; }

// Loads of a penny, a day apart.
void PutAward(StoredEntries& stored, int count) {
  domain::AwardWithEntries award(kDay, kGap);
  for (int i = 1; i < count; ++i) award.Load(kDay + i, kDay + i, 1);
  for (const journal::Entry& entry : award.entries()) stored.Put(entry);
  stored.FillGaps();
}

// Up to `limit` sequences from `newest` on.
std::vector<uint64_t> Walk(const StoredEntries& stored, BriefCache& cache, uint64_t newest,
                           size_t limit) {
  AwardBriefs briefs(stored.store(), stored.view(), cache, kAwardWithEntries, newest);
  std::vector<uint64_t> sequences;
  while (sequences.size() < limit) {
    const auto brief = briefs.Next();
    EXPECT_TRUE(brief.ok()) << brief.status();
    if (!brief.ok() || *brief == nullptr) break;
    sequences.push_back((*brief)->sequence);
  }
  return sequences;
}

std::vector<uint64_t> Expected(uint64_t newest, size_t limit) {
  std::vector<uint64_t> sequences;
  for (uint64_t at = newest; at != 0 && sequences.size() < limit; at -= kGap) {
    sequences.push_back(at);
  }
  return sequences;
}

size_t HeldOf(BriefCache& cache) {
  const auto held = cache.Find(kAwardWithEntries);
  return held == nullptr ? 0 : held->size();
}

TEST(AwardBriefsTest, EveryWalk_isTheSame_whateverWasWalkedBefore) {
  for (const size_t held_max : {1u, 2u, 10u, 35u, 100u}) {
    StoredEntries stored;
    PutAward(stored, 50);
    BriefCache cache(/*briefs_max=*/1'000, held_max);
    tests::SeededRandom random(held_max);
    for (int round = 0; round < 300; ++round) {
      const uint64_t newest = kGap * (1 + random.Below(50));
      const size_t limit = 1 + random.Below(60);
      ASSERT_EQ(Walk(stored, cache, newest, limit), Expected(newest, limit))
          << newest << ", " << limit << ", at most " << held_max;
      ASSERT_LE(HeldOf(cache), held_max);
    }
  }
}

TEST(AwardBriefsTest, WhatWasRead_isNotReadAgain) {
  StoredEntries stored;
  PutAward(stored, 20);
  BriefCache cache(100, 100);
  EXPECT_EQ(Walk(stored, cache, At(20), 10).size(), 10u);
  EXPECT_EQ(HeldOf(cache), 10u);
  EXPECT_EQ(Walk(stored, cache, At(20), 100).size(), 20u);
  EXPECT_EQ(HeldOf(cache), 20u);
  for (uint64_t sequence = 1; sequence <= At(20); ++sequence) stored.Remove(sequence);
  EXPECT_EQ(Walk(stored, cache, At(20), 100), Expected(At(20), 100));
  EXPECT_EQ(Walk(stored, cache, At(10), 100), Expected(At(10), 100));
}

TEST(AwardBriefsTest, WhatCameAfter_isReadAndJoined) {
  StoredEntries stored;
  PutAward(stored, 20);
  BriefCache cache(100, 100);
  EXPECT_EQ(Walk(stored, cache, At(10), 100).size(), 10u);
  for (uint64_t sequence = 1; sequence <= At(10); ++sequence) stored.Remove(sequence);
  EXPECT_EQ(Walk(stored, cache, At(20), 100), Expected(At(20), 100));
  EXPECT_EQ(HeldOf(cache), 20u);
}

TEST(AwardBriefsTest, WhatDoesNotJoin_takesThePlaceOfWhatIsOlder) {
  StoredEntries stored;
  PutAward(stored, 20);
  BriefCache cache(100, 100);
  EXPECT_EQ(Walk(stored, cache, At(5), 100).size(), 5u);
  EXPECT_EQ(Walk(stored, cache, At(20), 3).size(), 3u);
  EXPECT_EQ(cache.Find(kAwardWithEntries)->front().sequence, At(20));
  EXPECT_EQ(HeldOf(cache), 3u);
}

TEST(AwardBriefsTest, BrokenChain_isDataLoss_andWhatStoodBeforeItIsHeld) {
  StoredEntries stored;
  PutAward(stored, 20);
  stored.Remove(At(10));
  BriefCache cache(100, 100);
  {
    AwardBriefs briefs(stored.store(), stored.view(), cache, kAwardWithEntries, At(20));
    EXPECT_EQ(briefs.SkipTo(At(10) - 1).status().code(), absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(HeldOf(cache), 10u);
}

int64_t PenceAt(const StoredEntries& stored, BriefCache& cache, const PastPoint& point) {
  const auto purses =
      PursesAt(stored.store(), stored.view(), cache, kAwardWithEntries, At(5), point);
  EXPECT_TRUE(purses.ok());
  return purses->has_value() ? domain::SumsOf(**purses).Total() : -1;
}

TEST(AwardBriefsTest, Purses_areThoseOfThePositionAndTheDay) {
  StoredEntries stored;
  PutAward(stored, 5);  // proposed by the first, a penny each by the others
  BriefCache cache(100, 100);
  for (int read = 0; read < 2; ++read) {
    EXPECT_EQ(PenceAt(stored, cache, {.position = At(5)}), 4);
    EXPECT_EQ(PenceAt(stored, cache, {.position = At(5) - 1}), 3);
    EXPECT_EQ(PenceAt(stored, cache, {.position = At(1)}), 0);
    EXPECT_EQ(PenceAt(stored, cache, {.position = At(1) - 1}), -1);
    EXPECT_EQ(PenceAt(stored, cache, {.position = At(5), .day = kDay + 2}), 2);
    EXPECT_EQ(PenceAt(stored, cache, {.position = At(5), .day = kDay + 9}), 4);
    EXPECT_EQ(PenceAt(stored, cache, {.position = At(5), .day = kDay + (-1)}), 0);
    EXPECT_EQ(PenceAt(stored, cache, {.position = At(2), .day = kDay + 2}), 1);
  }
}

}  // namespace
}  // namespace cardledger::engine
