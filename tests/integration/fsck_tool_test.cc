// The real `cardledger-fsck` on ledgers that real servers have left: what it says, its exit codes,
// and that it changes no file.

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "cardledger/store/v1/rows.pb.h"
#include "services/engine/keys.h"
#include "storage/file/file_anchor.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/program.h"

namespace cardledger::tests {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

constexpr char kClean[] = "Clean: every row follows from the journal.\n";

ProgramRun Fsck(const std::string& data_dir, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"--data-dir=" + data_dir};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return RunProgram(CARDLEDGER_FSCK, arguments);
}

google::protobuf::Struct Json(const std::string& text) {
  google::protobuf::Struct object;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &object).ok()) << text;
  return object;
}

std::vector<std::string> KeysOf(const google::protobuf::Struct& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.fields()) keys.push_back(key);
  return keys;
}

std::string TextOf(const google::protobuf::Struct& object, const std::string& key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? "(none)" : found->second.string_value();
}

std::string ContentOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Every name below `folder`, with what is in it; folders end in a slash.
std::map<std::string, std::string> FilesOf(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = fs::relative(entry.path(), folder).string();
    if (entry.is_directory()) {
      files[name + "/"];
    } else {
      files[name] = ContentOf(entry.path());
    }
  }
  return files;
}

// The largest file of the store with this extension.
fs::path StoreFile(const std::string& data_dir, const std::string& extension) {
  fs::path found;
  for (const auto& entry : fs::directory_iterator(data_dir + "/store")) {
    if (entry.path().extension() != extension) continue;
    if (found.empty() || entry.file_size() > fs::file_size(found)) found = entry.path();
  }
  EXPECT_FALSE(found.empty()) << "no " << extension;
  return found;
}

void FlipByte(const fs::path& file, uint64_t place) {
  std::string content = ContentOf(file);
  content.at(place) = static_cast<char>(content.at(place) ^ 0x40);
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

// A ledger with a policy, a fund, a person, an award and a load, at rest.
class FsckToolTest : public testing::Test {
 protected:
  void SetUp() override {
    const v1::CreateLoadRequest load = ledger_.LoadOf(ledger_.MakeAward(), 25'000);
    ASSERT_TRUE(
        ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, load)
            .ok());
    shown_ = ledger_
                 .Call(ledger_.journal, &v1::JournalService::Stub::GetLedger, kAuditor,
                       v1::GetLedgerRequest())
                 .response;
    ASSERT_TRUE(ledger_.Stop().ok());
  }

  uint64_t position() const { return shown_.read_point().position(); }
  std::string ledger_id() const { return shown_.ledger().substr(shown_.ledger().find('/') + 1); }

  // As only something else than the ledger's own programs could.
  void ChangeFundRow() {
    auto opened = storage::OpenRocksDbStore({.path = data_dir_ + "/store"});
    ASSERT_TRUE(opened.ok()) << opened.status();
    storage::KvStore& store = **opened;
    const auto rows = store.Scan(*store.Snapshot(), engine::RangeOf(engine::Table::kFund), 1);
    ASSERT_TRUE(rows.ok() && rows->size() == 1);
    cardledger::store::v1::FundRow fund;
    ASSERT_TRUE(fund.ParseFromString(rows->front().value));
    cardledger::store::v1::FundAmounts& amounts = *fund.mutable_amounts();
    amounts.set_allocated_pence(amounts.allocated_pence() + 1);
    storage::WriteBatch batch;
    batch.Put(rows->front().key, fund.SerializeAsString());
    const auto writer = store.OpenWriter(store.last_epoch() + 1);
    ASSERT_TRUE(writer.ok()) << writer.status();
    ASSERT_EQ((*writer)->Apply(batch, (*writer)->sequence()).outcome, storage::ApplyOutcome::kOk);
  }

  // Runs fsck on the ledger, and sees that not a byte below its folder has changed.
  ProgramRun FsckUnchanging(const std::vector<std::string>& more = {}) {
    const std::map<std::string, std::string> before = FilesOf(data_dir_);
    ProgramRun run = Fsck(data_dir_, more);
    EXPECT_TRUE(FilesOf(data_dir_) == before) << "a file was changed, made or removed";
    return run;
  }

  ServedLedger ledger_{Backing::kRocksDb};
  const std::string data_dir_ = ledger_.data_dir();
  v1::GetLedgerResponse shown_;
};

TEST_F(FsckToolTest, SoundLedger_isCleanWithThePositionAndRootThatTheServerShowed) {
  const ProgramRun run = FsckUnchanging();
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(run.out,
              StartsWith(absl::StrCat("Ledger        ", ledger_id(), " (SANDBOX)\n",
                                      "Position      ", position(), " entries\n", "Root          ",
                                      shown_.root_hash(), "\n", "State digest  ")));
  EXPECT_THAT(run.out, HasSubstr("\nAnchor        reached\n"));
  EXPECT_THAT(run.out, EndsWith(kClean));
}

TEST_F(FsckToolTest, Json_isOneObjectOnOneLineWithEveryField) {
  const ProgramRun run = FsckUnchanging({"--json"});
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_EQ(run.out.find('\n'), run.out.size() - 1);
  const google::protobuf::Struct report = Json(run.out);
  EXPECT_THAT(KeysOf(report),
              UnorderedElementsAre("clean", "ledger", "kind", "position", "root", "state_digest",
                                   "rows", "details", "erased_details", "lost_details",
                                   "erased_since_details", "put_right_since_references", "anchor",
                                   "beyond_anchor", "finding_count", "findings"));
  EXPECT_TRUE(report.fields().at("clean").bool_value());
  EXPECT_EQ(TextOf(report, "ledger"), ledger_id());
  EXPECT_EQ(TextOf(report, "kind"), "SANDBOX");
  EXPECT_EQ(TextOf(report, "position"), absl::StrCat(position()));
  EXPECT_EQ(TextOf(report, "root"), shown_.root_hash());
  EXPECT_EQ(TextOf(report, "state_digest").size(), 64u);
  EXPECT_EQ(TextOf(report, "rows"), "5");     // policy, fund, person, award, totals
  EXPECT_EQ(TextOf(report, "details"), "1");  // the case reference
  EXPECT_EQ(TextOf(report, "erased_details"), "0");
  EXPECT_EQ(TextOf(report, "lost_details"), "0");
  EXPECT_EQ(TextOf(report, "erased_since_details"), "0");
  EXPECT_EQ(TextOf(report, "put_right_since_references"), "0");
  EXPECT_EQ(TextOf(report, "anchor"), "REACHED");
  EXPECT_EQ(TextOf(report, "beyond_anchor"), "0");
  EXPECT_EQ(TextOf(report, "finding_count"), "0");
  EXPECT_EQ(report.fields().at("findings").list_value().values_size(), 0);
}

TEST_F(FsckToolTest, RowThatWasChanged_isAFindingAndTheJournalIsStillDescribed) {
  ChangeFundRow();
  const ProgramRun run = FsckUnchanging();
  EXPECT_EQ(run.exit_code, 1) << run.out << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(run.out, HasSubstr(absl::StrCat("\nPosition      ", position(), " entries\n")));
  EXPECT_THAT(run.out, HasSubstr("\nDAMAGED: 1 finding\n  the row 10"));  // a fund's
  EXPECT_THAT(run.out, EndsWith(" is not what the journal makes it\n"));
  const google::protobuf::Struct report = Json(FsckUnchanging({"--json"}).out);
  EXPECT_FALSE(report.fields().at("clean").bool_value());
  EXPECT_EQ(TextOf(report, "root"), shown_.root_hash());
  EXPECT_EQ(TextOf(report, "finding_count"), "1");
  const auto& findings = report.fields().at("findings").list_value();
  ASSERT_EQ(findings.values_size(), 1);
  EXPECT_THAT(findings.values(0).string_value(), HasSubstr("is not what the journal makes it"));
}

TEST_F(FsckToolTest, DamagedTable_isAFindingAndNothingIsSaidOfTheJournal) {
  const fs::path table = StoreFile(data_dir_, ".sst");
  FlipByte(table, fs::file_size(table) / 3);
  const ProgramRun run = FsckUnchanging();
  EXPECT_EQ(run.exit_code, 1) << run.out << run.err;
  EXPECT_THAT(run.out, StartsWith("Journal       could not be read\nDAMAGED: 1 finding\n  "));
  EXPECT_THAT(run.out, HasSubstr(table.filename().string()));
  EXPECT_THAT(run.out, AllOf(Not(HasSubstr("0000-0000")), Not(HasSubstr("Anchor"))));
  const google::protobuf::Struct report = Json(FsckUnchanging({"--json"}).out);
  EXPECT_THAT(KeysOf(report), UnorderedElementsAre("clean", "finding_count", "findings"));
  EXPECT_FALSE(report.fields().at("clean").bool_value());
  EXPECT_EQ(TextOf(report, "finding_count"), "1");
  EXPECT_EQ(report.fields().at("findings").list_value().values_size(), 1);
}

TEST_F(FsckToolTest, StoreThatLostItsCurrentFile_isAFinding) {
  fs::remove(data_dir_ + "/store/CURRENT");
  const ProgramRun run = FsckUnchanging();
  EXPECT_EQ(run.exit_code, 1) << run.out << run.err;
  EXPECT_THAT(run.out, StartsWith("Journal       could not be read\nDAMAGED: 1 finding\n  "));
}

TEST_F(FsckToolTest, DamagedAnchor_isAFindingAndIsNotCalledMissing) {
  FlipByte(data_dir_ + "/anchor", 0);
  const ProgramRun run = FsckUnchanging();
  EXPECT_EQ(run.exit_code, 1) << run.out << run.err;
  EXPECT_THAT(run.out, HasSubstr("\nAnchor        damaged\nDAMAGED: 1 finding\n"));
  const google::protobuf::Struct report = Json(FsckUnchanging({"--json"}).out);
  EXPECT_EQ(TextOf(report, "anchor"), "DAMAGED");
  EXPECT_EQ(TextOf(report, "beyond_anchor"), "(none)");
  EXPECT_EQ(TextOf(report, "root"), shown_.root_hash());
}

TEST_F(FsckToolTest, AnchorOfALongerOrAnotherJournal_isContradictedAndNotReached) {
  storage::FileAnchor anchor(data_dir_ + "/anchor");
  for (const uint64_t beyond : {uint64_t{1}, uint64_t{0}}) {
    ASSERT_TRUE(anchor.Write({.position = position() + beyond, .root = {}}).ok());
    const ProgramRun run = FsckUnchanging();
    EXPECT_EQ(run.exit_code, 1) << run.out << run.err;
    EXPECT_THAT(run.out, HasSubstr("\nAnchor        contradicted: see the findings\nDAMAGED: 1 "));
    EXPECT_THAT(run.out,
                HasSubstr(beyond > 0 ? "acknowledged entries are lost" : "is not the one"));
    EXPECT_EQ(TextOf(Json(FsckUnchanging({"--json"}).out), "anchor"), "CONTRADICTED");
  }
}

TEST_F(FsckToolTest, LedgerWithoutAnAnchor_isCleanAndToldSo) {
  fs::remove(data_dir_ + "/anchor");
  const ProgramRun run = FsckUnchanging();
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_THAT(run.out, HasSubstr("\nAnchor        none: "));
  EXPECT_EQ(TextOf(Json(FsckUnchanging({"--json"}).out), "anchor"), "NONE");
}

TEST_F(FsckToolTest, Progress_isDrawnOnStandardErrorAlone) {
  const ProgramRun quiet = FsckUnchanging({"--progress=never"});
  EXPECT_EQ(quiet.err, "");
  const ProgramRun drawn = FsckUnchanging({"--progress=always"});
  EXPECT_EQ(drawn.exit_code, 0);
  EXPECT_EQ(drawn.out, quiet.out);
  EXPECT_THAT(drawn.err, StartsWith("Checking  ["));
  EXPECT_THAT(drawn.err, HasSubstr(absl::StrCat(position(), " of ", position(), " entries\n")));
  const std::string json = FsckUnchanging({"--json", "--progress=always"}).out;
  EXPECT_EQ(TextOf(Json(json), "position"), absl::StrCat(position()));
}

TEST_F(FsckToolTest, WrongUse_endsWithTwo) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"--data-dir"},
                                             {"--data-dir=" + data_dir_, "--no-such-option"},
                                             {"--data-dir=" + data_dir_, "--progress=sometimes"},
                                             {"--data-dir=" + data_dir_, "repair"}}) {
    const ProgramRun run = RunProgram(CARDLEDGER_FSCK, arguments);
    EXPECT_EQ(run.exit_code, 2) << run.out;
    EXPECT_EQ(run.out, "");
    EXPECT_NE(run.err, "");
  }
  EXPECT_THAT(RunProgram(CARDLEDGER_FSCK, {"--help"}).out, HasSubstr("Exit codes:"));
}

TEST_F(FsckToolTest, NoLedger_endsWithThreeAndMakesNothing) {
  const TemporaryFolder folder;
  for (const std::string& place : {folder.path().string(), folder.file("missing")}) {
    const ProgramRun run = Fsck(place, {"--json"});
    EXPECT_EQ(run.exit_code, 3) << run.out;
    EXPECT_EQ(run.out, "");
    EXPECT_THAT(run.err, StartsWith("cardledger-fsck: "));
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

// A ledger that the server's program has made and, in one way or another, has left.
class FsckOfServerTest : public testing::Test {
 protected:
  void Start() {
    fs::remove(folder_.file("port"));  // of the server before
    server_.emplace(CARDLEDGERD,
                    std::vector<std::string>{"--data-dir=" + data_dir_, "--listen=127.0.0.1:0",
                                             "--create=SANDBOX", "--development-identities",
                                             "--port-file=" + folder_.file("port")});
    ASSERT_TRUE(server_->AwaitPort(folder_.file("port"))) << server_->Output();
  }
  void End(int signal, int exit_code) {
    server_->Signal(signal);
    ASSERT_EQ(server_->AwaitExit(), exit_code) << server_->Output();
  }

  TemporaryFolder folder_;
  const std::string data_dir_ = folder_.file("data");
  std::optional<Program> server_;
};

TEST_F(FsckOfServerTest, StoreInUse_endsWithThreeAndTheServerGoesOnToStopWell) {
  Start();
  const ProgramRun run = Fsck(data_dir_);
  EXPECT_EQ(run.exit_code, 3) << run.out;
  EXPECT_EQ(run.out, "");
  EXPECT_THAT(run.err, AllOf(StartsWith("cardledger-fsck: "), HasSubstr("in use")));
  End(SIGTERM, 0);
  const ProgramRun after = Fsck(data_dir_);
  EXPECT_EQ(after.exit_code, 0) << after.err;
  EXPECT_THAT(after.out, HasSubstr("\nPosition      1 entries\n"));
}

TEST_F(FsckOfServerTest, StoreOfAKilledServer_isCleanAndItsLogIsLeftAlone) {
  Start();
  End(SIGKILL, -SIGKILL);
  const std::map<std::string, std::string> before = FilesOf(data_dir_);
  const ProgramRun run = Fsck(data_dir_);
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_THAT(run.out, EndsWith(kClean));
  EXPECT_TRUE(FilesOf(data_dir_) == before) << "a file was changed, made or removed";
}

// As docs/OPERATIONS.md tells: after a power cut the server opens a ledger first.
TEST_F(FsckOfServerTest, TornEndOfTheLog_isReportedUntilAServerHasOpenedTheLedger) {
  Start();
  End(SIGKILL, -SIGKILL);
  const fs::path log = StoreFile(data_dir_, ".log");
  // The header of a record whose body the file system had made room for, and no more.
  std::ofstream(log, std::ios::binary | std::ios::app)
      << std::string("\x12\x34\x56\x78\x40\x00\x01", 7) << std::string(0x40, '\0');
  const std::map<std::string, std::string> before = FilesOf(data_dir_);
  const ProgramRun torn = Fsck(data_dir_);
  EXPECT_EQ(torn.exit_code, 1) << torn.out << torn.err;
  EXPECT_THAT(torn.out, StartsWith("Journal       could not be read\nDAMAGED: 1 finding\n"));
  EXPECT_TRUE(FilesOf(data_dir_) == before) << "a file was changed, made or removed";
  Start();
  End(SIGTERM, 0);
  const ProgramRun run = Fsck(data_dir_);
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

}  // namespace
}  // namespace cardledger::tests
