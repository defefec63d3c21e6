#include "services/engine/person_entries.h"

#include <memory>
#include <vector>

#include "gtest/gtest.h"

#include "services/domain/people.h"
#include "tests/support/sample_journal.h"
#include "tests/support/test_ledger.h"

namespace cardledger::engine {
namespace {

class PersonEntriesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    tests::FillWithSample(ledger_);
    view_ = ledger_.view();
    const auto stored = reader().Entries(1, view_->position);
    ASSERT_TRUE(stored.ok());
    for (const auto& each : *stored) all_.push_back(each.entry);
  }
  void TearDown() override { view_.reset(); }

  Reader reader() const { return ledger_.Read(*view_); }

  // Looked for in the whole journal, newest first.
  std::vector<uint64_t> Found(const domain::PersonId& person, uint64_t newest) const {
    std::vector<uint64_t> found;
    for (auto entry = all_.rbegin(); entry != all_.rend(); ++entry) {
      if (entry->person_id() != person.bytes() || entry->sequence() > newest) continue;
      found.push_back(entry->sequence());
    }
    return found;
  }

  std::vector<uint64_t> Walked(const domain::PersonId& person, uint64_t newest) {
    const auto row = reader().Person(person);
    const auto awards = reader().Awards(domain::AwardIdsOf(**row));
    EXPECT_TRUE(awards.ok());
    PersonEntries entries(ledger_.store(), *view_, person, **row, *awards, newest);
    std::vector<uint64_t> walked;
    while (true) {
      const auto entry = entries.Next();
      EXPECT_TRUE(entry.ok()) << entry.status();
      if (!entry.ok() || *entry == nullptr) return walked;
      walked.push_back((*entry)->sequence());
    }
  }

  tests::TestLedger ledger_{tests::SampleOptions()};
  std::shared_ptr<const ReadView> view_;
  std::vector<journal::v1::Entry> all_;
};

TEST_F(PersonEntriesTest, OfEveryPerson_areAllThatTheJournalHolds) {
  const auto people = reader().PersonsAfter(domain::PersonId(), 100);
  ASSERT_TRUE(people.ok());
  ASSERT_GE(people->size(), 4u);
  for (const auto& [id, row] : *people) {
    const std::vector<uint64_t> walked = Walked(id, view_->position);
    EXPECT_FALSE(walked.empty());
    EXPECT_EQ(walked, Found(id, view_->position));
  }
}

TEST_F(PersonEntriesTest, UpToAnEntry_areThoseUpToIt) {
  const auto people = reader().PersonsAfter(domain::PersonId(), 100);
  ASSERT_TRUE(people.ok());
  for (const auto& [id, row] : *people) {
    for (uint64_t newest = 0; newest <= view_->position; newest += 7) {
      ASSERT_EQ(Walked(id, newest), Found(id, newest)) << newest;
    }
  }
}

TEST_F(PersonEntriesTest, ABrokenChain_isDataLoss) {
  const auto people = reader().PersonsAfter(domain::PersonId(), 100);
  ASSERT_TRUE(people.ok());
  const auto& [id, row] = people->front();
  store::v1::PersonRow broken = row;
  broken.clear_award_ids();
  for (const uint64_t last : {uint64_t{1}, view_->position + 1}) {
    broken.set_last_entry(last);
    PersonEntries entries(ledger_.store(), *view_, id, broken, {}, view_->position + 1);
    EXPECT_EQ(entries.Next().status().code(), absl::StatusCode::kDataLoss) << last;
  }
}

}  // namespace
}  // namespace cardledger::engine
