#pragma once

// A clock that stands still until a test moves it. Advance moves both times together, as time does;
// Step moves the wall clock alone, as an operator or a bad time server does. Any thread.

#include <atomic>
#include <cstdint>

#include "services/engine/clock.h"

namespace cardledger::tests {

inline constexpr int64_t kMicrosecondsPerSecond = 1'000'000;
inline constexpr int64_t kMicrosecondsPerDay = 86'400 * kMicrosecondsPerSecond;

class ManualClock : public engine::Clock {
 public:
  explicit ManualClock(int64_t wall_us) : wall_us_(wall_us) {}

  int64_t WallMicroseconds() const override { return wall_us_; }
  int64_t MonotonicMicroseconds() const override { return monotonic_us_; }

  void Advance(int64_t by_us) {
    wall_us_ += by_us;
    monotonic_us_ += by_us;
  }
  void Step(int64_t by_us) { wall_us_ += by_us; }

 private:
  std::atomic<int64_t> wall_us_;
  std::atomic<int64_t> monotonic_us_{1'000 *
                                     kMicrosecondsPerSecond};  // not 0: nobody may rely on it
};

}  // namespace cardledger::tests
