#pragma once

// Random numbers that are the same on every machine for the same seed (SplitMix64; the standard
// library's distributions differ between implementations). For tests and simulation, never for
// secrets. Not thread-safe.

#include <cstddef>
#include <cstdint>
#include <string>

namespace cardledger::tests {

class SeededRandom {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15;
    uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
  }
  // 0 to `end` - 1; `end` is positive. The bias is far below what a test could notice.
  uint64_t Below(uint64_t end) { return Next() % end; }
  bool OneIn(uint64_t chances) { return Below(chances) == 0; }

  std::string Bytes(size_t count) {
    std::string bytes(count, '\0');
    for (char& byte : bytes) byte = static_cast<char>(Next() >> 56);
    return bytes;
  }

 private:
  uint64_t state_;
};

}  // namespace cardledger::tests
