#include "services/server/health_monitor.h"

#include <chrono>
#include <utility>

namespace cardledger::server {
namespace {

constexpr std::chrono::milliseconds kInterval{100};

}  // namespace

HealthMonitor::HealthMonitor(const engine::Engine& engine,
                             grpc::HealthCheckServiceInterface& health,
                             const std::vector<std::string>& services, base::Log log)
    : engine_(engine), health_(health), status_log_(std::move(log)) {
  // The empty name, the server as a whole, is there by itself.
  for (const std::string& service : services) health_.SetServingStatus(service, true);
  task_.emplace(kInterval, [this] { Look(); });
}

void HealthMonitor::Look() {
  const engine::EngineStatus now = engine_.status();
  status_log_.Note(now);
  if (latched_ || now.write_state != engine::WriteState::kLatched) return;
  latched_ = true;
  health_.SetServingStatus(false);  // a latch is for the rest of the process's life
}

}  // namespace cardledger::server
