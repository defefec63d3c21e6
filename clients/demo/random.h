#pragma once

// Choices that are the same on every machine for the same seed: the engine of std::mt19937_64 is
// fixed by the standard, its distributions are not. For the plan of the demonstration, never for
// secrets. Not thread-safe.

#include <cstddef>
#include <cstdint>
#include <random>

namespace cardledger::demo {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  // 0 to `end` - 1; `end` is positive. The bias is far below what anybody could notice.
  uint64_t Below(uint64_t end) { return engine_() % end; }
  // `from` to `to`, both included.
  int64_t Between(int64_t from, int64_t to) {
    return from + static_cast<int64_t>(Below(static_cast<uint64_t>(to - from) + 1));
  }
  bool OneIn(uint64_t chances) { return Below(chances) == 0; }
  // One of `items`, which are not empty.
  template <typename Items>
  const auto& Pick(const Items& items) {
    return items[Below(items.size())];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace cardledger::demo
