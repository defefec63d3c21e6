#include "services/engine/clock_guard.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"

#include "services/domain/limits.h"

namespace cardledger::engine {
namespace {

constexpr int64_t kMicrosecondsPerSecond = 1'000'000;

}  // namespace

ClockGuard::Reading ClockGuard::Read(int64_t last_recorded_us) {
  const int64_t wall_us = clock_.WallMicroseconds();
  const int64_t monotonic_us = clock_.MonotonicMicroseconds();
  Reading reading;
  reading.recorded_us = std::max(wall_us, last_recorded_us);
  reading.doubt = DoubtOf(wall_us, monotonic_us, last_recorded_us);
  if (reading.doubt.empty()) {
    started_ = true;
    good_wall_us_ = wall_us;
    good_monotonic_us_ = monotonic_us;
    if (wall_us >= last_recorded_us) confirmed_behind_ = false;
  }
  return reading;
}

std::string ClockGuard::DoubtOf(int64_t wall_us, int64_t monotonic_us,
                                int64_t last_recorded_us) const {
  const int64_t behind_us = last_recorded_us - wall_us;
  if (behind_us > domain::kClockBehindUsMax && !confirmed_behind_) {
    return absl::StrCat("the clock stands ", behind_us / kMicrosecondsPerSecond,
                        " s before the last entry");
  }
  if (!started_) {
    if (-behind_us <= domain::kClockGapAtStartUsMax || last_recorded_us == 0) return "";
    return absl::StrCat("the clock stands ", -behind_us / kMicrosecondsPerSecond / 86'400,
                        " days after the last entry");
  }
  const int64_t step_us = (wall_us - good_wall_us_) - (monotonic_us - good_monotonic_us_);
  if (std::abs(step_us) <= domain::kClockStepUsMax) return "";
  return absl::StrCat("the clock has stepped by ", step_us / kMicrosecondsPerSecond, " s");
}

void ClockGuard::Confirm() {
  started_ = true;
  confirmed_behind_ = true;
  good_wall_us_ = clock_.WallMicroseconds();
  good_monotonic_us_ = clock_.MonotonicMicroseconds();
}

}  // namespace cardledger::engine
