// A stop that is asked for before anybody can be served: the program does not open to the end
// first.

#include <csignal>
#include <filesystem>
#include <pthread.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "base/uuid.h"
#include "services/domain/command.h"
#include "services/engine/engine.h"
#include "services/engine/keys.h"
#include "services/vault/kek.h"
#include "storage/file/file_anchor.h"
#include "storage/file/file_slots.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_keys.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {
namespace {

constexpr char kProgram[] = CARDLEDGERD;
constexpr int kChunks = 10;
constexpr int kRows = 1'000;

class StopWhileOpeningTest : public ::testing::Test {
 protected:
  std::vector<std::string> Arguments() {
    return {"--data-dir=" + data_dir_, "--listen=127.0.0.1:0", "--development-identities",
            "--create=SANDBOX", "--port-file=" + PortFile()};
  }
  std::string PortFile() const { return folder_.file("port"); }

  // The program starts with both signals blocked, so that one can be sent before its first line.
  std::unique_ptr<Program> StartAndSend(int signal) {
    sigset_t both;
    sigset_t before;
    sigemptyset(&both);
    sigaddset(&both, SIGTERM);
    sigaddset(&both, SIGINT);
    pthread_sigmask(SIG_BLOCK, &both, &before);
    auto program = std::make_unique<Program>(kProgram, Arguments());
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    program->Signal(signal);
    return program;
  }

  std::unique_ptr<storage::KvStore> OpenStore() {
    std::filesystem::create_directories(data_dir_);
    auto store =
        storage::OpenRocksDbStore({.path = data_dir_ + "/store", .create_if_missing = true});
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  // Refused loads: each is an entry.
  void MakeJournal() {
    const auto store = OpenStore();
    storage::FileAnchor anchor(data_dir_ + "/anchor");
    const ManualClock clock(TestLedgerOptions().now_us);
    engine::EngineOptions options;
    options.store = store.get();
    options.anchor = &anchor;
    options.clock = &clock;
    options.create = journal::v1::LEDGER_KIND_SANDBOX;
    options.random_bytes = [](size_t count) { return std::string(count, 'r'); };
    const vault::KeyPaths beside = vault::KeyPathsBeside(data_dir_);
    WriteTestKek(beside.kek);
    const auto keys = storage::FileSlots::Open(beside.keys, storage::FileSlots::Use::kWrite);
    ASSERT_TRUE(keys.ok()) << keys.status();
    const auto vault = vault::Vault::Open({.file = keys->get(),
                                           .kek = kTestKek,
                                           .previous_kek = std::nullopt,
                                           .random_bytes = options.random_bytes});
    ASSERT_TRUE(vault.ok()) << vault.status();
    options.vault = vault->get();
    const auto engine = engine::Engine::Open(std::move(options));
    ASSERT_TRUE(engine.ok()) << engine.status();
    const auto caller = CallerOf("finance-1", {journal::v1::ROLE_FINANCE_OFFICER});
    for (int chunk = 0; chunk < kChunks; ++chunk) {
      std::vector<domain::Command> rows;
      for (int row = 0; row < kRows; ++row) {
        const base::Uuid id = base::Uuid::Version5(base::Uuid(), absl::StrCat(chunk, "/", row));
        v1::CreateLoadRequest request;
        request.set_request_id(id.ToString());
        request.set_award("awards/" + id.ToString());
        request.set_amount_pence(1);
        request.mutable_due_date()->set_year(2026);
        request.mutable_due_date()->set_month(7);
        request.mutable_due_date()->set_day(6);
        rows.push_back(domain::MakeCommand(std::move(request), caller));
      }
      bool done = false;
      (*engine)->SubmitBulk(std::move(rows), [&done](const auto&) { done = true; });
      while (!done) (*engine)->RunOnce();
    }
    ASSERT_EQ((*engine)->view()->position, kChunks * kRows + 1u);
    ASSERT_TRUE((*engine)->Stop().ok());
  }

  // As an older program leaves the store: its rows are to be made again.
  void MakeRowsOld() {
    const auto store = OpenStore();
    const std::string key = engine::SingleKey(engine::Table::kMeta);
    const auto values = store->MultiGet(*store->Snapshot(), std::vector<std::string>{key});
    ASSERT_TRUE(values.ok() && values->front());
    store::v1::MetaRow meta;
    ASSERT_TRUE(meta.ParseFromString(*values->front()));
    meta.set_row_schema(meta.row_schema() + 1);
    storage::WriteBatch batch;
    batch.Put(key, meta.SerializeAsString());
    const auto writer = store->OpenWriter(store->last_epoch() + 1);
    ASSERT_TRUE(writer.ok()) << writer.status();
    ASSERT_EQ((*writer)->Apply(batch, (*writer)->sequence()).outcome, storage::ApplyOutcome::kOk);
  }

  const TemporaryFolder folder_;
  const std::string data_dir_ = folder_.file("ledger");
};

TEST_F(StopWhileOpeningTest, Rebuild_isGivenUpAndDoneByTheNextStart) {
  MakeJournal();
  MakeRowsOld();
  for (const int signal : {SIGTERM, SIGINT}) {
    const auto program = StartAndSend(signal);
    EXPECT_EQ(program->AwaitExit(), 0) << program->Output();
    EXPECT_TRUE(absl::StrContains(program->Err(), "stopped while opening, at 10000 of 10001"))
        << program->Output();
    EXPECT_EQ(program->Out(), "");
  }
  Program again(kProgram, Arguments());
  ASSERT_TRUE(again.AwaitPort(PortFile())) << again.Output();
  again.Signal(SIGTERM);
  EXPECT_EQ(again.AwaitExit(), 0);
  EXPECT_TRUE(absl::StrContains(again.Out(), "position 10001\n")) << again.Output();
}

TEST_F(StopWhileOpeningTest, ShortOpening_isNotFollowedByServing) {
  const auto program = StartAndSend(SIGTERM);
  EXPECT_EQ(program->AwaitExit(), 0) << program->Output();
  EXPECT_TRUE(absl::StrContains(program->Err(), "stopped before callers were let in"))
      << program->Output();
  EXPECT_EQ(program->Out(), "");
  EXPECT_FALSE(std::filesystem::exists(PortFile()));
}

}  // namespace
}  // namespace cardledger::tests
