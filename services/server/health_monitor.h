#pragma once

// Tells gRPC's health service how the engine is: SERVING from the start; NOT_SERVING, for the
// server as a whole and for each service, once the engine has latched, because a server that cannot
// write should be replaced. Reads go on meanwhile, and an unsure clock changes nothing: it needs an
// operator's call, not another process. Why it is so, it tells the log (status_log.h). One thread
// of its own that looks ten times a second, and once more at the end.

#include <optional>
#include <string>
#include <vector>

#include "grpcpp/health_check_service_interface.h"

#include "base/log_event.h"
#include "base/periodic_task.h"
#include "services/engine/engine.h"
#include "services/server/status_log.h"

namespace cardledger::server {

class HealthMonitor {
 public:
  // Engine and health outlive the monitor. `services` by their full names.
  HealthMonitor(const engine::Engine& engine, grpc::HealthCheckServiceInterface& health,
                const std::vector<std::string>& services, base::Log log);

 private:
  void Look();

  const engine::Engine& engine_;
  grpc::HealthCheckServiceInterface& health_;
  StatusLog status_log_;  // the thread's alone
  bool latched_ = false;  // so too
  std::optional<base::PeriodicTask> task_;
};

}  // namespace cardledger::server
