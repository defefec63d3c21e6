#include "services/engine/clock.h"

#include <chrono>

namespace cardledger::engine {
namespace {

template <typename Clock>
int64_t Microseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch())
      .count();
}

}  // namespace

int64_t SystemClock::WallMicroseconds() const { return Microseconds<std::chrono::system_clock>(); }
int64_t SystemClock::MonotonicMicroseconds() const {
  return Microseconds<std::chrono::steady_clock>();
}

}  // namespace cardledger::engine
