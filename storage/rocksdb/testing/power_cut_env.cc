#include "storage/rocksdb/testing/power_cut_env.h"

#include <algorithm>
#include <utility>

#include "rocksdb/system_clock.h"

namespace cardledger::storage {
namespace {

class HurriedClock : public rocksdb::SystemClockWrapper {
 public:
  explicit HurriedClock(const std::shared_ptr<rocksdb::SystemClock>& clock)
      : SystemClockWrapper(clock) {}
  const char* Name() const override { return "cardledger.HurriedClock"; }

  void SleepForMicroseconds(int micros) override {
    SystemClockWrapper::SleepForMicroseconds(std::min(micros, 1'000));
  }
};

class PowerCutEnv : public rocksdb::EnvWrapper {
 public:
  explicit PowerCutEnv(std::unique_ptr<rocksdb::Env> env) : EnvWrapper(std::move(env)) {
    file_system_ = target()->GetFileSystem();
    system_clock_ = std::make_shared<HurriedClock>(target()->GetSystemClock());
  }
  const char* Name() const override { return "cardledger.PowerCutEnv"; }
};

}  // namespace

std::unique_ptr<rocksdb::Env> NewPowerCutEnv(std::shared_ptr<PowerCutFileSystem> file_system) {
  return std::make_unique<PowerCutEnv>(rocksdb::NewCompositeEnv(std::move(file_system)));
}

}  // namespace cardledger::storage
