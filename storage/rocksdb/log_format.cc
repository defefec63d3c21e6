#include "storage/rocksdb/log_format.h"

#include <algorithm>
#include <array>

namespace cardledger::storage {
namespace {

constexpr size_t kBlockBytes = 32 << 10;
constexpr size_t kHeaderBytes = 7;
constexpr uint8_t kFirstType = 1;  // whole, first, middle, last
constexpr uint8_t kLastType = 4;
constexpr uint32_t kMaskDelta = 0xa282ead8;
constexpr uint32_t kReversedPolynomial = 0x82f63b78;

constexpr std::array<uint32_t, 256> MakeTable() {
  std::array<uint32_t, 256> table = {};
  for (uint32_t byte = 0; byte < table.size(); ++byte) {
    uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value >> 1) ^ ((value & 1) != 0 ? kReversedPolynomial : 0);
    }
    table[byte] = value;
  }
  return table;
}
constexpr std::array<uint32_t, 256> kTable = MakeTable();

uint8_t ByteAt(absl::string_view bytes, size_t place) { return static_cast<uint8_t>(bytes[place]); }

uint32_t Mask(uint32_t crc) { return ((crc >> 15) | (crc << 17)) + kMaskDelta; }

struct Fragment {
  size_t end = 0;  // where its header says that it ends, at most the end of its block
  bool whole = false;
};

// `begin` leaves room for a header in its block; the file may end earlier.
Fragment FragmentAt(absl::string_view file, size_t begin) {
  const size_t block_end = begin - begin % kBlockBytes + kBlockBytes;
  if (file.size() - begin < kHeaderBytes) return {.end = block_end, .whole = false};
  const absl::string_view header = file.substr(begin, kHeaderBytes);
  uint32_t stored = 0;
  for (size_t i = 4; i > 0; --i) stored = stored << 8 | ByteAt(header, i - 1);
  const size_t length = ByteAt(header, 4) | static_cast<size_t>(ByteAt(header, 5)) << 8;
  const uint8_t type = ByteAt(header, 6);
  const size_t end = begin + kHeaderBytes + length;
  if (type < kFirstType || type > kLastType || end > block_end) {
    return {.end = block_end, .whole = false};
  }
  if (end > file.size()) return {.end = end, .whole = false};
  return {.end = end, .whole = Mask(Crc32c(file.substr(begin + 6, 1 + length))) == stored};
}

}  // namespace

uint32_t Crc32c(absl::string_view bytes) {
  uint32_t crc = ~uint32_t{0};
  for (const char byte : bytes) {
    crc = kTable[(crc ^ static_cast<uint8_t>(byte)) & 0xff] ^ (crc >> 8);
  }
  return ~crc;
}

std::optional<size_t> FindTornTail(absl::string_view file) {
  if (file.empty() || file.back() != '\0') return std::nullopt;
  size_t place = 0;
  while (place < file.size()) {
    const size_t left_in_block = kBlockBytes - place % kBlockBytes;
    if (left_in_block < kHeaderBytes) {
      place += left_in_block;
      continue;
    }
    const Fragment fragment = FragmentAt(file, place);
    if (!fragment.whole) {
      const size_t rest = std::min(fragment.end, file.size());
      const bool only_zeros_follow = file.find_first_not_of('\0', rest) == absl::string_view::npos;
      return only_zeros_follow ? std::optional(place) : std::nullopt;
    }
    place = fragment.end;
  }
  return std::nullopt;
}

}  // namespace cardledger::storage
