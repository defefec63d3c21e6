#include "tests/bench/session.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

#include "base/status_macros.h"
#include "clients/admin/identities_folder.h"
#include "services/domain/dates.h"
#include "services/domain/names.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/bench/bench_store.h"
#include "tests/bench/bulk_sender.h"
#include "tests/bench/open_lines.h"

namespace cardledger::bench {
namespace {

constexpr size_t kInFlight = 64;
// Below this the machine, or the load generator, is too slow for the ratios to mean anything.
constexpr double kEmptyRateMin = 35'000;
// A busy desk: far more than a council's staff make, far less than the server can do.
constexpr double kDeskLoadsPerSecond = 500;
// What the bare synced write writes: about an entry.
constexpr size_t kProbeValueBytes = 300;
// Long enough that the stream never ends before the slice does.
constexpr uint64_t kEndlessRows = 10'000'000;

// A program that asks for a balance has the award's name in hand: it is not part of the call.
constexpr uint64_t kNamesKept = 10'000;
constexpr int32_t kPageSize = 50;

constexpr uint64_t kBulkRowsPerSlice = 100'000;

constexpr char kRate[] = "/s";

// A channel of its own: gRPC would share one connection among channels that are made alike.
std::shared_ptr<grpc::Channel> OwnChannel(const std::string& address,
                                          const std::shared_ptr<grpc::ChannelCredentials>&
                                              credentials = grpc::InsecureChannelCredentials()) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return absl::UnavailableError(absl::StrCat("cannot read ", path));
  return text;
}

size_t LoadRequestBytes() { return MakeLoad(AwardAt(0)).ByteSizeLong(); }

v1::GetBalanceRequest BalanceRequest(const domain::AwardId& award) {
  v1::GetBalanceRequest request;
  request.set_award(domain::AwardName(award));
  return request;
}

size_t BalanceRequestBytes() { return BalanceRequest(AwardAt(0)).ByteSizeLong(); }

size_t PastBalanceRequestBytes() {
  v1::GetBalanceRequest request = BalanceRequest(AwardAt(0));
  *request.mutable_as_of()->mutable_effective_date() = domain::DateOf(FirstDay());
  return request.ByteSizeLong();
}

size_t TransactionsRequestBytes() {
  v1::ListTransactionsRequest request;
  request.set_award(domain::AwardName(AwardAt(0)));
  request.set_page_size(kPageSize);
  return request.ByteSizeLong();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Session>> Session::Start(const SessionOptions& options) {
  std::unique_ptr<Session> session(new Session(options));
  CARDLEDGER_RETURN_IF_ERROR(session->OpenProbe());
  CARDLEDGER_ASSIGN_OR_RETURN(
      session->server_, ServerProcess::Start(options.folder, options.shape, Callers::kBelieved));
  const std::shared_ptr<grpc::Channel> channel = OwnChannel(session->server_->address());
  for (uint64_t turn = 0; turn < kNamesKept; ++turn) {
    session->award_names_.push_back(
        domain::AwardName(AwardInTurn(options.shape, Spread::kManyFunds, turn)));
    session->year_award_names_.push_back(domain::AwardName(YearAwardInTurn(options.shape, turn)));
  }
  session->echo_ = echo::v1::EchoService::NewStub(channel);
  session->loads_stub_ = v1::LoadService::NewStub(channel);
  session->balances_ = v1::BalanceService::NewStub(channel);
  session->transactions_ = v1::TransactionService::NewStub(channel);
  session->bulk_ = v1::LoadService::NewStub(OwnChannel(session->server_->address()));
  return session;
}

absl::Status Session::OpenProbe() {
  std::error_code error;
  std::filesystem::create_directories(options_.folder, error);
  if (error) return absl::UnavailableError(absl::StrCat(options_.folder, ": ", error.message()));
  CARDLEDGER_ASSIGN_OR_RETURN(
      probe_store_,
      storage::OpenRocksDbStore({.path = options_.folder + "/probe", .create_if_missing = true}));
  CARDLEDGER_ASSIGN_OR_RETURN(probe_, probe_store_->OpenWriter(probe_store_->last_epoch() + 1));
  return absl::OkStatus();
}

CallKind Session::Echo(size_t payload_bytes) {
  return KindOf<echo::v1::EchoRequest, echo::v1::EchoResponse>(
      {.start = [this](auto* context, const auto& request,
                       auto* queue) { return echo_->AsyncEcho(context, request, queue); },
       .fill =
           [payload_bytes](uint64_t, auto& request) {
             // Tag and length take two bytes.
             request.mutable_payload()->assign(payload_bytes - 2, 'x');
           }});
}

CallKind Session::Hop(size_t payload_bytes) {
  return KindOf<echo::v1::HopRequest, echo::v1::HopResponse>(
      {.start = [this](auto* context, const auto& request,
                       auto* queue) { return echo_->AsyncHop(context, request, queue); },
       .fill = [payload_bytes](
                   uint64_t,
                   auto& request) { request.mutable_payload()->assign(payload_bytes - 2, 'x'); }});
}

CallKind Session::Load(Spread spread) {
  return KindOf<v1::CreateLoadRequest, v1::CreateLoadResponse>(
      {.start = [this](
                    auto* context, const auto& request,
                    auto* queue) { return loads_stub_->AsyncCreateLoad(context, request, queue); },
       .fill =
           [this, spread](uint64_t turn, auto& request) {
             FillLoad(AwardInTurn(options_.shape, spread, turn), request);
             ++loads_;
           }});
}

CallKind Session::ProvenLoad() {
  return KindOf<v1::CreateLoadRequest, v1::CreateLoadResponse>(
      {.start =
           [this](auto* context, const auto& request, auto* queue) {
             return proven_loads_->AsyncCreateLoad(context, request, queue);
           },
       .fill =
           [this](uint64_t turn, auto& request) {
             FillLoad(AwardInTurn(options_.shape, Spread::kManyFunds, turn), request);
           },
       .metadata = proven_caller_});
}

CallKind Session::Balance() {
  return KindOf<v1::GetBalanceRequest, v1::GetBalanceResponse>(
      {.start = [this](auto* context, const auto& request,
                       auto* queue) { return balances_->AsyncGetBalance(context, request, queue); },
       .fill =
           [this](uint64_t turn, auto& request) {
             request.set_award(award_names_[turn % award_names_.size()]);
           }});
}

CallKind Session::PastBalance() {
  return KindOf<v1::GetBalanceRequest, v1::GetBalanceResponse>(
      {.start = [this](auto* context, const auto& request,
                       auto* queue) { return balances_->AsyncGetBalance(context, request, queue); },
       .fill =
           [this](uint64_t turn, auto& request) {
             request.set_award(year_award_names_[turn % year_award_names_.size()]);
             *request.mutable_as_of()->mutable_effective_date() = domain::DateOf(DayInTurn(turn));
           }});
}

CallKind Session::Transactions() {
  return KindOf<v1::ListTransactionsRequest, v1::ListTransactionsResponse>(
      {.start =
           [this](auto* context, const auto& request, auto* queue) {
             return transactions_->AsyncListTransactions(context, request, queue);
           },
       .fill =
           [this](uint64_t turn, auto& request) {
             request.set_award(year_award_names_[turn % year_award_names_.size()]);
             request.set_page_size(kPageSize);
           }});
}

absl::StatusOr<double> Session::Rate(const CallKind& kind) {
  CARDLEDGER_ASSIGN_OR_RETURN(const UnderLoad load, RunClosedLoop(kind, kInFlight, options_.slice));
  return load.calls_per_second;
}

absl::StatusOr<double> Session::MedianLatencyUs(const CallKind& kind) {
  CARDLEDGER_ASSIGN_OR_RETURN(const UnderLoad load, RunClosedLoop(kind, 1, options_.slice));
  return MedianOf(load.latencies_us);
}

absl::StatusOr<double> Session::MedianSyncUs() {
  using Clock = std::chrono::steady_clock;
  std::vector<double> latencies_us;
  const Clock::time_point start = Clock::now();
  for (Clock::time_point now = start; now - start < options_.slice;) {
    storage::WriteBatch batch;
    batch.Put("\x01row", RandomBytes(kProbeValueBytes));
    const storage::ApplyResult result = probe_->Apply(batch, probe_->sequence());
    if (result.outcome != storage::ApplyOutcome::kOk) {
      return absl::UnavailableError(absl::StrCat("a bare write failed: ", result.message));
    }
    const Clock::time_point then = std::exchange(now, Clock::now());
    latencies_us.push_back(std::chrono::duration<double, std::micro>(now - then).count());
  }
  return MedianOf(std::move(latencies_us));
}

absl::Status Session::WarmUp() {
  CARDLEDGER_RETURN_IF_ERROR(Rate(Echo(LoadRequestBytes())).status());
  CARDLEDGER_RETURN_IF_ERROR(Rate(Hop(LoadRequestBytes())).status());
  CARDLEDGER_RETURN_IF_ERROR(Rate(Balance()).status());
  CARDLEDGER_RETURN_IF_ERROR(Rate(PastBalance()).status());
  CARDLEDGER_RETURN_IF_ERROR(OpenLinesOf(year_award_names_, OwnChannel(server_->address())));
  CARDLEDGER_RETURN_IF_ERROR(Rate(Transactions()).status());
  return Rate(Load(Spread::kManyFunds)).status();
}

absl::Status Session::MeasureRates(Figures& figures) {
  CARDLEDGER_ASSIGN_OR_RETURN(const double empty, Rate(Echo(LoadRequestBytes())));
  CARDLEDGER_ASSIGN_OR_RETURN(const double load, Rate(Load(Spread::kManyFunds)));
  CARDLEDGER_ASSIGN_OR_RETURN(const double hop, Rate(Hop(LoadRequestBytes())));
  CARDLEDGER_ASSIGN_OR_RETURN(const double hot, Rate(Load(Spread::kOneFund)));
  CARDLEDGER_ASSIGN_OR_RETURN(const double small_empty, Rate(Echo(BalanceRequestBytes())));
  CARDLEDGER_ASSIGN_OR_RETURN(const double balance, Rate(Balance()));
  figures.Add("empty_calls_per_second", kRate, empty, AtLeast(kEmptyRateMin));
  figures.Add("hop_calls_per_second", kRate, hop);
  figures.Add("get_balance_calls_per_second", kRate, balance);
  figures.Add("load_64_per_second", kRate, load);
  figures.Add("load_64_hot_per_second", kRate, hot);
  figures.Add("hop_over_empty", "", hop / empty);
  figures.Add("get_balance_over_empty", "", balance / small_empty, AtLeast(0.9));
  figures.Add("load_64_over_empty", "", load / empty, AtLeast(0.30));
  figures.Add("load_64_over_hop", "", load / hop, AtLeast(0.45));
  figures.Add("load_hot_over_spread", "", hot / load, AtLeast(0.9));
  return absl::OkStatus();
}

// As a portal calls that carries the token of who sits at it.
absl::Status Session::StartProvenServer() {
  if (proven_server_ != nullptr) return absl::OkStatus();
  const std::string folder = options_.folder + "/proven";
  const std::string identities = IdentitiesOf(folder);
  const int64_t now_s = absl::ToUnixSeconds(absl::Now());
  CARDLEDGER_ASSIGN_OR_RETURN(const admin::IdentitiesFolder made,
                              std::filesystem::exists(identities)
                                  ? admin::IdentitiesFolder::Open(identities)
                                  : admin::IdentitiesFolder::Make(identities, {}, now_s));
  CARDLEDGER_ASSIGN_OR_RETURN(proven_server_,
                              ServerProcess::Start(folder, options_.shape, Callers::kProven));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string certificate, ReadFile(identities + "/portal.pem"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string key, ReadFile(identities + "/portal.key"));
  const auto credentials = grpc::SslCredentials(
      {.pem_root_certs = made.authority(), .pem_private_key = key, .pem_cert_chain = certificate});
  proven_loads_ = v1::LoadService::NewStub(OwnChannel(proven_server_->address(), credentials));
  // From long ago until long hence: the ledger's clock is moved.
  proven_caller_ = {
      {"authorization", absl::StrCat("Bearer ", made.Token("bench-finance-officer",
                                                           {"finance_officer"}, 1, 10 * now_s))}};
  // The first signature is checked, the first connection made.
  return Rate(ProvenLoad()).status();
}

absl::Status Session::MeasureProvenCallers(Figures& figures) {
  CARDLEDGER_RETURN_IF_ERROR(StartProvenServer());
  CARDLEDGER_ASSIGN_OR_RETURN(const double plain, Rate(Load(Spread::kManyFunds)));
  CARDLEDGER_ASSIGN_OR_RETURN(const double secured, Rate(ProvenLoad()));
  figures.Add("load_secured_per_second", kRate, secured);
  figures.Add("load_secured_over_plain", "", secured / plain, AtLeast(0.7));
  return absl::OkStatus();
}

absl::Status Session::MeasureReadsOfYear(Figures& figures) {
  CARDLEDGER_ASSIGN_OR_RETURN(const double list_empty, Rate(Echo(TransactionsRequestBytes())));
  CARDLEDGER_ASSIGN_OR_RETURN(const double lists, Rate(Transactions()));
  CARDLEDGER_ASSIGN_OR_RETURN(const double past_empty, Rate(Echo(PastBalanceRequestBytes())));
  CARDLEDGER_ASSIGN_OR_RETURN(const double pasts, Rate(PastBalance()));
  figures.Add("list_transactions_50_calls_per_second", kRate, lists);
  figures.Add("get_balance_past_calls_per_second", kRate, pasts);
  figures.Add("list_transactions_50_over_empty", "", lists / list_empty, AtLeast(0.5));
  figures.Add("get_balance_past_over_empty", "", pasts / past_empty, AtLeast(0.5));
  return absl::OkStatus();
}

absl::Status Session::MeasureOneInFlight(Figures& figures) {
  CARDLEDGER_ASSIGN_OR_RETURN(const double empty, MedianLatencyUs(Echo(LoadRequestBytes())));
  CARDLEDGER_ASSIGN_OR_RETURN(const double load, MedianLatencyUs(Load(Spread::kManyFunds)));
  CARDLEDGER_ASSIGN_OR_RETURN(const double sync, MedianSyncUs());
  figures.Add("empty_1_p50_us", "us", empty);
  figures.Add("load_1_p50_us", "us", load);
  figures.Add("sync_p50_us", "us", sync);
  figures.Add("load_1_p50_over_empty_plus_sync", "", load / (empty + sync));
  return absl::OkStatus();
}

absl::Status Session::MeasureBulk(Figures& figures) {
  CARDLEDGER_ASSIGN_OR_RETURN(
      const BulkResult result,
      SendBulk(*bulk_, {.shape = options_.shape, .rows = kBulkRowsPerSlice}));
  loads_ += result.rows;
  figures.Add("bulk_loads_per_second", kRate, static_cast<double>(result.rows) / result.seconds,
              AtLeast(100'000));
  return absl::OkStatus();
}

absl::Status Session::MeasureUnderBulk(Figures& figures) {
  std::atomic<bool> stop = false;
  absl::StatusOr<BulkResult> bulk = absl::UnknownError("not run");
  std::thread sender([&] {
    bulk = SendBulk(*bulk_, {.shape = options_.shape, .rows = kEndlessRows, .stop = &stop});
  });
  const absl::StatusOr<UnderLoad> desk =
      RunOpenLoop(Load(Spread::kManyFunds), kDeskLoadsPerSecond, 2 * options_.slice);
  stop = true;
  sender.join();
  CARDLEDGER_RETURN_IF_ERROR(bulk.status());
  CARDLEDGER_RETURN_IF_ERROR(desk.status());
  loads_ += bulk->rows;
  figures.Add("load_p50_ms_under_bulk", "ms", PercentileOf(desk->latencies_us, 50) / 1'000);
  figures.Add("load_p99_ms_under_bulk", "ms", PercentileOf(desk->latencies_us, 99) / 1'000,
              AtMost(20));
  figures.Add("bulk_loads_per_second_beside_desk", kRate,
              static_cast<double>(bulk->rows) / bulk->seconds);
  return absl::OkStatus();
}

uint64_t Session::DiskBytesOfStore() const { return DiskBytes(StoreFolder(options_.folder)); }

}  // namespace cardledger::bench
