#pragma once

// Tells gRPC's health service how the engine is: SERVING from the start; NOT_SERVING, for the
// server as a whole and for each service, once the engine has latched, because a server that cannot
// write should be replaced. Reads go on meanwhile, and an unsure clock changes nothing: it needs an
// operator's call, not another process. Why it is so, it tells the log (status_log.h). One thread
// of its own that looks ten times a second, and once more at the end.

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "grpcpp/health_check_service_interface.h"

#include "base/mutex.h"
#include "services/engine/engine.h"
#include "services/server/status_log.h"

namespace cardledger::server {

class HealthMonitor {
 public:
  // Engine and health outlive the monitor. `services` by their full names. `log` takes one line.
  HealthMonitor(const engine::Engine& engine, grpc::HealthCheckServiceInterface& health,
                const std::vector<std::string>& services,
                std::function<void(absl::string_view line)> log);
  ~HealthMonitor();
  HealthMonitor(const HealthMonitor&) = delete;
  HealthMonitor& operator=(const HealthMonitor&) = delete;

 private:
  void Watch();
  void Look();
  // Waits for the next look; false when there is to be none.
  bool WaitForNext();

  const engine::Engine& engine_;
  grpc::HealthCheckServiceInterface& health_;
  StatusLog status_log_;  // the thread's alone
  bool latched_ = false;  // so too
  base::Mutex mutex_;
  base::CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace cardledger::server
