#include "services/server/server_flags.h"

#include <fstream>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

#include "tests/support/temporary_folder.h"

namespace cardledger::server {
namespace {

TEST(ServerFlagsTest, Options_areRead) {
  const auto flags =
      ParseServerFlags({"--data-dir=/a", "--listen=127.0.0.1:0", "--port-file=/b",
                        "--create=SANDBOX", "--development-identities", "--policy-dir=/c"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(flags->data_dir, "/a");
  EXPECT_EQ(flags->listen, "127.0.0.1:0");
  EXPECT_EQ(flags->port_file, "/b");
  EXPECT_EQ(flags->create, journal::v1::LEDGER_KIND_SANDBOX);
  EXPECT_TRUE(flags->development_identities);
  EXPECT_EQ(flags->policy_dir, "/c");
}

TEST(ServerFlagsTest, HelpAndVersion_needNothingElse) {
  EXPECT_TRUE(ParseServerFlags({"--help"})->help);
  EXPECT_TRUE(ParseServerFlags({"-h"})->help);
  EXPECT_TRUE(ParseServerFlags({"--version"})->version);
}

TEST(ServerFlagsTest, WrongUse_isSaidWithTheOption) {
  const struct {
    std::vector<std::string> arguments;
    const char* says;
  } cases[] = {
      {{}, "--data-dir"},
      {{"--data-dir="}, "--data-dir"},
      {{"--data-dir=/a", "--data-dir=/b"}, "twice"},
      {{"--data-dir=/a", "--date-dir=/b"}, "--date-dir"},
      {{"--data-dir=/a", "stray"}, "stray"},
      {{"--data-dir=/a", "--create=sandbox"}, "SANDBOX or LIVE"},
      {{"--data-dir=/a", "--listen=7420"}, "HOST:PORT"},
      {{"--data-dir=/a", "--listen=127.0.0.1:"}, "HOST:PORT"},
      {{"--data-dir=/a", "--listen=127.0.0.1:65536"}, "HOST:PORT"},
      {{"--data-dir=/a", "--development-identities=yes"}, "takes no value"},
      {{"--data-dir=/a", "--flagfile=/no/such/file"}, "/no/such/file"},
  };
  for (const auto& [arguments, says] : cases) {
    const auto flags = ParseServerFlags(arguments);
    EXPECT_EQ(flags.status().code(), absl::StatusCode::kInvalidArgument) << says;
    EXPECT_TRUE(absl::StrContains(flags.status().message(), says)) << flags.status();
  }
}

TEST(ServerFlagsTest, FileOfOptions_isReadAroundCommentsAndBlanks) {
  const tests::TemporaryFolder folder;
  std::ofstream(folder.file("flags")) << "# a comment\n\n  --data-dir=/a  \n--create=LIVE\n";
  const auto flags = ParseServerFlags({"--flagfile=" + folder.file("flags")});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(flags->data_dir, "/a");
  EXPECT_EQ(flags->create, journal::v1::LEDGER_KIND_LIVE);
}

TEST(ServerFlagsTest, Help_explainsEveryOptionAndExitCode) {
  for (const char* text : {"--data-dir", "--listen", "--port-file", "--create", "--policy-dir",
                           "--development-identities", "--flagfile", "--version", "Exit codes"}) {
    EXPECT_TRUE(absl::StrContains(ServerHelp(), text)) << text;
  }
}

}  // namespace
}  // namespace cardledger::server
