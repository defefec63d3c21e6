#pragma once

// When a ledger must doubt its clock, by the rules: more than 5 s behind the last entry; a minute
// away from the monotonic clock since the last good reading; at start more than 30 days after the
// last entry. The simulation's own, apart from services/engine. One per life of an engine.

#include <cstdint>
#include <cstdlib>

namespace cardledger::simulation {

class ClockWatch {
 public:
  struct Reading {
    int64_t wall_us = 0;
    int64_t monotonic_us = 0;
  };

  // Whether a batch at `now` must be doubted; looks at the clock just as often as the engine does.
  bool Doubts(const Reading& now, int64_t last_recorded_us) {
    const bool behind = last_recorded_us - now.wall_us > 5 * kSecond;
    bool doubtful = behind && !excused_;
    if (has_good_) {
      const int64_t wall_moved = now.wall_us - good_.wall_us;
      const int64_t time_passed = now.monotonic_us - good_.monotonic_us;
      doubtful |= std::llabs(wall_moved - time_passed) > 60 * kSecond;
    } else {
      doubtful |= now.wall_us - last_recorded_us > 30LL * 86'400 * kSecond;
    }
    if (doubtful) return true;
    has_good_ = true;
    good_ = now;
    if (now.wall_us >= last_recorded_us) excused_ = false;
    return false;
  }

  // An operator has said that the clock is right.
  void Confirm(const Reading& now) {
    has_good_ = true;
    good_ = now;
    excused_ = true;
  }

 private:
  static constexpr int64_t kSecond = 1'000'000;

  bool has_good_ = false;
  bool excused_ = false;
  Reading good_;
};

}  // namespace cardledger::simulation
