#include "tests/bench/bench_clock.h"

#include <algorithm>

namespace cardledger::bench {
namespace {

constexpr int32_t kYear = 2025;
constexpr int64_t kMicrosecondsPerHour = 3'600'000'000;

int64_t NoonOf(domain::Day day) { return (int64_t{day.number()} * 24 + 12) * kMicrosecondsPerHour; }

}  // namespace

domain::Day FirstDay() { return domain::FirstDayOfFinancialYear(kYear); }
domain::Day LastDay() { return domain::LastDayOfFinancialYear(kYear); }

int64_t BenchClock::WallMicroseconds() const {
  return NoonOf(FirstDay()) + MonotonicMicroseconds() - started_us_;
}

int64_t BenchClock::MonotonicMicroseconds() const {
  return system_.MonotonicMicroseconds() + moved_us_;
}

void BenchClock::GoTo(domain::Day day) {
  moved_us_ += std::max<int64_t>(NoonOf(day) - WallMicroseconds(), 0);
}

}  // namespace cardledger::bench
