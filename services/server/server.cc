#include "services/server/server.h"

#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

#include "base/status_macros.h"
#include "services/domain/limits.h"
#include "services/identity/key_source.h"
#include "services/rpc/proven_identities.h"
#include "services/server/ledger_numbers.h"
#include "services/server/log_writer.h"
#include "services/server/random_bytes.h"

namespace cardledger::server {
namespace {

// For so long new calls are told to come back, before gRPC cancels those it has not yet looked at.
constexpr std::chrono::milliseconds kTellCallers{50};
// How soon a renewed or revoked certificate counts, and how often it is looked whether the issuer's
// keys are due.
constexpr std::chrono::milliseconds kTrustInterval{1'000};
constexpr size_t kIdSeedBytes = 32;
constexpr int kKeepaliveMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
constexpr int kClientPingIntervalMs = 10'000;
constexpr int kPingStrikesMax = 2;
constexpr int kConnectionIdleMs = 15 * 60'000;
constexpr int kHandshakeMs = 10'000;
constexpr char kReflection[] = "proto_server_reflection";
// The destructor's: a test that forgets Shutdown should still end.
constexpr std::chrono::milliseconds kDestructorDrain{1'000};

void AddServices(grpc::ServerBuilder& builder, rpc::EdgeServices& edge,
                 const std::vector<grpc::Service*>& extra) {
  for (grpc::Service* service : edge.services()) builder.RegisterService(service);
  for (grpc::Service* service : extra) builder.RegisterService(service);
}

// On unless callers are believed, who try things on a sandbox: load tests among them.
std::optional<rpc::LimitRules> LimitsOf(const CallerOptions& callers,
                                        const CallLimitOptions& options) {
  const bool any = options.person_calls_per_second || options.system_calls_per_second;
  if (callers.development && !any) return std::nullopt;
  rpc::LimitRules rules;
  if (options.person_calls_per_second) {
    rules.person.calls_per_second = *options.person_calls_per_second;
    rules.person.burst = domain::kBurstSeconds * *options.person_calls_per_second;
  }
  if (options.system_calls_per_second) {
    rules.system.calls_per_second = *options.system_calls_per_second;
    rules.system.burst = domain::kBurstSeconds * *options.system_calls_per_second;
  }
  if (!callers.proven) return rules;
  for (const config::v1::System& system : callers.proven->identities.systems()) {
    if (!system.has_calls_per_second()) continue;
    rules.calls_per_second.emplace(system.subject(), system.calls_per_second());
  }
  return rules;
}

// Whoever links reflection has it in every server. It tells what anybody could read in the protos,
// but to strangers too, and without a limit: it is for trying things.
class WithoutReflection : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) { return plugin->name() == kReflection; });
  }
};

void SetLimits(grpc::ServerBuilder& builder) {
  grpc::ResourceQuota quota("cardledgerd");
  quota.Resize(domain::kBufferBytesMax);
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(domain::kRequestBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, domain::kCallsPerConnectionMax);
  // A connection whose other end is gone without a word, as behind a router that forgot it, is
  // found within two minutes, and its streams with it.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  // Clients may ask so often whether we are there, also between calls; who asks more often twice is
  // cut off.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kClientPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, kPingStrikesMax);
  // Who connects and does not say who they are, or what they want, is let go soon.
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMs);
  // Without a call for so long it is let go, and made anew when it is wanted. None is ended for its
  // age: streams live for days, and who calls is asked again with every call.
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kConnectionIdleMs);
  // A second server on the same port must fail to start, not take half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

bool IsForSandboxes(const CallerOptions& callers) {
  return callers.development || (callers.proven && callers.proven->identities.sandbox_only());
}

absl::StatusOr<std::unique_ptr<identity::Issuer>> MakeIssuer(
    const config::v1::TokenIssuer& config) {
  identity::IssuerOptions options;
  options.rules.issuer = config.issuer();
  options.rules.audience = config.audience();
  if (config.has_clock_skew_seconds()) options.rules.skew_s = config.clock_skew_seconds();
  CARDLEDGER_ASSIGN_OR_RETURN(
      options.fetch_keys,
      identity::FetchFrom({.where = config.key_set(), .ca_file = config.key_set_ca()}));
  return std::make_unique<identity::Issuer>(std::move(options));
}

}  // namespace

bool IsLoopback(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return false;
  const absl::string_view host = address.substr(0, colon);
  return host == "localhost" || host == "[::1]" ||
         (absl::StartsWith(host, "127.") &&
          host.find_first_not_of("0123456789.") == absl::string_view::npos);
}

Server::Server(ServerOptions options)
    : options_(std::move(options)),
      store_(std::move(options_.store)),
      anchor_(std::move(options_.anchor)) {
  if (options_.clock == nullptr) options_.clock = &system_clock_;
  if (options_.identity_clock == nullptr) options_.identity_clock = &system_clock_;
  if (!options_.random_bytes) options_.random_bytes = RandomBytes;
  if (!options_.log) options_.log = [](const base::LogEvent&) {};
  options_.log = Bounded(std::move(options_.log), *options_.clock);
}

Server::~Server() { Shutdown(kDestructorDrain).IgnoreError(); }  // who wants to know calls it

absl::Status Server::CheckAllowed(const CallerOptions& callers,
                                  std::optional<journal::v1::LedgerKind> create) {
  if (callers.development == callers.proven.has_value()) {
    return absl::FailedPreconditionError(
        "callers must be known one way: with --identities and the --tls options they prove who "
        "they "
        "are; with --development-identities they are believed, over a SANDBOX ledger at a loopback "
        "address");
  }
  // Before anything is made: a LIVE ledger is for ever.
  if (IsForSandboxes(callers) && create == journal::v1::LEDGER_KIND_LIVE) {
    return absl::FailedPreconditionError(
        "development identities are for SANDBOX ledgers alone: a LIVE one is not created");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Server>> Server::Open(ServerOptions options) {
  CARDLEDGER_RETURN_IF_ERROR(CheckAllowed(options.callers, options.create));
  std::unique_ptr<Server> server(new Server(std::move(options)));
  CARDLEDGER_RETURN_IF_ERROR(server->OpenIdentities());
  CARDLEDGER_RETURN_IF_ERROR(server->OpenEngine());
  return server;
}

absl::Status Server::OpenIdentities() {
  if (options_.callers.development) {
    credentials_ = grpc::InsecureServerCredentials();
    identities_ = std::make_unique<rpc::DevelopmentIdentities>();
    return absl::OkStatus();
  }
  const ProvenCallers& proven = *options_.callers.proven;
  CARDLEDGER_ASSIGN_OR_RETURN(credentials_, MakeTlsCredentials(proven.tls));
  trust_ = std::make_unique<identity::CertificateTrust>(identity::TrustFiles{
      .authorities = proven.tls.client_ca, .revoked_dir = proven.tls.revoked_dir});
  CARDLEDGER_RETURN_IF_ERROR(trust_->Reload());
  if (proven.identities.has_token_issuer()) {
    CARDLEDGER_ASSIGN_OR_RETURN(issuer_, MakeIssuer(proven.identities.token_issuer()));
    key_refresher_ = std::make_unique<identity::KeyRefresher>(*issuer_, options_.log);
    RefreshKeys();
    keys_task_ = std::make_unique<base::PeriodicTask>(kTrustInterval, [this] { RefreshKeys(); });
  }
  RefreshTrust();
  trust_task_ = std::make_unique<base::PeriodicTask>(kTrustInterval, [this] { RefreshTrust(); });
  identities_ = std::make_unique<rpc::ProvenIdentities>(SystemsOf(proven.identities), *trust_,
                                                        issuer_.get(), *options_.identity_clock);
  return absl::OkStatus();
}

void Server::RefreshTrust() {
  const absl::Status reloaded = trust_->Reload();
  if (!reloaded.ok() && trust_fault_ != reloaded) {
    options_.log(
        {.severity = base::Severity::kWarning,
         .event = "certificates_unread",
         .message = absl::StrCat("certificates are checked as before: ", reloaded.message())});
  }
  trust_fault_ = reloaded;
}

void Server::RefreshKeys() {
  key_refresher_->RefreshWhenDue(options_.identity_clock->WallMicroseconds() / 1'000'000);
}

absl::Status Server::OpenEngine() {
  CARDLEDGER_ASSIGN_OR_RETURN(vault_,
                              vault::Vault::Open({.file = options_.keys.file.get(),
                                                  .kek = options_.keys.kek,
                                                  .previous_kek = options_.keys.previous_kek,
                                                  .random_bytes = options_.random_bytes}));
  engine::EngineOptions engine_options;
  engine_options.vault = vault_.get();
  engine_options.accept_lost_keys = options_.keys.accept_lost;
  engine_options.store = store_.get();
  engine_options.anchor = anchor_.get();
  engine_options.clock = options_.clock;
  engine_options.random_bytes = options_.random_bytes;
  engine_options.create = options_.create;
  // Whoever is believed without proof may try things, on a ledger made for that.
  if (IsForSandboxes(options_.callers)) engine_options.only_kind = journal::v1::LEDGER_KIND_SANDBOX;
  engine_options.progress = options_.progress;
  if (!options_.metrics_address.empty()) engine_options.observer = &metrics_;
  CARDLEDGER_ASSIGN_OR_RETURN(engine_, engine::Engine::Open(std::move(engine_options)));
  rpc::EdgeOptions edge_options{.engine = engine_.get(),
                                .store = store_.get(),
                                .clock = options_.clock,
                                .identities = identities_.get(),
                                .limits = LimitsOf(options_.callers, options_.call_limits),
                                .log = options_.log,
                                .id_seed = RandomBytes(kIdSeedBytes)};
  if (!options_.metrics_address.empty()) edge_options.observer = &metrics_;
  CARDLEDGER_ASSIGN_OR_RETURN(edge_, rpc::EdgeServices::Make(std::move(edge_options)));
  engine_->Start();
  return absl::OkStatus();
}

absl::Status Server::Listen(const std::string& address) {
  if (!address.empty() && options_.callers.development && !IsLoopback(address)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "development identities need a loopback address such as 127.0.0.1:7420, not ", address));
  }
  if (!options_.metrics_address.empty() && !IsLoopback(options_.metrics_address)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "metrics need a loopback address such as 127.0.0.1:7421, not ", options_.metrics_address));
  }
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  if (!options_.callers.development) {
    builder.SetOption(std::make_unique<WithoutReflection>());
  }
  SetLimits(builder);
  AddServices(builder, *edge_, options_.extra_services);
  if (!address.empty()) {
    builder.AddListeningPort(address, credentials_, &port_);
  }
  grpc_server_ = builder.BuildAndStart();
  if (grpc_server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot listen at ", address));
  }
  health_ = std::make_unique<HealthMonitor>(*engine_, *grpc_server_->GetHealthCheckService(),
                                            edge_->names(), options_.log);
  return ShowMetrics();
}

absl::Status Server::ShowMetrics() {
  if (options_.metrics_address.empty()) return absl::OkStatus();
  AskForLedger(metrics_, *engine_, *edge_);
  if (issuer_ != nullptr) AskForTokens(metrics_, *issuer_);
  if (options_.callers.proven) {
    AskForCertificate(metrics_, options_.callers.proven->tls.certificate);
  }
  CARDLEDGER_ASSIGN_OR_RETURN(exposition_,
                              metrics::Exposition::Open(options_.metrics_address, metrics_));
  return absl::OkStatus();
}

std::shared_ptr<grpc::Channel> Server::InProcessChannel(const grpc::ChannelArguments& arguments) {
  return grpc_server_->InProcessChannel(arguments);
}

absl::Status Server::Shutdown(std::chrono::milliseconds drain) {
  if (shut_down_) return absl::OkStatus();
  shut_down_ = true;
  if (edge_ != nullptr) edge_->Drain();
  if (grpc_server_ != nullptr) {
    grpc_server_->GetHealthCheckService()->Shutdown();
    if (port_ != 0) std::this_thread::sleep_for(kTellCallers);
    grpc_server_->Shutdown(std::chrono::system_clock::now() + drain);
    grpc_server_->Wait();
  }
  absl::Status status;
  if (engine_ != nullptr) status.Update(engine_->Stop());
  metrics_.StopAsking();
  exposition_.reset();
  health_.reset();  // after the last write, so that the log has what became of it
  grpc_server_.reset();
  edge_.reset();
  trust_task_.reset();
  keys_task_.reset();
  engine_.reset();
  if (store_ != nullptr) status.Update(store_->Close());
  return status;
}

}  // namespace cardledger::server
