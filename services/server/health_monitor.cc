#include "services/server/health_monitor.h"

#include <chrono>
#include <utility>

namespace cardledger::server {
namespace {

constexpr std::chrono::milliseconds kInterval{100};

// As clients name them; the empty name, the server as a whole, is there by itself.
constexpr const char* kServices[] = {"cardledger.v1.AwardService", "cardledger.v1.BalanceService",
                                     "cardledger.v1.FundService",  "cardledger.v1.JournalService",
                                     "cardledger.v1.LoadService",  "cardledger.v1.PersonService",
                                     "cardledger.v1.PolicyService"};

}  // namespace

HealthMonitor::HealthMonitor(const engine::Engine& engine,
                             grpc::HealthCheckServiceInterface& health,
                             std::function<void(absl::string_view line)> log)
    : engine_(engine), health_(health), status_log_(std::move(log)) {
  for (const char* service : kServices) health_.SetServingStatus(service, true);
  thread_ = std::thread([this] { Watch(); });
}

HealthMonitor::~HealthMonitor() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  thread_.join();
}

void HealthMonitor::Watch() {
  do {
    Look();
  } while (WaitForNext());
  Look();
}

void HealthMonitor::Look() {
  const engine::EngineStatus now = engine_.status();
  status_log_.Note(now);
  if (latched_ || now.write_state != engine::WriteState::kLatched) return;
  latched_ = true;
  health_.SetServingStatus(false);  // a latch is for the rest of the process's life
}

bool HealthMonitor::WaitForNext() {
  const base::MutexLock lock(mutex_);
  if (!stopping_) changed_.WaitFor(mutex_, kInterval);
  return !stopping_;
}

}  // namespace cardledger::server
