#pragma once

// The whole gRPC edge of one engine: every service of the API and what they share. Made and owned
// by services/server, which registers services() with its gRPC server. Must outlive that server,
// and be gone before the engine. Any thread.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/impl/service_type.h"

#include "services/engine/clock.h"
#include "services/engine/engine.h"
#include "services/rpc/identities.h"
#include "storage/kv_store.h"

namespace cardledger::rpc {

struct EdgeOptions {
  engine::Engine* engine = nullptr;  // none of these is owned; all outlive the services
  const storage::KvStore* store = nullptr;
  const engine::Clock* clock = nullptr;
  const Identities* identities = nullptr;
  std::function<void(absl::string_view)> log;  // one line for the operator
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
};

}  // namespace cardledger::rpc
