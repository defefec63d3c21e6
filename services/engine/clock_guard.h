#pragma once

// Whether the wall clock can be trusted with recorded times. It is unsure when it stands more than
// 5 s before the last entry, when it has moved a minute away from the monotonic clock since the
// last good reading, or when at start it stands more than 30 days after the last entry; until it
// agrees again or an operator confirms it. Used by the engine's thread alone.

#include <cstdint>
#include <string>

#include "services/engine/clock.h"

namespace cardledger::engine {

class ClockGuard {
 public:
  struct Reading {
    int64_t recorded_us = 0;  // never before `last_recorded_us`
    std::string doubt;        // empty when sure; else why not, for people
  };

  explicit ClockGuard(const Clock& clock) : clock_(clock) {}

  // Once a batch.
  Reading Read(int64_t last_recorded_us);

  // An operator says that the clock is right as it is.
  void Confirm();

 private:
  std::string DoubtOf(int64_t wall_us, int64_t monotonic_us, int64_t last_recorded_us) const;

  const Clock& clock_;
  bool started_ = false;           // a good reading, or a confirmation, has been made
  bool confirmed_behind_ = false;  // confirmed although before the last entry
  int64_t good_wall_us_ = 0;       // the last good reading
  int64_t good_monotonic_us_ = 0;
};

}  // namespace cardledger::engine
