#pragma once

// A whole ledger server: store, anchor, engine, the gRPC edge and health. Made by cardledgerd, by
// the benchmark and by tests, over any store. Open brings the ledger up without anybody being able
// to call it; Listen lets callers in; Shutdown finishes what was accepted and closes everything.
// What it does not do: it reads no flags, handles no signals and prints nothing but through `log`.
// One thread at a time, except engine() and InProcessChannel().

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server.h"
#include "grpcpp/support/channel_arguments.h"

#include "base/log_event.h"
#include "base/periodic_task.h"
#include "services/engine/clock.h"
#include "services/engine/engine.h"
#include "services/identity/certificate_trust.h"
#include "services/identity/issuer.h"
#include "services/identity/key_refresher.h"
#include "services/metrics/exposition.h"
#include "services/metrics/metrics.h"
#include "services/rpc/edge_services.h"
#include "services/rpc/identities.h"
#include "services/server/health_monitor.h"
#include "services/server/identities_file.h"
#include "services/server/tls.h"
#include "services/vault/vault.h"
#include "storage/anchor.h"
#include "storage/kv_store.h"
#include "storage/slot_file.h"

namespace cardledger::server {

// How callers prove who they are, and how the connection is protected.
struct ProvenCallers {
  config::v1::Identities identities;  // as ReadIdentitiesFile gives it
  TlsFiles tls;
};

struct CallerOptions {
  // Believe what callers say of themselves: SANDBOX ledgers on a loopback address alone.
  bool development = false;
  std::optional<ProvenCallers> proven;
};

// What opens the sealed details (services/vault/vault.h).
struct KeyOptions {
  std::unique_ptr<storage::SlotFile> file;
  std::string kek;
  std::optional<std::string> previous_kek{};
  bool accept_lost = false;  // EngineOptions::accept_lost_keys
};

// How many calls a caller may make a second; not set: limits.h. Callers that are believed have no
// limits unless one is set.
struct CallLimitOptions {
  std::optional<int32_t> person_calls_per_second;
  std::optional<int32_t> system_calls_per_second;
};

struct ServerOptions {
  std::unique_ptr<storage::KvStore> store;
  std::unique_ptr<storage::Anchor> anchor;
  KeyOptions keys;
  const engine::Clock* clock = nullptr;  // not owned; null means the system's
  // Whether tokens and certificates are in force: they are made by today's calendar, also where the
  // ledger's clock stands at another day. Not owned; null means the system's.
  const engine::Clock* identity_clock = nullptr;
  std::function<std::string(size_t)> random_bytes;  // empty means the operating system's
  // Makes a ledger of this kind where the store is empty; where it is not, the kinds must agree.
  std::optional<journal::v1::LedgerKind> create;
  // Who callers are. Exactly one of the two.
  CallerOptions callers;
  std::vector<grpc::Service*> extra_services;  // not owned; served beside the API, unchecked
  std::function<void(uint64_t done, uint64_t total)> progress;  // of opening; may be empty
  base::Log log;                                                // may be empty; any thread
  // Where metrics are shown, HOST:PORT, on a loopback address, where port 0 lets the system choose;
  // empty: nowhere.
  std::string metrics_address;
  CallLimitOptions call_limits;
};

class Server {
 public:
  // Whether a server may be run so at all. FAILED_PRECONDITION, in words for people, where callers
  // could not be known, or a LIVE ledger would be made for development identities.
  static absl::Status CheckAllowed(const CallerOptions& callers,
                                   std::optional<journal::v1::LedgerKind> create);

  // Opens the ledger and starts the engine. FAILED_PRECONDITION also where the ledger may not be
  // served so (identities, kinds); else as Engine::Open. Nothing is created when it fails so.
  static absl::StatusOr<std::unique_ptr<Server>> Open(ServerOptions options);

  // Shuts down, if that was not done.
  ~Server();

  // Lets callers in: at HOST:PORT, where port 0 lets the system choose; inside the process alone
  // where `address` is empty. INVALID_ARGUMENT for an address that the identities do not allow;
  // UNAVAILABLE where it cannot be listened at. At most once.
  absl::Status Listen(const std::string& address);

  // Where it listens; 0 inside the process.
  int port() const { return port_; }
  // Where metrics are shown; 0: nowhere.
  int metrics_port() const { return exposition_ == nullptr ? 0 : exposition_->port(); }
  std::shared_ptr<grpc::Channel> InProcessChannel(const grpc::ChannelArguments& arguments = {});

  engine::Engine& engine() { return *engine_; }
  const storage::KvStore& store() const { return *store_; }

  // Takes no new calls, ends streams, finishes what was accepted for up to `drain`, cancels the
  // rest, stops the engine, writes the anchor and closes the store. Idempotent. Returns the first
  // thing that went wrong; all that was acknowledged is durable in any case.
  absl::Status Shutdown(std::chrono::milliseconds drain);

 private:
  explicit Server(ServerOptions options);

  absl::Status OpenEngine();
  absl::Status OpenIdentities();
  absl::Status ShowMetrics();
  // Looks whether certificates and revocation lists have changed.
  void RefreshTrust();
  // Looks whether it is time to fetch the issuer's keys.
  void RefreshKeys();

  ServerOptions options_;
  std::unique_ptr<storage::KvStore> store_;
  std::unique_ptr<storage::Anchor> anchor_;
  std::unique_ptr<vault::Vault> vault_;
  engine::SystemClock system_clock_;
  std::unique_ptr<identity::Issuer> issuer_;
  std::unique_ptr<identity::KeyRefresher> key_refresher_;
  std::unique_ptr<identity::CertificateTrust> trust_;
  absl::Status trust_fault_;  // as last told
  std::unique_ptr<base::PeriodicTask> trust_task_;
  // Apart, so that an issuer that is slow to answer holds up no revocation.
  std::unique_ptr<base::PeriodicTask> keys_task_;
  std::shared_ptr<grpc::ServerCredentials> credentials_;
  std::unique_ptr<rpc::Identities> identities_;
  metrics::Metrics metrics_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<rpc::EdgeServices> edge_;
  std::unique_ptr<grpc::Server> grpc_server_;
  std::unique_ptr<HealthMonitor> health_;
  std::unique_ptr<metrics::Exposition> exposition_;
  int port_ = 0;
  bool shut_down_ = false;
};

// Whether HOST of HOST:PORT can be reached from this machine alone.
bool IsLoopback(absl::string_view address);

}  // namespace cardledger::server
