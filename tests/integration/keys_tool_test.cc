// The real `cardledger-keys` on the key file of a ledger that a real server has open.

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/vault/kek.h"
#include "storage/file/posix_file.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cardledger::tests {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class KeysToolTest : public ::testing::Test {
 protected:
  static ProgramRun Keys(const std::vector<std::string>& arguments) {
    return RunProgram(CARDLEDGER_KEYS, arguments);
  }

  std::unique_ptr<Program> StartServer() {
    auto server = std::make_unique<Program>(
        CARDLEDGERD,
        std::vector<std::string>{"--data-dir=" + folder_.file("ledger"), "--listen=127.0.0.1:0",
                                 "--create=SANDBOX", "--development-identities",
                                 "--port-file=" + folder_.file("port")});
    EXPECT_TRUE(server->AwaitPort(folder_.file("port"))) << server->Output();
    return server;
  }
  void MakeOldCopy() {
    fs::create_directories(copies_);
    std::ofstream(copies_ + "/keys-20200101T000000Z") << "old";
    std::ofstream(copies_ + "/keys-20200101T000001Z.new") << "of a back-up that was killed";
  }
  std::vector<std::string> Copies() {
    std::vector<std::string> names;
    for (const auto& file : fs::directory_iterator(copies_)) {
      names.push_back(file.path().filename().string());
    }
    return names;
  }

  const TemporaryFolder folder_;
  const std::string key_file_ = folder_.file("ledger.keys");
  const std::string copies_ = folder_.file("copies");
};

TEST_F(KeysToolTest, BackUp_copiesTheFileOfARunningServer_andDeletesOldCopiesAlone) {
  const auto server = StartServer();
  MakeOldCopy();
  std::ofstream(copies_ + "/something-else") << "ours";
  const ProgramRun run = Keys({"back-up", "--key-file=" + key_file_, "--to=" + copies_});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out,
              AllOf(HasSubstr("made      keys-20"), HasSubstr("deleted   keys-20200101T000000Z")));
  std::vector<std::string> names = Copies();
  EXPECT_THAT(names, SizeIs(2));
  std::erase(names, "something-else");
  ASSERT_THAT(names, SizeIs(1));
  const ProgramRun show = Keys({"show", "--key-file=" + copies_ + "/" + names[0]});
  EXPECT_EQ(show.exit_code, 0) << show.err;
  EXPECT_THAT(show.out, HasSubstr("Destroyed keys   0"));
}

TEST_F(KeysToolTest, WhateverKeepsABackUpFromBeingMade_oldCopiesAreDeleted) {
  StartServer()->Signal(SIGTERM);
  const std::vector<std::string> back_up = {"back-up", "--key-file=" + key_file_,
                                            "--to=" + copies_};
  // As on a full disk: files may have 512 bytes.
  const std::string in_no_space = absl::StrCat("ulimit -f 1; trap '' XFSZ; exec ", CARDLEDGER_KEYS,
                                               " ", absl::StrJoin(back_up, " "));
  MakeOldCopy();
  const ProgramRun full = RunProgram("/bin/sh", {"-c", in_no_space});
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_THAT(full.err, HasSubstr("cannot write"));
  EXPECT_THAT(Copies(), IsEmpty());
  fs::resize_file(key_file_, fs::file_size(key_file_) + 1);
  MakeOldCopy();
  EXPECT_THAT(Keys(back_up).err, HasSubstr("does not end with a whole slot"));
  EXPECT_THAT(Copies(), IsEmpty());
  fs::remove(key_file_);
  MakeOldCopy();
  EXPECT_THAT(Keys(back_up).err, HasSubstr("there is no file"));
  EXPECT_THAT(Copies(), IsEmpty());
}

TEST_F(KeysToolTest, CopyThatCannotBeDeleted_keepsNoOther_andNoNewOneFromBeingMade) {
  StartServer()->Signal(SIGTERM);
  MakeOldCopy();
  fs::create_directories(copies_ + "/keys-20200102T000000Z");
  const ProgramRun run = Keys({"back-up", "--key-file=" + key_file_, "--to=" + copies_});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, HasSubstr("keys-20200102T000000Z: Is a directory"));
  EXPECT_THAT(run.out,
              AllOf(HasSubstr("deleted   keys-20200101T000000Z"), HasSubstr("made      keys-20")));
}

// What the first is just writing looks like what a killed one left.
TEST_F(KeysToolTest, SecondBackUpIntoTheSameFolder_isToldSo_andTouchesNothing) {
  StartServer()->Signal(SIGTERM);
  MakeOldCopy();
  const std::vector<std::string> back_up = {"back-up", "--key-file=" + key_file_,
                                            "--to=" + copies_};
  {
    const auto first = storage::LockFolder(copies_);
    ASSERT_TRUE(first.ok()) << first.status();
    const ProgramRun second = Keys(back_up);
    EXPECT_EQ(second.exit_code, 1);
    EXPECT_THAT(second.err, HasSubstr(copies_ + " is in use by another process"));
    EXPECT_THAT(Copies(), SizeIs(2));
  }
  EXPECT_EQ(Keys(back_up).exit_code, 0);
}

TEST_F(KeysToolTest, CopiesAreNeverKeptForMoreThan30Days) {
  const ProgramRun run =
      Keys({"back-up", "--key-file=" + key_file_, "--to=" + copies_, "--keep-days=29"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("not in range 1 to 28"));
}

TEST_F(KeysToolTest, NewKey_isOneThatAServerTakes_andIsNeverOverwritten) {
  const std::string path = folder_.file("kek");
  EXPECT_EQ(Keys({"new-key", "--to=" + path}).exit_code, 0);
  EXPECT_TRUE(vault::ReadKek(path).ok());
  const ProgramRun again = Keys({"new-key", "--to=" + path});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.err, HasSubstr("there is a file"));
}

TEST_F(KeysToolTest, WhatIsNoKeyFile_isSaid) {
  EXPECT_THAT(Keys({"show", "--key-file=" + key_file_}).err, HasSubstr("there is no file"));
  std::ofstream(key_file_) << std::string(4'096, 'x');
  fs::permissions(key_file_, fs::perms::owner_read);
  const ProgramRun run = Keys({"show", "--key-file=" + key_file_});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, HasSubstr("no key file"));
}

TEST_F(KeysToolTest, ServerWithAnotherKey_refusesTheLedger_andTakesANewOneWithThePrevious) {
  StartServer()->Signal(SIGTERM);
  const std::string kek = folder_.file("new");
  EXPECT_EQ(Keys({"new-key", "--to=" + kek}).exit_code, 0);
  std::vector<std::string> arguments = {
      "--data-dir=" + folder_.file("ledger"), "--listen=127.0.0.1:0", "--development-identities",
      "--port-file=" + folder_.file("port2"), "--key-encryption-key=" + kek};
  const ProgramRun refused = RunProgram(CARDLEDGERD, arguments);
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("is wrapped under the key-encryption key"));
  arguments.push_back("--previous-key-encryption-key=" + folder_.file("ledger.kek"));
  Program changed(CARDLEDGERD, arguments);
  EXPECT_TRUE(changed.AwaitPort(folder_.file("port2"))) << changed.Output();
}

}  // namespace
}  // namespace cardledger::tests
