// Stores that must not be opened: one in use, one of a newer format, another ledger's. Each is
// refused with its own words, and stays as it was.

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/engine/keys.h"
#include "services/fsck/fsck.h"
#include "tests/fault/rocksdb_ledger.h"

namespace cardledger::fault {
namespace {

using testing::HasSubstr;

class LedgerRefused : public testing::Test {
 protected:
  LedgerRefused() : ledger_(1), clock_(1'783'328'400 * tests::kMicrosecondsPerSecond) {}

  void SetUp() override {
    ASSERT_TRUE(ledger_.Open().ok());
    ledger_.Work(20);
    root_ = ledger_.engine().view()->root;
    ledger_.Close();
  }

  // Writes the description of the store as another program would.
  void SetFormats(uint32_t journal_format, uint32_t row_schema) {
    const auto store = storage::OpenRocksDbStore(ledger_.StoreOptions());
    ASSERT_TRUE(store.ok()) << store.status();
    const std::string key = engine::SingleKey(engine::Table::kMeta);
    const auto values = (*store)->MultiGet(*(*store)->Snapshot(), std::vector<std::string>{key});
    ASSERT_TRUE(values.ok() && values->front());
    store::v1::MetaRow meta;
    ASSERT_TRUE(meta.ParseFromString(*values->front()));
    if (journal_format != 0) meta.set_journal_format(journal_format);
    meta.set_row_schema(row_schema);
    storage::WriteBatch batch;
    batch.Put(key, meta.SerializeAsString());
    const auto writer = (*store)->OpenWriter((*store)->last_epoch() + 1);
    ASSERT_TRUE(writer.ok()) << writer.status();
    ASSERT_EQ((*writer)->Apply(batch, (*writer)->sequence()).outcome, storage::ApplyOutcome::kOk);
  }

  absl::Status OpenEngineOver(storage::KvStore& store) {
    const auto random_bytes = [](size_t count) { return std::string(count, 'r'); };
    const auto vault = ledger_.keys().MustOpen(random_bytes);
    engine::EngineOptions options;
    options.store = &store;
    options.vault = vault.get();
    options.anchor = &ledger_.anchor();
    options.clock = &clock_;
    options.create = journal::v1::LEDGER_KIND_SANDBOX;
    options.random_bytes = random_bytes;
    return engine::Engine::Open(options).status();
  }

  RocksDbLedger ledger_;
  const tests::ManualClock clock_;
  base::Sha256Digest root_{};
};

TEST_F(LedgerRefused, AStoreInUseIsRefusedAndTheUserOfItGoesOn) {
  ASSERT_TRUE(ledger_.Open().ok());
  const auto second = storage::OpenRocksDbStore(ledger_.StoreOptions());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition) << second.status();
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("in use"));
  EXPECT_GT(ledger_.Work(10), 0);
  ledger_.Close();
  EXPECT_EQ(ledger_.findings(), simulation::Findings());
}

TEST_F(LedgerRefused, ANewerJournalFormatIsRefusedByServerAndCheckAlikeAndNothingChanges) {
  SetFormats(2, 7);
  {
    const auto store = storage::OpenRocksDbStore(ledger_.StoreOptions());
    ASSERT_TRUE(store.ok()) << store.status();
    const auto before = (*store)->Scan(*(*store)->Snapshot(), {}, 1'000'000);
    const absl::Status opened = OpenEngineOver(**store);
    EXPECT_EQ(opened.code(), absl::StatusCode::kFailedPrecondition) << opened;
    EXPECT_THAT(std::string(opened.message()), HasSubstr("newer program"));
    const auto report = fsck::Check(**store, ledger_.anchor(), nullptr, nullptr);
    EXPECT_EQ(report.status().code(), absl::StatusCode::kFailedPrecondition);
    const auto after = (*store)->Scan(*(*store)->Snapshot(), {}, 1'000'000);
    ASSERT_TRUE(before.ok() && after.ok());
    EXPECT_TRUE(*before == *after);
  }
  SetFormats(1, 1);
  ASSERT_TRUE(ledger_.Open().ok());
  EXPECT_EQ(ledger_.engine().view()->root, root_);
  ledger_.Close();
  EXPECT_EQ(ledger_.findings(), simulation::Findings());
}

// Rows are a cache: another schema of theirs is no reason to refuse.
TEST_F(LedgerRefused, Complaint_FormatChangeThatBreaksVerification_RowsAreRebuiltUnderTheSameRoot) {
  SetFormats(0, 99);
  ASSERT_TRUE(ledger_.Open().ok());
  EXPECT_EQ(ledger_.engine().view()->root, root_);
  EXPECT_GT(ledger_.Work(10), 0);
  ledger_.Close();
  EXPECT_EQ(ledger_.findings(), simulation::Findings());
}

// Two ledgers with their key files and anchors, mixed up.
TEST_F(LedgerRefused, AnotherLedgersStoreIsRefusedByTheKeyFileAndByTheAnchor) {
  RocksDbLedger other(2);
  ASSERT_TRUE(other.Open().ok());
  other.Work(40);
  other.Close();
  const auto store = storage::OpenRocksDbStore(other.StoreOptions());
  ASSERT_TRUE(store.ok()) << store.status();
  absl::Status opened = OpenEngineOver(**store);
  EXPECT_EQ(opened.code(), absl::StatusCode::kFailedPrecondition) << opened;
  EXPECT_THAT(std::string(opened.message()), HasSubstr("key file"));
  ledger_.keys().disk().SetContent(other.keys().disk().content());
  opened = OpenEngineOver(**store);
  EXPECT_EQ(opened.code(), absl::StatusCode::kDataLoss) << opened;
  EXPECT_THAT(std::string(opened.message()), HasSubstr("anchor"));
}

}  // namespace
}  // namespace cardledger::fault
