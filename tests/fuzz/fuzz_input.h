#pragma once

// Reading a fuzzer's bytes: pieces that each stand behind their length (2 bytes, big-endian; what
// is missing at the end is taken as the end). And the check the fuzzers use: a finding aborts, in
// every build.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

#include "base/check.h"

namespace cardledger::tests {

class FuzzInput {
 public:
  FuzzInput(const uint8_t* data, size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return rest_.empty(); }
  absl::string_view rest() const { return rest_; }

  uint8_t TakeByte() {
    const absl::string_view byte = Take(1);
    return byte.empty() ? 0 : static_cast<uint8_t>(byte[0]);
  }
  absl::string_view TakePiece() {
    const size_t high = TakeByte();
    return Take(high << 8 | TakeByte());
  }

 private:
  absl::string_view Take(size_t count) {
    const absl::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  absl::string_view rest_;
};

}  // namespace cardledger::tests

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
