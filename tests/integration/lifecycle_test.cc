// A server's life: what it refuses to serve, health, reflection, latching, and stopping while calls
// are under way.

#include <atomic>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"

#include "storage/memory/memory_store.h"
#include "tests/integration/gate.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

// Calls a method whose messages are not among ours: raw bytes both ways.
std::string CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                    const std::string& request) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
  grpc::CompletionQueue queue;
  void* tag = nullptr;
  bool ok = false;
  const auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  const grpc::Slice slice(request);
  call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
  queue.Next(&tag, &ok);
  grpc::ByteBuffer response;
  call->Read(&response, nullptr);
  queue.Next(&tag, &ok);
  std::string bytes;
  std::vector<grpc::Slice> slices;
  if (ok && response.Dump(&slices).ok()) {
    for (const grpc::Slice& part : slices) bytes.append(part.begin(), part.end());
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
  return status.ok() ? bytes : "error " + std::to_string(status.error_code());
}

// grpc.health.v1: the answer's only field is the status.
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

std::string HealthOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  std::string request;
  if (!service.empty()) request = std::string("\x0a") + static_cast<char>(service.size()) + service;
  return CallRaw(channel, "/grpc.health.v1.Health/Check", request);
}

TEST(LifecycleTest, Health_ofAFreshServer_isServingForEveryService) {
  ServedLedger ledger;
  EXPECT_EQ(HealthOf(ledger.channel(), ""), kServing);
  for (const char* service :
       {"cardledger.v1.AwardService", "cardledger.v1.BalanceService", "cardledger.v1.CardService",
        "cardledger.v1.FundService", "cardledger.v1.JournalService", "cardledger.v1.LoadService",
        "cardledger.v1.PersonService", "cardledger.v1.PolicyService",
        "cardledger.v1.ProviderService", "cardledger.v1.ReferralService",
        "cardledger.v1.TransactionService", "cardledger.v1.WorklistService"}) {
    EXPECT_EQ(HealthOf(ledger.channel(), service), kServing) << service;
  }
}

TEST(LifecycleTest, Reflection_listsTheServices) {
  ServedLedger ledger;
  const std::string listed =
      CallRaw(ledger.channel(), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
              std::string("\x3a\x01*", 3));
  EXPECT_TRUE(absl::StrContains(listed, "cardledger.v1.LoadService")) << listed;
  EXPECT_TRUE(absl::StrContains(listed, "grpc.health.v1.Health")) << listed;
}

TEST(LifecycleTest, Write_whoseOutcomeIsUnknown_latchesWritesAndHealthWhileReadsGoOn) {
  ServedLedger ledger;
  const std::string award = ledger.MakeAward();
  const v1::CreateLoadRequest request = ledger.LoadOf(award, 1'000);
  const auto load = [&](const v1::CreateLoadRequest& asked) {
    return ledger.Call(ledger.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, asked);
  };
  ledger.disk().faults().FailApply(storage::ApplyFault::kUnknownWritten);
  const auto unknown = load(request);
  EXPECT_EQ(unknown.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(unknown.details), "OUTCOME_UNKNOWN");
  const auto later = load(ledger.LoadOf(award, 1));
  EXPECT_EQ(later.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(later.details), "LEDGER_LATCHED");
  bool has_retry_info = false;
  for (const auto& any : later.details.details())
    has_retry_info |= any.Is<google::rpc::RetryInfo>();
  EXPECT_TRUE(has_retry_info);

  v1::GetBalanceRequest balance;
  balance.set_award(award);
  EXPECT_TRUE(
      ledger.Call(ledger.balances, &v1::BalanceService::Stub::GetBalance, kFinanceOfficer, balance)
          .ok());
  const auto shown = ledger.Call(ledger.journal, &v1::JournalService::Stub::GetLedger, kAuditor,
                                 v1::GetLedgerRequest());
  EXPECT_EQ(shown.response.write_state(), v1::WRITE_STATE_LATCHED);
  while (HealthOf(ledger.channel(), "") == kServing) std::this_thread::yield();
  EXPECT_EQ(HealthOf(ledger.channel(), ""), kNotServing);
  EXPECT_EQ(HealthOf(ledger.channel(), "cardledger.v1.LoadService"), kNotServing);

  // Another process finds that it was written after all, and says so under the same id.
  ledger.Restart();
  const auto again = load(request);
  ASSERT_TRUE(again.ok()) << again.status.error_message();
  EXPECT_EQ(again.response.available_pence(), 1'000);
}

TEST(LifecycleTest, Clock_thatFallsBack_stopsWritesUntilConfirmed) {
  ServedLedger ledger;
  const std::string award = ledger.MakeAward();
  const auto load = [&] {
    return ledger.Call(ledger.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer,
                       ledger.LoadOf(award, 1));
  };
  v1::ConfirmClockRequest confirm;
  confirm.set_request_id(ledger.NewId());
  const auto needless =
      ledger.Call(ledger.journal, &v1::JournalService::Stub::ConfirmClock, kAdministrator, confirm);
  EXPECT_EQ(ReasonOf(needless.details), "CLOCK_NOT_UNSURE");
  ledger.clock().Step(-120 * kMicrosecondsPerSecond);
  const auto unsure = load();
  EXPECT_EQ(unsure.status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ReasonOf(unsure.details), "CLOCK_UNSURE");
  EXPECT_EQ(HealthOf(ledger.channel(), ""), kServing);
  confirm.set_request_id(ledger.NewId());
  const auto confirmed =
      ledger.Call(ledger.journal, &v1::JournalService::Stub::ConfirmClock, kAdministrator, confirm);
  ASSERT_TRUE(confirmed.ok()) << confirmed.status.error_message();
  EXPECT_TRUE(load().ok());
}

TEST(LifecycleTest, Server_thatStopsUnderLoad_keepsEverythingItAcknowledged) {
  ServedLedger ledger(Backing::kRocksDb, Transport::kTcp);
  const std::string award = ledger.MakeAward();
  std::atomic<int> sent{0};
  std::vector<std::vector<std::string>> acknowledged(4);
  std::vector<std::thread> callers;
  // Ids and stubs are not shared between threads that also touch the ledger's helper.
  std::vector<std::vector<v1::CreateLoadRequest>> requests(4);
  for (auto& of_one : requests) {
    for (int i = 0; i < 2'000; ++i) of_one.push_back(ledger.LoadOf(award, 1));
  }
  for (size_t c = 0; c < requests.size(); ++c) {
    callers.emplace_back([&, c] {
      for (const v1::CreateLoadRequest& request : requests[c]) {
        grpc::ClientContext context;
        Identify(context, kFinanceOfficer);
        v1::CreateLoadResponse response;
        const grpc::Status status = ledger.loads->CreateLoad(&context, request, &response);
        ++sent;
        if (!status.ok()) return;
        acknowledged[c].push_back(response.load());
      }
    });
  }
  while (sent < 200) std::this_thread::yield();
  ASSERT_TRUE(ledger.Stop().ok());
  for (std::thread& caller : callers) caller.join();
  ledger.Start();
  std::set<std::string> stored;
  grpc::ClientContext context;
  Identify(context, kAuditor);
  v1::WatchEntriesRequest request;
  request.set_until_sequence(ledger.Position());
  const auto reader = ledger.journal->WatchEntries(&context, request);
  v1::WatchEntriesResponse response;
  while (reader->Read(&response)) {
    const journal::v1::Entry& entry = response.entry();
    if (!entry.has_award_loaded()) continue;
    stored.insert("loads/" + base::Uuid::FromBytes(entry.request_id())->ToString());
  }
  EXPECT_TRUE(reader->Finish().ok());
  size_t count = 0;
  for (const auto& of_one : acknowledged) {
    for (const std::string& load : of_one) EXPECT_TRUE(stored.contains(load)) << load;
    count += of_one.size();
  }
  EXPECT_GE(count, 190u);
}

TEST(LifecycleTest, Call_underWayWhenTheServerStops_isFinished) {
  ServedLedger ledger(Backing::kMemory, Transport::kTcp);
  const std::string award = ledger.MakeAward();
  WriteGate gate(ledger.disk());
  gate.Close();
  const v1::CreateLoadRequest request = ledger.LoadOf(award, 1'000);
  Answer<v1::CreateLoadResponse> answer;
  std::thread caller([&] {
    answer =
        ledger.Call(ledger.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, request);
  });
  gate.AwaitWriter();
  std::thread opener([&] {
    std::this_thread::yield();
    gate.Open();
  });
  EXPECT_TRUE(ledger.Stop().ok());
  caller.join();
  opener.join();
  EXPECT_TRUE(answer.ok()) << answer.status.error_message();
  ledger.Start();
  EXPECT_EQ(ledger.Call(ledger.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, request)
                .response.SerializeAsString(),
            answer.response.SerializeAsString());
}

class RefusedServerTest : public ::testing::Test {
 protected:
  server::ServerOptions Options() {
    server::ServerOptions options;
    options.store = *storage::OpenMemoryStore(disk_);
    options.anchor = std::make_unique<storage::MemoryAnchor>(anchor_);
    options.keys = {.file = keys_.NewFile(), .kek = kTestKek};
    options.callers.development = true;
    return options;
  }
  // Makes a ledger of this kind without a server.
  void Make(journal::v1::LedgerKind kind) {
    auto store = *storage::OpenMemoryStore(disk_);
    storage::MemoryAnchor anchor(anchor_);
    engine::SystemClock clock;
    engine::EngineOptions options;
    options.store = store.get();
    options.anchor = &anchor;
    options.clock = &clock;
    options.random_bytes = [](size_t count) { return std::string(count, 'r'); };
    const auto vault = keys_.MustOpen(options.random_bytes);
    options.vault = vault.get();
    options.create = kind;
    ASSERT_TRUE((*engine::Engine::Open(std::move(options)))->Stop().ok());
  }

  const std::shared_ptr<storage::MemoryDisk> disk_ = std::make_shared<storage::MemoryDisk>();
  const std::shared_ptr<storage::MemoryAnchorFile> anchor_ =
      std::make_shared<storage::MemoryAnchorFile>();
  TestKeys keys_;
};

TEST_F(RefusedServerTest, LiveLedger_withDevelopmentIdentities_isRefusedAndUntouched) {
  Make(journal::v1::LEDGER_KIND_LIVE);
  const uint64_t sequence = disk_->sequence();
  const auto server = server::Server::Open(Options());
  EXPECT_EQ(server.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(absl::StrContains(server.status().message(), "LIVE"));
  EXPECT_LE(disk_->sequence(), sequence + 1);  // at most the writer's epoch
}

TEST_F(RefusedServerTest, LiveLedger_isNeverMadeForDevelopmentIdentities) {
  server::ServerOptions options = Options();
  options.create = journal::v1::LEDGER_KIND_LIVE;
  EXPECT_EQ(server::Server::Open(std::move(options)).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(disk_->sequence(), 0u);
}

TEST_F(RefusedServerTest, Server_withoutIdentities_isRefused) {
  server::ServerOptions options = Options();
  options.callers.development = false;
  options.create = journal::v1::LEDGER_KIND_SANDBOX;
  EXPECT_EQ(server::Server::Open(std::move(options)).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(RefusedServerTest, EmptyStore_withoutCreate_isNotFound) {
  EXPECT_EQ(server::Server::Open(Options()).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(RefusedServerTest, Address_beyondThisMachine_isRefused) {
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.168.1.1:0", "127.0.0.1.example.org:0",
                              "example.org:0", "no-port"}) {
    server::ServerOptions options = Options();
    options.create = journal::v1::LEDGER_KIND_SANDBOX;
    auto server = server::Server::Open(std::move(options));
    ASSERT_TRUE(server.ok());
    EXPECT_EQ((*server)->Listen(address).code(), absl::StatusCode::kInvalidArgument) << address;
  }
}

TEST_F(RefusedServerTest, Port_thatIsTaken_isRefused) {
  ServedLedger other(Backing::kMemory, Transport::kTcp);
  server::ServerOptions options = Options();
  options.create = journal::v1::LEDGER_KIND_SANDBOX;
  auto server = server::Server::Open(std::move(options));
  ASSERT_TRUE(server.ok());
  const std::string taken = "127.0.0.1:" + std::to_string(other.server().port());
  EXPECT_EQ((*server)->Listen(taken).code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace cardledger::tests
