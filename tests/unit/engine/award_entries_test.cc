#include "services/engine/award_entries.h"

#include <vector>

#include "gtest/gtest.h"

#include "tests/unit/domain/award_entries.h"
#include "tests/unit/engine/stored_entries.h"

namespace cardledger::engine {
namespace {

namespace journal = ::cardledger::journal::v1;

using domain::kAwardWithEntries;
const domain::Day kDay = *domain::ParseIsoDay("2026-07-06");

// Entry n is the n-th of the award, `gap` times n in the journal; loads of a penny, a day apart.
void PutAward(StoredEntries& stored, int count, uint64_t gap) {
  domain::AwardWithEntries award(kDay, gap);
  for (int i = 1; i < count; ++i) award.Load(kDay + i, kDay + i, 1);
  for (const journal::Entry& entry : award.entries()) stored.Put(entry);
  stored.FillGaps();
}

std::vector<uint64_t> Sequences(const StoredEntries& stored, uint64_t newest, uint64_t position) {
  AwardEntries entries(stored.store(), stored.view(), kAwardWithEntries, newest);
  EXPECT_TRUE(entries.SkipTo(position).ok());
  std::vector<uint64_t> sequences;
  while (true) {
    const auto entry = entries.Next();
    EXPECT_TRUE(entry.ok()) << entry.status();
    if (!entry.ok() || *entry == nullptr) return sequences;
    sequences.push_back((*entry)->sequence());
  }
}

TEST(AwardEntriesTest, Entries_nearAndFar_areAllReadOnce_newestFirst) {
  for (const uint64_t gap : {1u, 2u, 7u, 8u, 9u, 40u}) {
    StoredEntries stored;
    PutAward(stored, 150, gap);
    const std::vector<uint64_t> sequences = Sequences(stored, 150 * gap, 150 * gap);
    ASSERT_EQ(sequences.size(), 150u) << gap;
    for (uint64_t i = 0; i < 150; ++i) ASSERT_EQ(sequences[i], (150 - i) * gap);
  }
}

TEST(AwardEntriesTest, SkipTo_goesOnWithWhatWasKnownThen) {
  StoredEntries stored;
  PutAward(stored, 5, 3);
  EXPECT_EQ(Sequences(stored, 15, 100).size(), 5u);
  EXPECT_EQ(Sequences(stored, 15, 12).front(), 12u);
  EXPECT_EQ(Sequences(stored, 15, 11).front(), 9u);
  EXPECT_EQ(Sequences(stored, 15, 3).size(), 1u);
  AwardEntries entries(stored.store(), stored.view(), kAwardWithEntries, 15);
  EXPECT_FALSE(*entries.SkipTo(2));
  EXPECT_EQ(*entries.Next(), nullptr);
}

absl::StatusCode CodeOfWalk(const StoredEntries& stored, uint64_t newest) {
  AwardEntries entries(stored.store(), stored.view(), kAwardWithEntries, newest);
  while (true) {
    const auto entry = entries.Next();
    if (!entry.ok()) return entry.status().code();
    if (*entry == nullptr) return absl::StatusCode::kOk;
  }
}

TEST(AwardEntriesTest, EveryBrokenChain_isDataLoss) {
  for (const uint64_t gap : {1u, 20u}) {
    StoredEntries stored;
    PutAward(stored, 30, gap);
    ASSERT_EQ(CodeOfWalk(stored, 30 * gap), absl::StatusCode::kOk);
    AwardEntries entries(stored.store(), stored.view(), kAwardWithEntries, 10 * gap);
    const journal::Entry whole = **entries.Next();

    journal::Entry broken = whole;
    broken.set_award_id(std::string(16, '\x77'));
    stored.Put(broken);
    EXPECT_EQ(CodeOfWalk(stored, 30 * gap), absl::StatusCode::kDataLoss) << "of another award";
    broken = whole;
    broken.set_previous_award_entry(broken.sequence());
    stored.Put(broken);
    EXPECT_EQ(CodeOfWalk(stored, 30 * gap), absl::StatusCode::kDataLoss) << "goes in a circle";
    broken.set_previous_award_entry(0);
    stored.Put(broken);
    EXPECT_EQ(CodeOfWalk(stored, 30 * gap), absl::StatusCode::kDataLoss) << "has no beginning";
    broken = whole;
    broken.mutable_award_proposed();
    stored.Put(broken);
    EXPECT_EQ(CodeOfWalk(stored, 30 * gap), absl::StatusCode::kDataLoss) << "begins twice";
    stored.Put(whole);
    ASSERT_EQ(CodeOfWalk(stored, 30 * gap), absl::StatusCode::kOk);
    stored.Remove(whole.sequence());
    EXPECT_EQ(CodeOfWalk(stored, 30 * gap), absl::StatusCode::kDataLoss) << "is missing";
  }
}

}  // namespace
}  // namespace cardledger::engine
