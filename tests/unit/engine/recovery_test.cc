#include "services/engine/recovery.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/engine/journal_tree.h"
#include "services/engine/keys.h"
#include "services/engine/rows.h"
#include "tests/support/sample_journal.h"
#include "tests/unit/engine/ledger_steps.h"

namespace cardledger::engine {
namespace {

using storage::AnchorPoint;
using storage::MemoryDisk;
using ::testing::HasSubstr;

// Changes a row of `disk` that is one message.
template <typename Row>
void Change(MemoryDisk& disk, const std::string& key, const std::function<void(Row&)>& change) {
  for (const storage::KeyValue& pair : disk.Rows()) {
    if (pair.key != key) continue;
    Row row;
    ASSERT_TRUE(row.ParseFromString(pair.value));
    change(row);
    disk.Tamper(key, row.SerializeAsString());
    return;
  }
  FAIL() << "no such row";
}

class RecoveryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    tests::FillWithSample(ledger_);
    digest_ = ledger_.view()->root;
    position_ = ledger_.view()->position;
    ASSERT_TRUE(ledger_.Close().ok());
  }

  void ExpectRefused(absl::StatusCode code, const std::string& part) {
    const absl::Status opened = ledger_.Open();
    EXPECT_EQ(opened.code(), code) << opened;
    EXPECT_THAT(std::string(opened.message()), HasSubstr(part));
  }

  tests::TestLedger ledger_{tests::SampleOptions()};
  base::Sha256Digest digest_{};
  uint64_t position_ = 0;
};

TEST_F(RecoveryTest, Reopened_isTheSameLedger) {
  ASSERT_TRUE(ledger_.Open().ok());
  EXPECT_EQ(ledger_.view()->position, position_);
  EXPECT_EQ(ledger_.view()->root, digest_);
  EXPECT_EQ(ledger_.view()->policies->activated().size(), 2u);
  EXPECT_EQ(ledger_.engine().identity().kind, journal::v1::LEDGER_KIND_SANDBOX);
  EXPECT_EQ(ledger_.engine().status().anchored_position, position_);
}

TEST_F(RecoveryTest, NewerJournal_isRefusedWithBothFormats) {
  Change<store::v1::MetaRow>(ledger_.disk(), SingleKey(Table::kMeta),
                             [](auto& meta) { meta.set_journal_format(2); });
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "the journal has format 2");
}

TEST_F(RecoveryTest, LedgerFromBeforeDetailsWereSealed_isRefusedAsSuch_whateverIsAccepted) {
  Change<store::v1::FrontierRow>(ledger_.disk(), SingleKey(Table::kFrontier),
                                 [](auto& frontier) { frontier.clear_key_slots(); });
  Change<store::v1::MetaRow>(ledger_.disk(), SingleKey(Table::kMeta),
                             [](auto& meta) { meta.set_row_schema(4); });
  ledger_.keys().disk().SetContent("");
  for (const bool accept : {false, true}) {
    ledger_.AcceptLostKeys(accept);
    ExpectRefused(absl::StatusCode::kFailedPrecondition, "before people's details were encrypted");
    EXPECT_EQ(ledger_.keys().disk().content(), "");
  }
}

TEST_F(RecoveryTest, StoreInUse_isRefused) {
  const auto other = ledger_.OpenStore();
  ASSERT_TRUE(other.ok());
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "in use");
}

TEST_F(RecoveryTest, BelowItsAnchor_isDataLoss) {
  ledger_.anchor_file().Replace({position_ + 1, digest_});
  ExpectRefused(absl::StatusCode::kDataLoss, "acknowledged entries are lost");
}

TEST_F(RecoveryTest, AnotherRootAtItsAnchor_isDataLoss) {
  for (const uint64_t at : {position_, position_ - 1, uint64_t{1}}) {
    ledger_.anchor_file().Replace({at, base::Sha256("another")});
    ExpectRefused(absl::StatusCode::kDataLoss, "not the one its anchor saw");
  }
}

TEST_F(RecoveryTest, DamagedAnchor_isDataLoss) {
  ledger_.anchor_file().Damage();
  EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss);
}

TEST_F(RecoveryTest, LostAnchor_isMadeAgain) {
  ledger_.anchor_file().Lose();
  ASSERT_TRUE(ledger_.Open().ok());
  ASSERT_TRUE(ledger_.Close().ok());
  EXPECT_EQ(ledger_.anchor().Read().value()->position, position_);
}

TEST_F(RecoveryTest, OlderAnchorOfTheSameJournal_isFine) {
  ASSERT_TRUE(ledger_.Open().ok());
  const AnchorPoint then{ledger_.view()->position, ledger_.view()->root};
  v1::CreateFundRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_code("MORE");
  request.set_financial_year(2027);
  ASSERT_TRUE(ledger_.Do(request, Fay()).ok());
  ASSERT_TRUE(ledger_.Close().ok());
  ledger_.anchor_file().Replace(then);
  EXPECT_TRUE(ledger_.Open().ok());
}

TEST_F(RecoveryTest, EmptyStoreWithAnAnchor_isDataLossAndNotANewLedger) {
  tests::TestLedger other;
  other.anchor_file().Replace({position_, digest_});
  const absl::Status opened = other.Open();
  EXPECT_EQ(opened.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(other.disk().Rows().empty());
}

TEST_F(RecoveryTest, EmptyStoreWithoutBeingAsked_isNotFound) {
  tests::TestLedgerOptions options;
  options.create.reset();
  tests::TestLedger other(options);
  EXPECT_EQ(other.Open().code(), absl::StatusCode::kNotFound);
}

TEST_F(RecoveryTest, MissingMeta_isDataLossAndNotANewLedger) {
  ledger_.disk().Tamper(SingleKey(Table::kMeta), std::nullopt);
  ExpectRefused(absl::StatusCode::kDataLoss, "does not say of which ledger");
}

TEST_F(RecoveryTest, UnreadableMeta_isDataLoss) {
  ledger_.disk().Tamper(SingleKey(Table::kMeta), "\xFF");
  ExpectRefused(absl::StatusCode::kDataLoss, "description cannot be read");
}

TEST_F(RecoveryTest, LedgersIdCut_isDataLoss) {
  Change<store::v1::MetaRow>(ledger_.disk(), SingleKey(Table::kMeta),
                             [](auto& meta) { meta.set_ledger_id("short"); });
  ExpectRefused(absl::StatusCode::kDataLoss, "description cannot be read");
}

TEST_F(RecoveryTest, KindThatTheFirstEntryDoesNotSay_isDataLoss) {
  Change<store::v1::MetaRow>(ledger_.disk(), SingleKey(Table::kMeta),
                             [](auto& meta) { meta.set_kind(journal::v1::LEDGER_KIND_LIVE); });
  ExpectRefused(absl::StatusCode::kDataLoss, "not that of the journal");
}

TEST(RecoveryOfALiveLedger, AskedForSandboxWork_isRefusedAndNothingIsWritten) {
  tests::TestLedgerOptions options;
  options.create = journal::v1::LEDGER_KIND_LIVE;
  LedgerWithFund ledger(options);
  ASSERT_TRUE(ledger.OpenWithFund().ok());
  ASSERT_TRUE(ledger.Close().ok());
  const auto rows = ledger.disk().Rows();
  ledger.keys().disk().SetContent("");
  ledger.AcceptLostKeys(true);
  const absl::Status opened = ledger.Open(journal::v1::LEDGER_KIND_SANDBOX);
  EXPECT_EQ(opened.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(opened.message()), HasSubstr("this ledger is LIVE"));
  EXPECT_EQ(ledger.disk().Rows(), rows);
  EXPECT_EQ(ledger.keys().disk().content(), "");
}

// Decisions look up what a row names without asking whether it is there.
TEST_F(RecoveryTest, RowThatAnotherRowNamesGone_isDataLoss) {
  for (const Table table : {Table::kFund, Table::kPerson, Table::kAward}) {
    for (const auto& pair : ledger_.disk().Rows()) {
      if (pair.key[0] != static_cast<char>(table)) continue;
      ledger_.disk().Tamper(pair.key, std::nullopt);
      ExpectRefused(absl::StatusCode::kDataLoss, "another row names");
      ledger_.disk().Tamper(pair.key, pair.value);
      break;
    }
  }
  EXPECT_TRUE(ledger_.Open().ok());
}

TEST_F(RecoveryTest, SubjectThatSomebodyNamesGoneOrWithoutThatLink_isDataLoss) {
  for (const char* subject : {"idp|ada.smith", "fay", "harbour-system"}) {
    const std::string key = SubjectKey(base::Sha256(subject));
    const std::vector<storage::KeyValue> rows = ledger_.disk().Rows();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&key](const auto& pair) { return pair.key == key; });
    ASSERT_NE(row, rows.end()) << subject;
    ledger_.disk().Tamper(key, std::nullopt);
    ExpectRefused(absl::StatusCode::kDataLoss, "another row names");
    for (const auto kind : {store::v1::LINK_KIND_SUPPORTER, store::v1::LINK_KIND_PROVIDER}) {
      store::v1::SubjectRow other;
      store::v1::SubjectLink& link = *other.add_links();
      link.set_kind(kind);
      link.set_id(std::string(16, 'x'));
      ledger_.disk().Tamper(key, other.SerializeAsString());
      ExpectRefused(absl::StatusCode::kDataLoss, "another row names");
    }
    ledger_.disk().Tamper(key, row->value);
  }
  EXPECT_TRUE(ledger_.Open().ok());
}

TEST_F(RecoveryTest, OpenReferralGone_isDataLoss) {
  int open = 0;
  for (const auto& pair : ledger_.disk().Rows()) {
    if (pair.key[0] != static_cast<char>(Table::kReferral)) continue;
    store::v1::ReferralRow row;
    ASSERT_TRUE(row.ParseFromString(pair.value));
    if (row.decided_entry() != 0) continue;
    ++open;
    ledger_.disk().Tamper(pair.key, std::nullopt);
    ExpectRefused(absl::StatusCode::kDataLoss, "another row names");
    ledger_.disk().Tamper(pair.key, pair.value);
  }
  EXPECT_EQ(open, 1);
  EXPECT_TRUE(ledger_.Open().ok());
}

TEST_F(RecoveryTest, MissingFrontier_isDataLoss) {
  const std::string key = SingleKey(Table::kFrontier);
  std::string before;
  for (const auto& pair : ledger_.disk().Rows()) {
    if (pair.key == key) before = pair.value;
  }
  ledger_.disk().Tamper(key, std::nullopt);
  EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss);
  ledger_.disk().Tamper(key, "short");
  EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss);
  ledger_.disk().Tamper(key, before);
  EXPECT_TRUE(ledger_.Open().ok());
}

TEST_F(RecoveryTest, FrontierElsewhere_isDataLoss) {
  for (const uint64_t position : {position_ - 1, position_ + 1, uint64_t{0}, ~uint64_t{0} / 2}) {
    const auto rows = ledger_.disk().Rows();
    Change<store::v1::FrontierRow>(ledger_.disk(), SingleKey(Table::kFrontier),
                                   [&](auto& frontier) { frontier.set_position(position); });
    EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss) << position;
    for (const auto& pair : rows) ledger_.disk().Tamper(pair.key, pair.value);
  }
}

TEST_F(RecoveryTest, EntryChangedOrGone_isDataLoss) {
  for (uint64_t sequence = 1; sequence <= position_; ++sequence) {
    std::string before;
    for (const auto& pair : ledger_.disk().Rows()) {
      if (pair.key == EntryKey(sequence)) before = pair.value;
    }
    std::string changed = before;
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
    ledger_.disk().Tamper(EntryKey(sequence), changed);
    EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss) << sequence;
    ledger_.disk().Tamper(EntryKey(sequence), std::nullopt);
    EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss) << sequence;
    ledger_.disk().Tamper(EntryKey(sequence), before);
  }
  EXPECT_TRUE(ledger_.Open().ok());
}

TEST_F(RecoveryTest, EntriesBeyondTheEnd_areDataLoss) {
  for (const uint64_t beyond : {position_ + 1, position_ + 5'000, ~uint64_t{0}}) {
    ledger_.disk().Tamper(EntryKey(beyond), "entry");
    ExpectRefused(absl::StatusCode::kDataLoss, "beyond the end");
    ledger_.disk().Tamper(EntryKey(beyond), std::nullopt);
  }
}

TEST_F(RecoveryTest, UnreadableRow_isDataLoss) {
  for (const Table table :
       {Table::kFund, Table::kPerson, Table::kAward, Table::kRun, Table::kPolicy, Table::kTotals,
        Table::kReferral, Table::kCard, Table::kProvider, Table::kSubject, Table::kWithheldLook,
        Table::kPolicyText}) {
    for (const auto& pair : ledger_.disk().Rows()) {
      if (pair.key[0] != static_cast<char>(table)) continue;
      ledger_.disk().Tamper(pair.key, "\xFF");
      EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kDataLoss) << static_cast<int>(table);
      ledger_.disk().Tamper(pair.key, pair.value);
      break;
    }
  }
  EXPECT_TRUE(ledger_.Open().ok());
}

TEST_F(RecoveryTest, ReadsThatFailNow_areUnavailable) {
  for (const storage::CallKind kind :
       {storage::CallKind::kMultiGet, storage::CallKind::kScan, storage::CallKind::kOpenWriter,
        storage::CallKind::kAnchorRead}) {
    storage::MemoryFaults& faults = kind == storage::CallKind::kAnchorRead
                                        ? ledger_.anchor_file().faults()
                                        : ledger_.disk().faults();
    faults.FailCall(kind, absl::UnavailableError("not now"));
    EXPECT_EQ(ledger_.Open().code(), absl::StatusCode::kUnavailable) << static_cast<int>(kind);
  }
  EXPECT_TRUE(ledger_.Open().ok());
}

TEST(RecoveryOfANewLedger, FirstWriteFailed_leavesNothingOrAWholeLedger) {
  for (const storage::ApplyFault fault :
       {storage::ApplyFault::kNothingWritten, storage::ApplyFault::kUnknownWritten,
        storage::ApplyFault::kUnknownUnsynced, storage::ApplyFault::kUnknownLost}) {
    tests::TestLedger ledger;
    ledger.disk().faults().FailApply(fault);
    EXPECT_EQ(ledger.Open().code(), absl::StatusCode::kUnavailable);
    ASSERT_TRUE(ledger.Open().ok());
    EXPECT_EQ(ledger.view()->position, 1u);
  }
}

// Every position's root, worked out from what is stored, is the one that was published there.
TEST(ReadTree, AtEveryPosition_hasTheRootOfThen) {
  LedgerWithFund ledger;
  ASSERT_TRUE(ledger.OpenWithFund().ok());
  std::vector<base::Sha256Digest> roots(3);
  roots[2] = ledger.view()->root;
  for (int i = 0; i < 600; ++i) {
    ASSERT_TRUE(ledger.Do(ledger.NewAllocation()).ok());
    roots.push_back(ledger.view()->root);
  }
  ASSERT_TRUE(ledger.Restart().ok());
  const auto view = ledger.view();
  for (uint64_t position = 2; position < roots.size(); ++position) {
    const auto tree = ReadTree(ledger.store(), *view->snapshot, position);
    ASSERT_TRUE(tree.ok()) << position;
    ASSERT_EQ(tree->Root(), roots[position]) << position;
  }
}

TEST(ReadTree, MissingTile_isDataLoss) {
  LedgerWithFund ledger;
  ASSERT_TRUE(ledger.OpenWithFund().ok());
  std::vector<domain::Command> rows;
  rows.reserve(600);
  for (int i = 0; i < 600; ++i) rows.push_back(ledger.NewAllocation());
  ledger.DoBulk(std::move(rows));
  ASSERT_TRUE(ledger.Close().ok());
  ledger.disk().Tamper(TileKey(0, 1), std::nullopt);
  EXPECT_EQ(ledger.Open().code(), absl::StatusCode::kDataLoss);
  ledger.disk().Tamper(TileKey(0, 1), "short");
  EXPECT_EQ(ledger.Open().code(), absl::StatusCode::kDataLoss);
}

TEST(AnchorOfTheEngine, WrittenAtStop_andItsFailureIsTold) {
  LedgerWithFund ledger;
  ASSERT_TRUE(ledger.OpenWithFund().ok());
  ledger.anchor_file().faults().FailCall(storage::CallKind::kAnchorWrite,
                                         absl::UnavailableError("read-only"));
  EXPECT_EQ(ledger.Close().code(), absl::StatusCode::kUnavailable);
  ASSERT_TRUE(ledger.Open().ok());
  ASSERT_TRUE(ledger.Close().ok());
  EXPECT_EQ(ledger.anchor().Read().value()->position, 2u);
}

}  // namespace
}  // namespace cardledger::engine
