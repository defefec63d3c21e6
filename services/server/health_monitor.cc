#include "services/server/health_monitor.h"

#include <chrono>
#include <string>

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
                             grpc::HealthCheckServiceInterface& health)
    : engine_(engine), health_(health) {
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
  while (engine_.status().write_state != engine::WriteState::kLatched) {
    base::MutexLock lock(mutex_);
    if (!stopping_) changed_.WaitFor(mutex_, kInterval);
    if (stopping_) return;
  }
  health_.SetServingStatus(false);  // a latch is for the rest of the process's life
}

}  // namespace cardledger::server
