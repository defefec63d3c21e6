// The program itself: what it prints, what it refuses, how it stops, and with which exit code.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <jansson.h>
#include <memory>
#include <unistd.h>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"

#include "cardledger/v1/journal.grpc.pb.h"
#include "cardledger/v1/policies.grpc.pb.h"
#include "clients/admin/identities_folder.h"
#include "services/rpc/identities.h"
#include "tests/support/http_get.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_ledger.h"
#include <netinet/in.h>
#include <sys/socket.h>

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;

constexpr char kProgram[] = CARDLEDGERD;

class CardledgerdTest : public ::testing::Test {
 protected:
  std::vector<std::string> Arguments(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"--data-dir=" + DataDir(), "--listen=127.0.0.1:0",
                                       "--development-identities", "--port-file=" + PortFile()};
    for (std::string& argument : more) arguments.push_back(std::move(argument));
    return arguments;
  }
  std::string DataDir() const { return folder_.file("data"); }
  std::string PortFile() const { return folder_.file("port"); }

  // Runs to the end, which must come by itself.
  int Run(const std::vector<std::string>& arguments) {
    Program process(kProgram, arguments);
    const int code = process.AwaitExit();
    output_ = process.Output();
    return code;
  }
  // Makes a ledger, and one entry more for each policy of `policy_dir`.
  void MakeLedger(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = Arguments({"--create=SANDBOX"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    Program process(kProgram, arguments);
    ASSERT_TRUE(process.AwaitPort(PortFile())) << process.Output();
    process.Signal(SIGTERM);
    ASSERT_EQ(process.AwaitExit(), 0) << process.Output();
    std::filesystem::remove(PortFile());
  }
  v1::GetLedgerResponse LedgerAt(int port) {
    const auto stub = v1::JournalService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    context.AddMetadata(rpc::kSubjectMetadata, "auditor-1");
    context.AddMetadata(rpc::kRolesMetadata, "auditor");
    v1::GetLedgerResponse response;
    const grpc::Status status = stub->GetLedger(&context, v1::GetLedgerRequest(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  TemporaryFolder folder_;
  std::string output_;
};

TEST_F(CardledgerdTest, Server_startedTwice_servesTheSameLedgerAndStopsWithZero) {
  v1::GetLedgerResponse first;
  for (const int signal : {SIGTERM, SIGINT}) {
    Program process(kProgram, Arguments({"--create=SANDBOX"}));
    const std::optional<int> port = process.AwaitPort(PortFile());
    ASSERT_TRUE(port) << process.Output();
    const v1::GetLedgerResponse ledger = LedgerAt(*port);
    if (signal == SIGTERM) {
      first = ledger;
    } else {
      EXPECT_EQ(ledger.ledger(), first.ledger());
      EXPECT_EQ(ledger.root_hash(), first.root_hash());
    }
    const std::string uuid = ledger.ledger().substr(ledger.ledger().find('/') + 1);
    process.Signal(signal);
    EXPECT_EQ(process.AwaitExit(), 0) << process.Output();
    EXPECT_TRUE(absl::StrContains(
        process.Output(), absl::StrCat("cardledgerd: listening on 127.0.0.1:", *port, ", ledger ",
                                       uuid, " (SANDBOX), position 1\n")))
        << process.Output();
    EXPECT_TRUE(std::filesystem::exists(DataDir() + "/anchor"));
    std::filesystem::remove(PortFile());
  }
}

// Each line a JSON object with what every event has.
void ExpectJson(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    const std::unique_ptr<json_t, decltype(&json_decref)> object(
        json_loads(line.c_str(), JSON_REJECT_DUPLICATES, nullptr), json_decref);
    for (const char* field : {"time", "severity", "event", "message"}) {
      EXPECT_TRUE(json_is_string(json_object_get(object.get(), field))) << field << ": " << line;
    }
  }
}

TEST_F(CardledgerdTest, Metrics_standOnAPortOfTheirOwn_andTheLogIsJson) {
  Program process(kProgram,
                  Arguments({"--create=SANDBOX", "--metrics=127.0.0.1:0", "--log-format=json"}));
  ASSERT_TRUE(process.AwaitPort(PortFile())) << process.Output();
  const std::optional<int> metrics = process.AwaitPort(PortFile() + "-metrics");
  ASSERT_TRUE(metrics) << process.Output();
  EXPECT_THAT(HttpGet(*metrics, "/metrics"), HasSubstr("\ncardledger_position 1\n"));
  process.Signal(SIGTERM);
  EXPECT_EQ(process.AwaitExit(), 0) << process.Output();
  const std::vector<std::string> lines = absl::StrSplit(process.Err(), '\n', absl::SkipEmpty());
  EXPECT_FALSE(lines.empty());
  ExpectJson(lines);
}

// Connects to a port where TLS is spoken, says something else, and waits to be let go.
void SpeakPlainly(int port) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  constexpr absl::string_view kWords = "GET / HTTP/1.1\r\n\r\n";
  EXPECT_EQ(send(connection, kWords.data(), kWords.size(), MSG_NOSIGNAL), ssize_t{kWords.size()});
  char byte = 0;
  while (recv(connection, &byte, 1, 0) > 0) {
  }
  close(connection);
}

TEST_F(CardledgerdTest, StrangersWhoFailTheHandshake_fillNoLog) {
  constexpr size_t kStrangers = 1'000;
  const std::string folder = folder_.file("identities");
  ASSERT_TRUE(
      admin::IdentitiesFolder::Make(folder, {}, TestLedgerOptions().now_us / kMicrosecondsPerSecond)
          .ok());
  Program process(
      kProgram,
      {"--data-dir=" + DataDir(), "--create=SANDBOX", "--log-format=json", "--listen=127.0.0.1:0",
       "--port-file=" + PortFile(), "--identities=" + folder + "/identities.textproto",
       "--tls-certificate=" + folder + "/server.pem", "--tls-key=" + folder + "/server.key",
       "--tls-client-ca=" + folder + "/authority.pem"});
  const std::optional<int> port = process.AwaitPort(PortFile());
  ASSERT_TRUE(port) << process.Output();
  for (size_t i = 0; i < kStrangers; ++i) SpeakPlainly(*port);
  process.Signal(SIGTERM);
  EXPECT_EQ(process.AwaitExit(), 0) << process.Output();
  const std::vector<std::string> lines = absl::StrSplit(process.Err(), '\n', absl::SkipEmpty());
  ExpectJson(lines);
  const auto of_grpc = std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
    return absl::StrContains(line, R"("event":"grpc")");
  });
  EXPECT_GT(of_grpc, 0);
  EXPECT_LT(lines.size(), kStrangers / 4);
}

TEST_F(CardledgerdTest, WrongUse_endsWithTwo) {
  EXPECT_EQ(Run({}), 2);
  EXPECT_EQ(Run({"--no-such-option"}), 2);
  EXPECT_EQ(Run(Arguments({"--create=LIVE"})), 2);
  EXPECT_TRUE(absl::StrContains(output_, "LIVE")) << output_;
  EXPECT_EQ(Run({"--data-dir=" + DataDir(), "--create=SANDBOX"}), 2);
  EXPECT_TRUE(absl::StrContains(output_, "--development-identities")) << output_;
  EXPECT_EQ(Run({"--data-dir=" + DataDir(), "--create=SANDBOX", "--development-identities",
                 "--listen=0.0.0.0:0"}),
            2);
  EXPECT_TRUE(absl::StrContains(output_, "loopback")) << output_;
  EXPECT_FALSE(std::filesystem::exists(DataDir()));
}

TEST_F(CardledgerdTest, NoLedger_withoutCreate_endsWithThreeAndMakesNothing) {
  EXPECT_EQ(Run(Arguments()), 3);
  EXPECT_TRUE(absl::StrContains(output_, "--create=SANDBOX")) << output_;
  EXPECT_FALSE(std::filesystem::exists(DataDir()));
}

TEST_F(CardledgerdTest, StoreInUse_endsWithThreeAndTheFirstGoesOn) {
  Program first(kProgram, Arguments({"--create=SANDBOX"}));
  const std::optional<int> port = first.AwaitPort(PortFile());
  ASSERT_TRUE(port) << first.Output();
  EXPECT_EQ(Run(Arguments()), 3) << output_;
  EXPECT_EQ(LedgerAt(*port).write_state(), v1::WRITE_STATE_READY);
}

TEST_F(CardledgerdTest, PortTaken_endsWithFive) {
  Program first(kProgram, Arguments({"--create=SANDBOX"}));
  const std::optional<int> port = first.AwaitPort(PortFile());
  ASSERT_TRUE(port) << first.Output();
  EXPECT_EQ(Run({"--data-dir=" + folder_.file("other"), "--create=SANDBOX",
                 "--development-identities", absl::StrCat("--listen=127.0.0.1:", *port)}),
            5)
      << output_;
}

TEST_F(CardledgerdTest, Store_putBackToAnEarlierState_endsWithFour) {
  MakeLedger();
  const std::string earlier = folder_.file("earlier");
  std::filesystem::copy(DataDir() + "/store", earlier, std::filesystem::copy_options::recursive);
  const std::string policies = folder_.file("policies");
  std::filesystem::create_directory(policies);
  std::ofstream(policies + "/a.textproto") << TestPolicyText();
  MakeLedger({"--policy-dir=" + policies});
  std::filesystem::remove_all(DataDir() + "/store");
  std::filesystem::rename(earlier, DataDir() + "/store");
  EXPECT_EQ(Run(Arguments()), 4) << output_;
  EXPECT_TRUE(absl::StrContains(output_, "anchor")) << output_;
}

TEST_F(CardledgerdTest, PolicyFolder_isActivatedOnceOnANewLedger) {
  const std::string policies = folder_.file("policies");
  std::filesystem::create_directory(policies);
  std::ofstream(policies + "/a.textproto") << TestPolicyText();
  std::ofstream(policies + "/notes.txt") << "not a policy";
  for (int start = 0; start < 2; ++start) {
    Program process(kProgram, Arguments({"--create=SANDBOX", "--policy-dir=" + policies}));
    const std::optional<int> port = process.AwaitPort(PortFile());
    ASSERT_TRUE(port) << process.Output();
    EXPECT_EQ(LedgerAt(*port).read_point().position(), 2u);
    process.Signal(SIGTERM);
    EXPECT_EQ(process.AwaitExit(), 0);
    std::filesystem::remove(PortFile());
  }
}

TEST_F(CardledgerdTest, PolicyFolder_withAFault_endsWithTwoAndNamesFileAndLine) {
  const std::string policies = folder_.file("policies");
  std::filesystem::create_directory(policies);
  std::ofstream(policies + "/a.textproto") << TestPolicyText();
  std::ofstream(policies + "/b.textproto") << "version: \"half\"\nvalid_from { year: 2026";
  EXPECT_EQ(Run(Arguments({"--create=SANDBOX", "--policy-dir=" + policies})), 2);
  EXPECT_TRUE(absl::StrContains(output_, "b.textproto")) << output_;
  EXPECT_TRUE(absl::StrContains(output_, "line 2")) << output_;
  EXPECT_EQ(Run(Arguments({"--create=SANDBOX", "--policy-dir=" + folder_.file("none")})), 2);
}

TEST_F(CardledgerdTest, SecondSignal_whileACallHoldsTheStopUp_endsItAtOnce) {
  Program process(kProgram, Arguments({"--create=SANDBOX"}));
  const std::optional<int> port = process.AwaitPort(PortFile());
  ASSERT_TRUE(port) << process.Output();
  // A watch of the server's health ends only when the time for stopping is up.
  grpc::GenericStub stub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", *port), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  void* tag = nullptr;
  bool ok = false;
  const auto call = stub.PrepareCall(&context, "/grpc.health.v1.Health/Watch", &queue);
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  const grpc::Slice no_bytes;
  call->WriteLast(grpc::ByteBuffer(&no_bytes, 1), grpc::WriteOptions(), nullptr);
  queue.Next(&tag, &ok);
  grpc::ByteBuffer answer;
  call->Read(&answer, nullptr);
  queue.Next(&tag, &ok);
  ASSERT_TRUE(ok);
  process.Signal(SIGTERM);
  while (!absl::StrContains(process.Output(), "stopping")) sched_yield();
  process.Signal(SIGTERM);
  EXPECT_EQ(process.AwaitExit(), -SIGTERM);
  context.TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
}

TEST_F(CardledgerdTest, Killed_atAnyTime_startsAgain) {
  for (int round = 0; round < 3; ++round) {
    Program process(kProgram, Arguments({"--create=SANDBOX"}));
    ASSERT_TRUE(process.AwaitPort(PortFile())) << process.Output();
    process.Signal(SIGKILL);
    EXPECT_EQ(process.AwaitExit(), -SIGKILL);
    std::filesystem::remove(PortFile());
  }
}

TEST_F(CardledgerdTest, HelpAndVersion_endWithZero) {
  EXPECT_EQ(Run({"--help"}), 0);
  EXPECT_TRUE(absl::StrContains(output_, "--data-dir DIR")) << output_;
  EXPECT_EQ(Run({"--version"}), 0);
  EXPECT_TRUE(absl::StartsWith(output_, "cardledgerd ")) << output_;
}

}  // namespace
}  // namespace cardledger::tests
