#pragma once

// A whole server inside the test: the real engine and edge over the memory twin or over RocksDB,
// called through generated stubs, in process or over TCP, with a hand-moved clock. The disk (or the
// folder) outlives each server, as it does in life. For the integration tests. One thread, except
// where a test says otherwise. Aborts when a server that should start does not.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"

#include "cardledger/v1/awards.grpc.pb.h"
#include "cardledger/v1/balances.grpc.pb.h"
#include "cardledger/v1/cards.grpc.pb.h"
#include "cardledger/v1/funds.grpc.pb.h"
#include "cardledger/v1/journal.grpc.pb.h"
#include "cardledger/v1/loads.grpc.pb.h"
#include "cardledger/v1/looks.grpc.pb.h"
#include "cardledger/v1/persons.grpc.pb.h"
#include "cardledger/v1/policies.grpc.pb.h"
#include "cardledger/v1/providers.grpc.pb.h"
#include "cardledger/v1/referrals.grpc.pb.h"
#include "services/server/server.h"
#include "storage/memory/memory_anchor.h"
#include "storage/memory/memory_disk.h"
#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_keys.h"

namespace cardledger::tests {

enum class Backing { kMemory, kRocksDb };
enum class Transport { kInProcess, kTcp };

struct Identity {
  std::string subject;
  std::string roles;
};

inline const Identity kFinanceOfficer{"finance-1", "finance_officer"};
inline const Identity kFinanceApprover{"finance-2", "finance_approver"};
inline const Identity kSocialWorker{"worker-1", "social_worker"};
inline const Identity kApprover{"approver-1", "approver"};
inline const Identity kBrokerage{"broker-1", "brokerage"};
inline const Identity kIssuer{"issuer-1", "issuer_system"};
inline const Identity kSafeguardingLead{"lead-1", "safeguarding_lead"};
inline const Identity kSeniorApprover{"senior-1", "senior_approver"};
inline const Identity kAuditor{"auditor-1", "auditor"};
inline const Identity kAdministrator{"operator-1", "administrator"};

// What came back of one call, with its error taken apart.
template <typename Response>
struct Answer {
  grpc::Status status;
  Response response;
  google::rpc::Status details;

  bool ok() const { return status.ok(); }
};

// Every ErrorInfo in the details; there should be exactly one.
std::vector<google::rpc::ErrorInfo> ErrorInfosOf(const google::rpc::Status& details);
// The reason of the one ErrorInfo; "(n ErrorInfos)" where there is not exactly one.
std::string ReasonOf(const google::rpc::Status& details);
std::string FactOf(const google::rpc::Status& details, const std::string& name);
// The fields of all violations, in order.
std::vector<std::string> ViolatedFields(const google::rpc::Status& details);

google::rpc::Status DetailsOf(const grpc::Status& status);

// Of a call in this identity; gives up after a minute, so that a test fails instead of hanging.
void Identify(grpc::ClientContext& context, const Identity& identity);

class ServedLedger {
 public:
  explicit ServedLedger(Backing backing = Backing::kMemory,
                        Transport transport = Transport::kInProcess);
  ~ServedLedger();

  // What a test sets here counts from the next Start.
  std::function<void(server::ServerOptions& options)> configure;

  // Brings a server up over what is stored; the constructor has done so once.
  void Start();
  absl::Status Stop(std::chrono::milliseconds drain = std::chrono::seconds(20));
  void Restart();

  template <typename Stub, typename Request, typename Response>
  Answer<Response> Call(std::unique_ptr<Stub>& stub,
                        grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                        const Identity& identity, const std::type_identity_t<Request>& request) {
    grpc::ClientContext context;
    Identify(context, identity);
    Answer<Response> answer;
    answer.status = (stub.get()->*method)(&context, request, &answer.response);
    answer.details = DetailsOf(answer.status);
    return answer;
  }

  // Request ids that none before was.
  std::string NewId();

  // One step each, with every check that it was accepted.
  void ActivateTestPolicy();
  void ActivatePolicy(const std::string& text);
  std::string MakeFund(const std::string& code, int32_t financial_year, int64_t pence);
  std::string MakePerson(const std::string& case_reference);
  // Twelve weeks from 2026-07-06, borne by `fund`; proposed and not approved.
  std::string ProposeAward(const std::string& person, const std::string& fund, int64_t pence);
  void ApproveAward(const std::string& award);
  std::string RegisterProvider(const std::string& display_name);
  // All of the above that it needs: an approved award of £1,000 of a new person.
  std::string MakeAward();
  // Opens the lines of an award's person to `identity`; the look.
  std::string OpenLines(const std::string& award, const Identity& identity);
  v1::CreateLoadRequest LoadOf(const std::string& award, int64_t pence);
  uint64_t Position() { return server_->engine().view()->position; }

  server::Server& server() { return *server_; }
  ManualClock& clock() { return clock_; }
  storage::MemoryDisk& disk() { return *disk_; }
  // With Backing::kRocksDb: store and anchor, as in a server's data folder, and beside it the keys.
  std::string data_dir() const { return folder_.file("ledger"); }
  storage::MemoryAnchorFile& anchor_file() { return *anchor_file_; }
  std::shared_ptr<grpc::Channel> channel() { return channel_; }
  // What the server has logged, line by line.
  std::vector<std::string> log();

  std::unique_ptr<v1::FundService::Stub> funds;
  std::unique_ptr<v1::PersonService::Stub> persons;
  std::unique_ptr<v1::AwardService::Stub> awards;
  std::unique_ptr<v1::LoadService::Stub> loads;
  std::unique_ptr<v1::BalanceService::Stub> balances;
  std::unique_ptr<v1::JournalService::Stub> journal;
  std::unique_ptr<v1::PolicyService::Stub> policies;
  std::unique_ptr<v1::CardService::Stub> cards;
  std::unique_ptr<v1::ProviderService::Stub> providers;
  std::unique_ptr<v1::ReferralService::Stub> referrals;
  std::unique_ptr<v1::LookService::Stub> looks;

 private:
  std::unique_ptr<storage::KvStore> OpenStore();
  std::unique_ptr<storage::Anchor> OpenAnchor();
  std::unique_ptr<storage::SlotFile> OpenKeyFile();

  const Backing backing_;
  const Transport transport_;
  ManualClock clock_;
  SeededRandom random_{1};
  TemporaryFolder folder_;
  std::shared_ptr<storage::MemoryDisk> disk_;
  TestKeys keys_;
  std::shared_ptr<storage::MemoryAnchorFile> anchor_file_;
  base::Mutex log_mutex_;
  std::vector<std::string> log_ ABSL_GUARDED_BY(log_mutex_);
  std::unique_ptr<server::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string fund_;  // that MakeAward uses
  int persons_made_ = 0;
};

google::type::Date DateOf(int32_t year, int32_t month, int32_t day);

}  // namespace cardledger::tests
