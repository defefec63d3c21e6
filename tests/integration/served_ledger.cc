#include "tests/integration/served_ledger.h"

#include <chrono>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

#include "base/check.h"
#include "base/uuid.h"
#include "services/rpc/identities.h"
#include "services/server/log_writer.h"
#include "services/server/random_bytes.h"
#include "services/vault/kek.h"
#include "storage/file/file_anchor.h"
#include "storage/file/file_slots.h"
#include "storage/memory/memory_store.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/support/must.h"
#include "tests/support/test_ledger.h"

namespace cardledger::tests {
namespace {

void Must(const grpc::Status& status) {
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.error_message().c_str());
  CARDLEDGER_CHECK(status.ok(), "what a test stands on must be accepted");
}

}  // namespace

std::vector<google::rpc::ErrorInfo> ErrorInfosOf(const google::rpc::Status& details) {
  std::vector<google::rpc::ErrorInfo> infos;
  for (const google::protobuf::Any& any : details.details()) {
    google::rpc::ErrorInfo info;
    if (any.UnpackTo(&info)) infos.push_back(info);
  }
  return infos;
}

std::string ReasonOf(const google::rpc::Status& details) {
  const std::vector<google::rpc::ErrorInfo> infos = ErrorInfosOf(details);
  if (infos.size() != 1) return absl::StrCat("(", infos.size(), " ErrorInfos)");
  return infos.front().reason();
}

std::string FactOf(const google::rpc::Status& details, const std::string& name) {
  for (const google::rpc::ErrorInfo& info : ErrorInfosOf(details)) {
    const auto fact = info.metadata().find(name);
    if (fact != info.metadata().end()) return fact->second;
  }
  return "";
}

std::vector<std::string> ViolatedFields(const google::rpc::Status& details) {
  std::vector<std::string> fields;
  for (const google::protobuf::Any& any : details.details()) {
    google::rpc::BadRequest bad_request;
    if (!any.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      fields.push_back(violation.field());
    }
  }
  return fields;
}

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  return details;
}

void Identify(grpc::ClientContext& context, const Identity& identity) {
  context.AddMetadata(rpc::kSubjectMetadata, identity.subject);
  context.AddMetadata(rpc::kRolesMetadata, identity.roles);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
}

google::type::Date DateOf(int32_t year, int32_t month, int32_t day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

ServedLedger::ServedLedger(Backing backing, Transport transport)
    : backing_(backing),
      transport_(transport),
      clock_(TestLedgerOptions().now_us),
      disk_(std::make_shared<storage::MemoryDisk>()),
      anchor_file_(std::make_shared<storage::MemoryAnchorFile>()) {
  std::filesystem::create_directory(data_dir());
  Start();
}

ServedLedger::~ServedLedger() {
  disk_->faults().Clear();
  if (server_ != nullptr) Stop().IgnoreError();  // a test that cares has stopped it
}

std::unique_ptr<storage::KvStore> ServedLedger::OpenStore() {
  if (backing_ == Backing::kMemory) return Must(storage::OpenMemoryStore(disk_));
  return Must(
      storage::OpenRocksDbStore({.path = data_dir() + "/store", .create_if_missing = true}));
}

std::unique_ptr<storage::Anchor> ServedLedger::OpenAnchor() {
  if (backing_ == Backing::kMemory) return std::make_unique<storage::MemoryAnchor>(anchor_file_);
  return std::make_unique<storage::FileAnchor>(data_dir() + "/anchor");
}

std::unique_ptr<storage::SlotFile> ServedLedger::OpenKeyFile() {
  if (backing_ == Backing::kMemory) return keys_.NewFile();
  const vault::KeyPaths beside = vault::KeyPathsBeside(data_dir());
  WriteTestKek(beside.kek);
  return Must(storage::FileSlots::Open(beside.keys, storage::FileSlots::Use::kWrite));
}

void ServedLedger::Start() {
  server::ServerOptions options;
  options.store = OpenStore();
  options.anchor = OpenAnchor();
  options.keys = {.file = OpenKeyFile(), .kek = kTestKek};
  options.clock = &clock_;
  options.create = journal::v1::LEDGER_KIND_SANDBOX;
  options.callers.development = true;
  options.log = [this](const base::LogEvent& event) {
    const base::MutexLock lock(log_mutex_);
    log_.push_back(server::JsonLine(event, clock_.WallMicroseconds()));
  };
  if (configure) configure(options);
  server_ = Must(server::Server::Open(std::move(options)));
  const absl::Status listening =
      server_->Listen(transport_ == Transport::kTcp ? "127.0.0.1:0" : "");
  CARDLEDGER_CHECK(listening.ok(), "a test's server can listen");
  channel_ = transport_ == Transport::kInProcess
                 ? server_->InProcessChannel()
                 : grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()),
                                       grpc::InsecureChannelCredentials());
  funds = v1::FundService::NewStub(channel_);
  persons = v1::PersonService::NewStub(channel_);
  awards = v1::AwardService::NewStub(channel_);
  loads = v1::LoadService::NewStub(channel_);
  balances = v1::BalanceService::NewStub(channel_);
  journal = v1::JournalService::NewStub(channel_);
  policies = v1::PolicyService::NewStub(channel_);
  cards = v1::CardService::NewStub(channel_);
  providers = v1::ProviderService::NewStub(channel_);
  referrals = v1::ReferralService::NewStub(channel_);
  looks = v1::LookService::NewStub(channel_);
}

absl::Status ServedLedger::Stop(std::chrono::milliseconds drain) {
  absl::Status status = server_->Shutdown(drain);
  server_.reset();
  return status;
}

void ServedLedger::Restart() {
  const absl::Status stopped = Stop();
  CARDLEDGER_CHECK(stopped.ok(), "a test's server stops in good order");
  Start();
}

std::vector<std::string> ServedLedger::log() {
  const base::MutexLock lock(log_mutex_);
  return log_;
}

std::string ServedLedger::NewId() { return base::Uuid::FromRandom(random_.Bytes(16)).ToString(); }

void ServedLedger::ActivateTestPolicy() { ActivatePolicy(std::string(TestPolicyText())); }

void ServedLedger::ActivatePolicy(const std::string& text) {
  v1::ActivatePolicyRequest request;
  request.set_request_id(NewId());
  request.set_text(text);
  Must(Call(policies, &v1::PolicyService::Stub::ActivatePolicy, kFinanceApprover, request).status);
}

std::string ServedLedger::MakeFund(const std::string& code, int32_t financial_year, int64_t pence) {
  v1::CreateFundRequest create;
  create.set_request_id(NewId());
  create.set_code(code);
  create.set_financial_year(financial_year);
  const auto created = Call(funds, &v1::FundService::Stub::CreateFund, kFinanceOfficer, create);
  Must(created.status);
  v1::AllocateBudgetRequest allocate;
  allocate.set_request_id(NewId());
  allocate.set_fund(created.response.fund().name());
  allocate.set_amount_pence(pence);
  allocate.set_reason(journal::v1::BUDGET_REASON_ANNUAL_BUDGET);
  Must(Call(funds, &v1::FundService::Stub::AllocateBudget, kFinanceApprover, allocate).status);
  return created.response.fund().name();
}

std::string ServedLedger::MakePerson(const std::string& case_reference) {
  v1::RegisterPersonRequest request;
  request.set_request_id(NewId());
  request.set_case_reference(case_reference);
  const auto answer =
      Call(persons, &v1::PersonService::Stub::RegisterPerson, kSocialWorker, request);
  Must(answer.status);
  return answer.response.person();
}

std::string ServedLedger::ProposeAward(const std::string& person, const std::string& fund,
                                       int64_t pence) {
  v1::ProposeAwardRequest request;
  request.set_request_id(NewId());
  request.set_person(person);
  request.set_power(journal::v1::POWER_S18_DUTY);
  request.set_delivery(journal::v1::DELIVERY_COUNCIL_ARRANGED);
  *request.mutable_start_date() = DateOf(2026, 7, 6);
  *request.mutable_end_date() = DateOf(2026, 9, 27);
  v1::AwardFunding& part = *request.add_funding();
  part.set_fund(fund);
  part.set_amount_pence(pence);
  const auto answer = Call(awards, &v1::AwardService::Stub::ProposeAward, kSocialWorker, request);
  Must(answer.status);
  return answer.response.award().name();
}

void ServedLedger::ApproveAward(const std::string& award) {
  v1::ApproveAwardRequest request;
  request.set_request_id(NewId());
  request.set_award(award);
  Must(Call(awards, &v1::AwardService::Stub::ApproveAward, kApprover, request).status);
}

std::string ServedLedger::RegisterProvider(const std::string& display_name) {
  v1::RegisterProviderRequest request;
  request.set_request_id(NewId());
  request.set_display_name(display_name);
  request.set_kind(journal::v1::PROVIDER_KIND_VOLUNTARY);
  const auto answer =
      Call(providers, &v1::ProviderService::Stub::RegisterProvider, kBrokerage, request);
  Must(answer.status);
  return answer.response.name();
}

std::string ServedLedger::MakeAward() {
  if (fund_.empty()) {
    ActivateTestPolicy();
    fund_ = MakeFund("ENABLE", 2026, 100'000'000);
  }
  ++persons_made_;
  std::string award =
      ProposeAward(MakePerson(absl::StrCat("CASE-", persons_made_)), fund_, 100'000);
  ApproveAward(award);
  return award;
}

std::string ServedLedger::OpenLines(const std::string& award, const Identity& identity) {
  v1::GetAwardRequest get;
  get.set_name(award);
  const auto shown = Call(awards, &v1::AwardService::Stub::GetAward, kSocialWorker, get);
  v1::OpenLinesRequest open;
  open.set_request_id(NewId());
  open.set_person(shown.response.award().person());
  open.set_reason(journal::v1::LOOK_REASON_PAYMENT_QUERY);
  const auto opened = Call(looks, &v1::LookService::Stub::OpenLines, identity, open);
  CARDLEDGER_CHECK(opened.ok(), "lines of a person who stands can be opened");
  return opened.response.name();
}

v1::CreateLoadRequest ServedLedger::LoadOf(const std::string& award, int64_t pence) {
  v1::CreateLoadRequest request;
  request.set_request_id(NewId());
  request.set_award(award);
  request.set_amount_pence(pence);
  *request.mutable_due_date() = DateOf(2026, 7, 6);
  return request;
}

}  // namespace cardledger::tests
