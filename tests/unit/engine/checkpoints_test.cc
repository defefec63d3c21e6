// The funds' checkpoints: what is written at every whole interval, what is made of it when a ledger
// is opened, and that a rebuild writes the same.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/domain/fold.h"
#include "services/domain/limits.h"
#include "services/engine/keys.h"
#include "services/engine/rows.h"
#include "tests/support/sample_journal.h"
#include "tests/unit/engine/ledger_steps.h"

namespace cardledger::engine {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr uint64_t kInterval = domain::kCheckpointInterval;

using Rows = std::map<std::string, std::string>;

// Two funds over two intervals and a bit; the second is left alone after the first interval. Days
// pass, and the ledger is restarted on the way.
class CheckpointsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger_.OpenWithFund().ok());
    second_ = ledger_.NewRequestId();
    ASSERT_TRUE(ledger_.Do(CreateFund(second_, "OTHER")).ok());
    GrowTo(kInterval - 700, true);
    GrowTo(kInterval + 300, false);
    ASSERT_TRUE(ledger_.Restart().ok());
    GrowTo(2 * kInterval - 1, false);
    GrowTo(2 * kInterval + 500, false);
  }

  void GrowTo(uint64_t position, bool both) {
    ledger_.clock().Advance(tests::kMicrosecondsPerDay);
    std::vector<domain::Command> rows;
    for (uint64_t at = ledger_.view()->position; at < position; ++at) {
      const bool other = both && at % 3 == 0;
      rows.push_back(Allocate(ledger_.NewRequestId(), other ? second_ : ledger_.fund(),
                              static_cast<int64_t>(at % 89) + 1));
      if (rows.size() < domain::kBulkRowsPerChunkMax && at + 1 < position) continue;
      for (const Outcome& outcome : ledger_.DoBulk(std::move(rows))) ASSERT_TRUE(outcome.ok());
      rows.clear();
    }
    ASSERT_EQ(ledger_.view()->position, position);
  }

  Rows StoredCheckpoints() {
    Rows rows;
    for (const storage::KeyValue& pair : ledger_.disk().Rows()) {
      if (pair.key[0] == static_cast<char>(kCheckpointTable)) rows[pair.key] = pair.value;
    }
    return rows;
  }

  // Folds the whole journal as a new reader would; `checkpoints` as they come.
  domain::State Folded(Rows& checkpoints) {
    domain::State state;
    domain::ChangedRows changed;
    for (const std::string& bytes : tests::EntryBytesOf(ledger_)) {
      journal::Entry entry;
      EXPECT_TRUE(entry.ParseFromString(bytes));
      EXPECT_TRUE(domain::Fold(entry, state, changed).ok());
      for (const storage::KeyValue& row : TakeCheckpointRows(state)) {
        EXPECT_EQ(state.position % kInterval, 0u);
        EXPECT_TRUE(checkpoints.emplace(row.key, row.value).second);
      }
    }
    return state;
  }

  domain::FundId first() const { return domain::FundOf("funds/" + ledger_.fund()); }
  domain::FundId second() const { return domain::FundOf("funds/" + second_); }

  LedgerWithFund ledger_;
  std::string second_;
};

// Added up from the entries themselves.
TEST_F(CheckpointsTest, Row_isWhatTheFundsEntriesUpToThereAddUpTo_byDay) {
  std::map<int32_t, int64_t> pence;
  uint64_t position = 0;
  for (const std::string& bytes : tests::EntryBytesOf(ledger_)) {
    journal::Entry entry;
    ASSERT_TRUE(entry.ParseFromString(bytes));
    if (entry.budget_allocated().fund_id() == first().bytes()) {
      pence[entry.effective_day()] += entry.budget_allocated().amount_pence();
    }
    if (++position % kInterval != 0) continue;
    store::v1::FundCheckpointRow row;
    ASSERT_TRUE(row.ParseFromString(StoredCheckpoints()[FundCheckpointKey(first(), position)]));
    std::map<int32_t, int64_t> stored;
    for (const store::v1::FundDayRow& day : row.days()) {
      EXPECT_TRUE(stored.emplace(day.effective_day(), day.amounts().allocated_pence()).second);
    }
    EXPECT_EQ(stored, pence);
    EXPECT_GE(pence.size(), 2u);
  }
}

TEST_F(CheckpointsTest, FundThatDidNotChangeSinceTheOneBefore_hasNone) {
  const Rows rows = StoredCheckpoints();
  EXPECT_EQ(rows.size(), 3u);
  EXPECT_TRUE(rows.contains(FundCheckpointKey(second(), kInterval)));
  EXPECT_FALSE(rows.contains(FundCheckpointKey(second(), 2 * kInterval)));
}

// The ledger was restarted inside the second interval.
TEST_F(CheckpointsTest, StoredOnes_areThoseOfAFoldFromTheBeginning) {
  Rows folded;
  Folded(folded);
  EXPECT_EQ(StoredCheckpoints(), folded);
}

TEST_F(CheckpointsTest, LoadRows_givesTheDaysThatAFoldFromTheBeginningGives) {
  Rows ignored;
  const domain::State folded = Folded(ignored);
  domain::State loaded;
  const auto view = ledger_.view();
  ASSERT_TRUE(LoadRows(ledger_.store(), *view->snapshot, view->position, loaded).ok());
  for (const domain::FundId& fund : {first(), second()}) {
    const domain::FundDays& expected = folded.fund_days.at(fund);
    const domain::FundDays& days = loaded.fund_days.at(fund);
    ASSERT_EQ(days.size(), expected.size());
    for (const auto& [day, amounts] : expected) {
      EXPECT_EQ(days.at(day).SerializeAsString(), amounts.SerializeAsString()) << day;
    }
  }
  EXPECT_EQ(loaded.funds_since_checkpoint, folded.funds_since_checkpoint);
  EXPECT_EQ(loaded.funds_since_checkpoint.size(), 1u);
}

TEST_F(CheckpointsTest, Rebuild_writesTheSameRows) {
  const Rows before = StoredCheckpoints();
  ASSERT_TRUE(ledger_.Close().ok());
  for (const auto& [key, value] : before) ledger_.disk().Tamper(key, std::nullopt);
  store::v1::MetaRow meta;
  for (const storage::KeyValue& pair : ledger_.disk().Rows()) {
    if (pair.key != SingleKey(Table::kMeta)) continue;
    ASSERT_TRUE(meta.ParseFromString(pair.value));
  }
  meta.set_row_schema(kRowSchema - 1);
  ledger_.disk().Tamper(SingleKey(Table::kMeta), meta.SerializeAsString());
  ASSERT_TRUE(ledger_.Open().ok());
  EXPECT_EQ(StoredCheckpoints(), before);
}

TEST_F(CheckpointsTest, DamagedRow_isDataLossWhenTheLedgerIsOpened) {
  ASSERT_TRUE(ledger_.Close().ok());
  ledger_.disk().Tamper(FundCheckpointKey(first(), 2 * kInterval), "\xFF");
  EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss);
}

TEST_F(CheckpointsTest, AmountThatNoFundHas_isDataLossWhenTheLedgerIsOpened) {
  ASSERT_TRUE(ledger_.Close().ok());
  for (const int64_t pence : {INT64_MAX, INT64_MIN}) {
    store::v1::FundCheckpointRow row;
    row.add_days()->mutable_amounts()->set_loaded_pence(pence);
    ledger_.disk().Tamper(FundCheckpointKey(first(), 2 * kInterval), row.SerializeAsString());
    EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss);
  }
}

}  // namespace
}  // namespace cardledger::engine
