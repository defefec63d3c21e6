#pragma once

// Tells gRPC's health service how the engine is: SERVING from the start; NOT_SERVING, for the
// server as a whole and for each service, once the engine has latched, because a server that cannot
// write should be replaced. Reads go on meanwhile, and an unsure clock changes nothing: it needs an
// operator's call, not another process. One thread of its own that looks ten times a second.

#include <thread>

#include "absl/base/thread_annotations.h"
#include "grpcpp/health_check_service_interface.h"

#include "base/mutex.h"
#include "services/engine/engine.h"

namespace cardledger::server {

class HealthMonitor {
 public:
  // Both outlive the monitor.
  HealthMonitor(const engine::Engine& engine, grpc::HealthCheckServiceInterface& health);
  ~HealthMonitor();
  HealthMonitor(const HealthMonitor&) = delete;
  HealthMonitor& operator=(const HealthMonitor&) = delete;

 private:
  void Watch();

  const engine::Engine& engine_;
  grpc::HealthCheckServiceInterface& health_;
  base::Mutex mutex_;
  base::CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace cardledger::server
