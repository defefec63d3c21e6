// Row by row of a ledger in which everything has happened: what is missing, changed or too much is
// a finding, and what is sound is none.

#include "services/fsck/fsck.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "services/engine/keys.h"
#include "services/engine/rows.h"
#include "tests/support/sample_journal.h"
#include "tests/unit/engine/ledger_steps.h"

namespace cardledger::fsck {
namespace {

using engine::Table;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Of a ledger at rest.
std::vector<std::string> FindingsOf(tests::TestLedger& ledger) {
  const auto store = ledger.OpenStore();
  CARDLEDGER_CHECK(store.ok(), "the store opens");
  const auto report = Check(**store, ledger.anchor(), &ledger.vault(), nullptr);
  if (!report.ok()) return {report.status().ToString()};
  return report->findings;
}

std::string Hex(absl::string_view key) { return absl::BytesToHexString(key); }

bool IsFolded(Table table) {
  return std::find(engine::kFoldedTables.begin(), engine::kFoldedTables.end(), table) !=
         engine::kFoldedTables.end();
}

class FsckTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    tests::FillWithSample(ledger_);
    ASSERT_TRUE(ledger_.Close().ok());
    ASSERT_THAT(FindingsOf(ledger_), IsEmpty());
  }

  tests::TestLedger ledger_{tests::SampleOptions()};
};

TEST_F(FsckTest, EachRowOfAFoldedTable_missingOrChanged_isNamed) {
  std::set<Table> tables;
  for (const storage::KeyValue& row : ledger_.disk().Rows()) {
    const auto table = static_cast<Table>(row.key[0]);
    if (!IsFolded(table)) continue;
    tables.insert(table);
    ledger_.disk().Tamper(row.key, std::nullopt);
    EXPECT_THAT(FindingsOf(ledger_), ElementsAre("the row " + Hex(row.key) + " is missing"));
    ledger_.disk().Tamper(row.key, row.value + row.value.back());
    EXPECT_THAT(FindingsOf(ledger_),
                ElementsAre("the row " + Hex(row.key) + " is not what the journal makes it"));
    ledger_.disk().Tamper(row.key, row.value);
  }
  EXPECT_EQ(tables.size(), engine::kFoldedTables.size());
  EXPECT_THAT(FindingsOf(ledger_), IsEmpty());
}

TEST_F(FsckTest, RowTooManyInAFoldedTable_isNamed) {
  const std::string id(base::Uuid::kBytes, 'x');
  for (const std::string& key :
       {engine::FundKey(domain::IdFromBytes<domain::FundId>(id)),
        engine::PersonKey(domain::IdFromBytes<domain::PersonId>(id)),
        engine::AwardKey(domain::IdFromBytes<domain::AwardId>(id)), engine::RunKey(1'000),
        engine::PolicyKey(1'000), engine::ReferralKey(1'000), engine::WithheldLookKey(1'000),
        engine::CardKey(domain::IdFromBytes<domain::CardId>(id)),
        engine::CardTokenKey("a token that no card has"),
        engine::ProviderKey(domain::IdFromBytes<domain::ProviderId>(id))}) {
    ledger_.disk().Tamper(key, id);
    EXPECT_THAT(FindingsOf(ledger_),
                ElementsAre("the row " + Hex(key) + " does not follow from the journal"));
    ledger_.disk().Tamper(key, std::nullopt);
  }
}

// A token that leads to another card would take payments from somebody else.
TEST_F(FsckTest, TokensThatWereSwapped_areBothNamed) {
  std::vector<storage::KeyValue> tokens;
  for (const storage::KeyValue& row : ledger_.disk().Rows()) {
    if (static_cast<Table>(row.key[0]) == Table::kCardToken) tokens.push_back(row);
  }
  ASSERT_EQ(tokens.size(), 2u);
  ledger_.disk().Tamper(tokens[0].key, tokens[1].value);
  ledger_.disk().Tamper(tokens[1].key, tokens[0].value);
  EXPECT_EQ(FindingsOf(ledger_).size(), 2u);
}

TEST_F(FsckTest, EachOtherRow_missing_isAFinding) {
  int count = 0;
  for (const storage::KeyValue& row : ledger_.disk().Rows()) {
    if (IsFolded(static_cast<Table>(row.key[0]))) continue;
    ++count;
    ledger_.disk().Tamper(row.key, std::nullopt);
    EXPECT_FALSE(FindingsOf(ledger_).empty()) << Hex(row.key);
    ledger_.disk().Tamper(row.key, row.value);
  }
  EXPECT_GT(count, 200);
}

TEST_F(FsckTest, RowOfNoTable_isNamed) {
  for (const int table : {0x06, 0x1e, 0x24, 0xff}) {
    const std::string key(1, static_cast<char>(table));
    ledger_.disk().Tamper(key, "x");
    EXPECT_THAT(FindingsOf(ledger_), ElementsAre("the key " + Hex(key) + " belongs to no table"));
    ledger_.disk().Tamper(key, std::nullopt);
  }
}

// Over one whole interval and a bit, so that its fund has a checkpoint.
TEST(FsckOfCheckpoints, MissingChangedOrTooMany_isAFinding) {
  engine::LedgerWithFund ledger;
  ASSERT_TRUE(ledger.OpenWithFund().ok());
  while (ledger.view()->position <= domain::kCheckpointInterval) {
    std::vector<domain::Command> rows;
    rows.reserve(700);
    for (int i = 0; i < 700; ++i) rows.push_back(ledger.NewAllocation());
    ledger.DoBulk(std::move(rows));
  }
  const auto fund = domain::FundOf("funds/" + ledger.fund());
  ASSERT_TRUE(ledger.Close().ok());
  ASSERT_THAT(FindingsOf(ledger), IsEmpty());

  const std::string key = engine::FundCheckpointKey(fund, domain::kCheckpointInterval);
  std::string value;
  for (const storage::KeyValue& row : ledger.disk().Rows()) {
    if (row.key == key) value = row.value;
  }
  store::v1::FundCheckpointRow row;
  ASSERT_TRUE(row.ParseFromString(value));
  row.mutable_days(0)->mutable_amounts()->set_allocated_pence(1);
  ledger.disk().Tamper(key, row.SerializeAsString());
  EXPECT_THAT(FindingsOf(ledger),
              ElementsAre("the row " + Hex(key) + " is not what the journal makes it"));
  ledger.disk().Tamper(key, std::nullopt);
  EXPECT_THAT(FindingsOf(ledger), Contains("the row " + Hex(key) + " is missing"));
  ledger.disk().Tamper(key, value);
  ledger.disk().Tamper(engine::FundCheckpointKey(fund, 2 * domain::kCheckpointInterval), value);
  EXPECT_THAT(FindingsOf(ledger),
              ElementsAre("there are 2 checkpoints of funds where the journal makes 1"));
}

}  // namespace
}  // namespace cardledger::fsck
