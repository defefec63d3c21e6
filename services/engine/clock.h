#pragma once

// Time, injected: the system's in the server, a hand-moved one in tests. Any thread.

#include <cstdint>

namespace cardledger::engine {

class Clock {
 public:
  virtual ~Clock() = default;

  // Microseconds since 1970-01-01T00:00:00Z; may jump.
  virtual int64_t WallMicroseconds() const = 0;
  // Microseconds since some fixed instant; never goes back.
  virtual int64_t MonotonicMicroseconds() const = 0;
};

// The system's clocks.
class SystemClock : public Clock {
 public:
  int64_t WallMicroseconds() const override;
  int64_t MonotonicMicroseconds() const override;
};

}  // namespace cardledger::engine
