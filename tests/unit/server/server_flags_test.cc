#include "services/server/server_flags.h"

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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

TEST(ServerFlagsTest, WhatOperatorsWatchAndHowMuchCallersMayDo_areRead) {
  const auto flags =
      ParseServerFlags({"--data-dir=/a", "--metrics=127.0.0.1:0", "--log-format=json",
                        "--calls-per-second=7", "--system-calls-per-second=1000000"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(flags->metrics, "127.0.0.1:0");
  EXPECT_TRUE(flags->json_log);
  EXPECT_EQ(flags->calls_per_second, 7);
  EXPECT_EQ(flags->system_calls_per_second, 1'000'000);
  const auto none = ParseServerFlags({"--data-dir=/a", "--log-format=text"});
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_EQ(none->metrics, "");
  EXPECT_FALSE(none->json_log);
  EXPECT_FALSE(none->calls_per_second || none->system_calls_per_second);
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
      {{"--data-dir=/a", "--data-dir=/b"}, "--data-dir"},
      {{"--data-dir=/a", "--date-dir=/b"}, "--date-dir"},
      {{"--data-dir=/a", "stray"}, "stray"},
      {{"--data-dir=/a", "--create=sandbox"}, "SANDBOX or LIVE"},
      {{"--data-dir=/a", "--listen=7420"}, "HOST:PORT"},
      {{"--data-dir=/a", "--listen=127.0.0.1:"}, "HOST:PORT"},
      {{"--data-dir=/a", "--listen=127.0.0.1:65536"}, "HOST:PORT"},
      {{"--data-dir=/a", "--metrics=7421"}, "HOST:PORT"},
      {{"--data-dir=/a", "--log-format=xml"}, "text or json"},
      {{"--data-dir=/a", "--calls-per-second=0"}, "--calls-per-second"},
      {{"--data-dir=/a", "--system-calls-per-second=1000001"}, "--system-calls-per-second"},
      {{"--data-dir=/a", "--development-identities=yes"}, "development-identities"},
      {{"--data-dir=/a", "--config=/no/such/file"}, "/no/such/file"},
  };
  for (const auto& [arguments, says] : cases) {
    const auto flags = ParseServerFlags(arguments);
    EXPECT_EQ(flags.status().code(), absl::StatusCode::kInvalidArgument) << says;
    EXPECT_TRUE(absl::StrContains(flags.status().message(), says)) << flags.status();
  }
}

class ServerConfigTest : public testing::Test {
 protected:
  absl::StatusOr<ServerFlags> Parse(const std::string& text,
                                    std::vector<std::string> arguments = {}) {
    std::ofstream(folder_.file("config")) << text;
    arguments.push_back("--config=" + folder_.file("config"));
    return ParseServerFlags(arguments);
  }

  const tests::TemporaryFolder folder_;
};

TEST_F(ServerConfigTest, File_isReadAroundCommentsAndBlanks) {
  const auto flags = Parse(
      "# a comment\n\n  data-dir = \"/a b\"  \nlisten = 127.0.0.1:0\ncreate = LIVE\n"
      "development-identities = true\n");
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(flags->data_dir, "/a b");
  EXPECT_EQ(flags->listen, "127.0.0.1:0");
  EXPECT_EQ(flags->create, journal::v1::LEDGER_KIND_LIVE);
  EXPECT_TRUE(flags->development_identities);
}

TEST_F(ServerConfigTest, CommandLine_countsMoreThanTheFile) {
  const auto flags = Parse("data-dir = /a\n", {"--data-dir=/b"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(flags->data_dir, "/b");
}

TEST_F(ServerConfigTest, WrongLine_isSaidWithItsOption) {
  for (const char* line : {"date-dir = /b", "create = sandbox", "listen = 7420"}) {
    const auto flags = Parse(absl::StrCat("data-dir = /a\n", line, "\n"));
    ASSERT_FALSE(flags.ok()) << line;
    const std::string option(absl::string_view(line).substr(0, 6));
    EXPECT_TRUE(absl::StrContains(flags.status().message(), option)) << flags.status();
  }
}

TEST_F(ServerConfigTest, DeployedFile_isUnderstood) {
  const auto flags = ParseServerFlags({"--config=" CARDLEDGER_CONFIG_FILE});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(flags->create, journal::v1::LEDGER_KIND_LIVE);
  EXPECT_EQ(flags->identities, "/etc/cardledger/identities.textproto");
  EXPECT_EQ(flags->key_file, "/var/lib/cardledger-keys/keys");
  EXPECT_FALSE(flags->development_identities);
}

TEST(ServerFlagsTest, Help_explainsEveryOptionAndExitCode) {
  for (const char* text : {"--data-dir", "--listen", "--port-file", "--create", "--policy-dir",
                           "--development-identities", "--config", "--version", "Exit codes"}) {
    EXPECT_TRUE(absl::StrContains(ServerHelp(), text)) << text;
  }
}

}  // namespace
}  // namespace cardledger::server
