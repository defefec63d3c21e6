#pragma once

// The time of a measured ledger: it begins on the first day of the ledger's year, is moved on while
// the ledger is filled, and passes as time does. So a ledger has a past, and its awards have not
// ended, whatever the machine's calendar says. Used wherever the benchmark opens a ledger; one that
// is opened again finds this clock behind its entries, and takes no writes. Any thread.

#include <atomic>
#include <cstdint>

#include "services/domain/civil_day.h"
#include "services/engine/clock.h"

namespace cardledger::bench {

// Of the financial year in which everything happens.
domain::Day FirstDay();
domain::Day LastDay();

class BenchClock : public engine::Clock {
 public:
  int64_t WallMicroseconds() const override;
  int64_t MonotonicMicroseconds() const override;

  // On to noon of that day.
  void GoTo(domain::Day day);

 private:
  const engine::SystemClock system_{};
  const int64_t started_us_ = system_.MonotonicMicroseconds();
  std::atomic<int64_t> moved_us_ = 0;
};

}  // namespace cardledger::bench
