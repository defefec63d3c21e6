#include "services/engine/rebuild.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "services/engine/keys.h"
#include "services/engine/rows.h"
#include "tests/support/sample_journal.h"
#include "tests/unit/engine/ledger_steps.h"

namespace cardledger::engine {
namespace {

using storage::KeyValue;
using storage::MemoryDisk;

void SetRowSchema(MemoryDisk& disk, uint32_t schema) {
  for (const KeyValue& pair : disk.Rows()) {
    if (pair.key != SingleKey(Table::kMeta)) continue;
    store::v1::MetaRow meta;
    ASSERT_TRUE(meta.ParseFromString(pair.value));
    meta.set_row_schema(schema);
    disk.Tamper(pair.key, meta.SerializeAsString());
  }
}

uint32_t RowSchemaOf(const MemoryDisk& disk) {
  store::v1::MetaRow meta;
  for (const KeyValue& pair : disk.Rows()) {
    if (pair.key != SingleKey(Table::kMeta)) continue;
    EXPECT_TRUE(meta.ParseFromString(pair.value));
  }
  return meta.row_schema();
}

class RebuildTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    tests::FillWithSample(ledger_);
    ASSERT_TRUE(ledger_.Close().ok());
    rows_ = ledger_.disk().Rows();
  }

  tests::TestLedger ledger_{tests::SampleOptions()};
  std::vector<KeyValue> rows_;
};

TEST_F(RebuildTest, RowsOfAnotherSchema_areMadeAgainByteForByte) {
  for (const uint32_t schema : {0u, kRowSchema + 1}) {
    SetRowSchema(ledger_.disk(), schema);
    ASSERT_TRUE(ledger_.Open().ok());
    ASSERT_TRUE(ledger_.Close().ok());
    EXPECT_EQ(ledger_.disk().Rows(), rows_);
  }
}

TEST_F(RebuildTest, RowsThatAreWrongOrTooMany_areReplaced) {
  for (const KeyValue& pair : rows_) {
    const auto table = static_cast<Table>(pair.key[0]);
    const bool folded =
        std::find(kFoldedTables.begin(), kFoldedTables.end(), table) != kFoldedTables.end();
    if (folded || table == Table::kRequest) {
      ledger_.disk().Tamper(pair.key, "\xFFwrong");
    }
  }
  ledger_.disk().Tamper(RunKey(12'345), "left over");
  ledger_.disk().Tamper(TileKey(0, 0), "left over");
  ledger_.disk().Tamper(CardTokenKey("no such token"), "left over");
  ledger_.disk().Tamper(SubjectKey(base::Sha256("nobody")), "left over");
  ledger_.disk().Tamper(FundCheckpointKey(domain::FundId(), 4'096), "left over");
  SetRowSchema(ledger_.disk(), 0);
  ASSERT_TRUE(ledger_.Open().ok());
  ASSERT_TRUE(ledger_.Close().ok());
  EXPECT_EQ(ledger_.disk().Rows(), rows_);
}

// Whichever write of a rebuild fails, the next open starts over and ends with the same rows.
TEST_F(RebuildTest, BrokenOffAtAnyWrite_startsOver) {
  for (uint64_t applies_before = 0;; ++applies_before) {
    SetRowSchema(ledger_.disk(), kRowSchema + 1);
    ledger_.disk().faults().FailApply(storage::ApplyFault::kNothingWritten, applies_before);
    const absl::Status opened = ledger_.Open();
    ledger_.disk().faults().Clear();
    if (opened.ok()) {
      ASSERT_GE(applies_before, 3u);
      ASSERT_TRUE(ledger_.Close().ok());
      break;
    }
    EXPECT_EQ(opened.code(), absl::StatusCode::kUnavailable);
    // Half of the rows are gone: the program of that other schema must not take them for its own.
    if (applies_before > 0) {
      EXPECT_EQ(RowSchemaOf(ledger_.disk()), 0u);
    }
    ASSERT_TRUE(ledger_.Open().ok());
    ASSERT_TRUE(ledger_.Close().ok());
    EXPECT_EQ(ledger_.disk().Rows(), rows_) << applies_before;
  }
}

TEST_F(RebuildTest, JournalThatDoesNotFold_isDataLoss) {
  SetRowSchema(ledger_.disk(), 0);
  ledger_.disk().Tamper(EntryKey(4), std::nullopt);
  EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss);
}

// An entry that still folds, but is not the one that was hashed. What was noted must not be
// overwritten by what is found, or the second attempt would pass.
TEST_F(RebuildTest, EntryThatWasChangedAndStillFolds_isDataLossAtEveryAttempt) {
  SetRowSchema(ledger_.disk(), 0);
  ledger_.anchor_file().Lose();  // it would tell, too
  for (const KeyValue& pair : rows_) {
    if (pair.key != EntryKey(3)) continue;
    journal::v1::Entry entry;
    ASSERT_TRUE(entry.ParseFromString(pair.value));
    entry.mutable_caller()->set_subject("somebody.else");
    ledger_.disk().Tamper(pair.key, entry.SerializeAsString());
  }
  for (int attempt = 1; attempt <= 2; ++attempt) {
    EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss) << attempt;
  }
}

TEST_F(RebuildTest, RequestThatStandsTwiceInTheJournal_isDataLoss) {
  SetRowSchema(ledger_.disk(), 0);
  std::string request_id;
  for (const KeyValue& pair : rows_) {
    if (pair.key != EntryKey(3) && pair.key != EntryKey(5)) continue;
    journal::v1::Entry entry;
    ASSERT_TRUE(entry.ParseFromString(pair.value));
    if (request_id.empty()) request_id = entry.request_id();
    entry.set_request_id(request_id);
    ledger_.disk().Tamper(pair.key, entry.SerializeAsString());
  }
  EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss);
}

TEST_F(RebuildTest, JournalShorterThanItsFrontier_isDataLoss) {
  SetRowSchema(ledger_.disk(), 0);
  uint64_t last = 0;
  for (const KeyValue& pair : rows_) {
    if (pair.key[0] == static_cast<char>(Table::kEntry)) ++last;
  }
  ledger_.disk().Tamper(EntryKey(last), std::nullopt);
  EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss);
}

TEST(RebuildOfTiles, LongJournal_getsItsTilesBack) {
  LedgerWithFund ledger;
  ASSERT_TRUE(ledger.OpenWithFund().ok());
  std::vector<domain::Command> rows;
  rows.reserve(700);
  for (int i = 0; i < 700; ++i) rows.push_back(ledger.NewAllocation());
  ledger.DoBulk(std::move(rows));
  ASSERT_TRUE(ledger.Close().ok());
  const std::vector<KeyValue> before = ledger.disk().Rows();
  SetRowSchema(ledger.disk(), 0);
  ASSERT_TRUE(ledger.Open().ok());
  ASSERT_TRUE(ledger.Close().ok());
  EXPECT_EQ(ledger.disk().Rows(), before);
}

TEST_F(RebuildTest, StoredRows_areThoseTheStateMakes) {
  domain::State state;
  ASSERT_TRUE(ledger_.Open().ok());
  const auto view = ledger_.view();
  ASSERT_TRUE(LoadRows(ledger_.store(), *view->snapshot, view->position, state).ok());
  std::vector<KeyValue> stored;
  for (const KeyValue& pair : rows_) {
    const auto table = static_cast<Table>(pair.key[0]);
    if (std::find(kFoldedTables.begin(), kFoldedTables.end(), table) != kFoldedTables.end()) {
      stored.push_back(pair);
    }
  }
  EXPECT_EQ(AllRows(state), stored);
  domain::State changed = state;
  changed.funds.begin()->second.mutable_amounts()->set_loaded_pence(1);
  EXPECT_NE(StateDigest(changed), StateDigest(state));
}

}  // namespace
}  // namespace cardledger::engine
