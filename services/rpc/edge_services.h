#pragma once

// The whole gRPC edge of one engine: every service of the API and what they share. Made and owned
// by services/server, which registers services() with its gRPC server. Must outlive that server,
// and be gone before the engine. Any thread.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/impl/service_type.h"

#include "base/log_event.h"
#include "services/engine/clock.h"
#include "services/engine/engine.h"
#include "services/rpc/call_observer.h"
#include "services/rpc/caller_limits.h"
#include "services/rpc/identities.h"
#include "storage/kv_store.h"

namespace cardledger::rpc {

struct EdgeOptions {
  engine::Engine* engine = nullptr;  // none of these is owned; all outlive the services
  const storage::KvStore* store = nullptr;
  const engine::Clock* clock = nullptr;
  const Identities* identities = nullptr;
  CallObserver* observer = nullptr;  // may be null
  std::optional<LimitRules> limits;  // nullopt: callers may do as much as they like
  base::Log log;
  std::string id_seed;  // random
};

// What is under way.
struct EdgeCounts {
  size_t watches = 0;  // open streams of entries
  size_t bulk_loads = 0;
  size_t reads_waiting = 0;       // for the reader pool
  size_t callers_remembered = 0;  // by the limits
};

class EdgeServices {
 public:
  // FAILED_PRECONDITION where a method of the API has no access rule.
  static absl::StatusOr<std::unique_ptr<EdgeServices>> Make(EdgeOptions options);

  virtual ~EdgeServices() = default;

  virtual std::vector<grpc::Service*> services() = 0;
  // Their full names.
  virtual std::vector<std::string> names() const = 0;
  // Answers new calls with UNAVAILABLE (STOPPING) and asks open streams to end. Calls under way
  // end by themselves.
  virtual void Drain() = 0;
  virtual EdgeCounts counts() const = 0;
};

}  // namespace cardledger::rpc
