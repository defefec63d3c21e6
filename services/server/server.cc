#include "services/server/server.h"

#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

#include "base/status_macros.h"
#include "services/domain/limits.h"
#include "services/server/random_bytes.h"

namespace cardledger::server {
namespace {

// For so long new calls are told to come back, before gRPC cancels those it has not yet looked at.
constexpr std::chrono::milliseconds kTellCallers{50};
// The destructor's: a test that forgets Shutdown should still end.
constexpr std::chrono::milliseconds kDestructorDrain{1'000};

void AddServices(grpc::ServerBuilder& builder, rpc::EdgeServices& edge,
                 const std::vector<grpc::Service*>& extra) {
  for (grpc::Service* service : edge.services()) builder.RegisterService(service);
  for (grpc::Service* service : extra) builder.RegisterService(service);
}

void SetLimits(grpc::ServerBuilder& builder) {
  grpc::ResourceQuota quota("cardledgerd");
  quota.Resize(domain::kBufferBytesMax);
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(domain::kRequestBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, domain::kCallsPerConnectionMax);
  // A second server on the same port must fail to start, not take half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
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
  if (!options_.random_bytes) options_.random_bytes = RandomBytes;
  if (!options_.log) options_.log = [](absl::string_view) {};
}

Server::~Server() { Shutdown(kDestructorDrain).IgnoreError(); }  // who wants to know calls it

absl::Status Server::CheckAllowed(bool development_identities,
                                  std::optional<journal::v1::LedgerKind> create) {
  if (!development_identities) {
    return absl::FailedPreconditionError(
        "callers cannot prove who they are yet: the server starts only with "
        "--development-identities, over a SANDBOX ledger at a loopback address");
  }
  // Before anything is made: a LIVE ledger is for ever.
  if (create == journal::v1::LEDGER_KIND_LIVE) {
    return absl::FailedPreconditionError(
        "development identities are for SANDBOX ledgers alone: a LIVE one is not created");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Server>> Server::Open(ServerOptions options) {
  CARDLEDGER_RETURN_IF_ERROR(CheckAllowed(options.development_identities, options.create));
  std::unique_ptr<Server> server(new Server(std::move(options)));
  CARDLEDGER_RETURN_IF_ERROR(server->OpenEngine());
  return server;
}

absl::Status Server::OpenEngine() {
  engine::EngineOptions engine_options;
  engine_options.store = store_.get();
  engine_options.anchor = anchor_.get();
  engine_options.clock = options_.clock;
  engine_options.random_bytes = options_.random_bytes;
  engine_options.create = options_.create;
  // Whoever is believed without proof may try things, on a ledger made for that.
  engine_options.only_kind = journal::v1::LEDGER_KIND_SANDBOX;
  engine_options.progress = options_.progress;
  CARDLEDGER_ASSIGN_OR_RETURN(engine_, engine::Engine::Open(std::move(engine_options)));
  identities_ = std::make_unique<rpc::DevelopmentIdentities>();
  CARDLEDGER_ASSIGN_OR_RETURN(edge_, rpc::EdgeServices::Make({.engine = engine_.get(),
                                                              .store = store_.get(),
                                                              .clock = options_.clock,
                                                              .identities = identities_.get(),
                                                              .log = options_.log}));
  engine_->Start();
  return absl::OkStatus();
}

absl::Status Server::Listen(const std::string& address) {
  if (!address.empty() && options_.development_identities && !IsLoopback(address)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "development identities need a loopback address such as 127.0.0.1:7420, not ", address));
  }
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  SetLimits(builder);
  AddServices(builder, *edge_, options_.extra_services);
  if (!address.empty()) {
    builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port_);
  }
  grpc_server_ = builder.BuildAndStart();
  if (grpc_server_ == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot listen at ", address));
  }
  health_ = std::make_unique<HealthMonitor>(*engine_, *grpc_server_->GetHealthCheckService(),
                                            edge_->names(), options_.log);
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
  health_.reset();  // after the last write, so that the log has what became of it
  grpc_server_.reset();
  edge_.reset();
  engine_.reset();
  if (store_ != nullptr) status.Update(store_->Close());
  return status;
}

}  // namespace cardledger::server
