#include "base/plain_text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace cardledger::base {
namespace {

// The first byte of a character of so many bytes as its place in the table says.
struct Lead {
  uint8_t mask;
  uint8_t bits;
  uint32_t point_min;  // less is an overlong form
};
constexpr auto kLeads = std::to_array<Lead>({
    {0x80, 0x00, 0},
    {0xE0, 0xC0, 0x80},
    {0xF0, 0xE0, 0x800},
    {0xF8, 0xF0, 0x10000},
});

bool IsPoint(uint32_t value, uint32_t least) {
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value >= least && value <= 0x10FFFF && !surrogate;
}

// Takes `more` bytes that go on a character off the front of `rest`.
std::optional<uint32_t> TakeMore(uint32_t point, size_t more, absl::string_view& rest) {
  if (rest.size() < more) return std::nullopt;
  for (size_t i = 0; i < more; ++i) {
    const auto byte = static_cast<uint8_t>(rest[i]);
    if ((byte & 0xC0) != 0x80) return std::nullopt;
    point = point << 6 | (byte & 0x3F);
  }
  rest.remove_prefix(more);
  return point;
}

// Takes a character off the front of `rest`; nullopt where none stands there.
std::optional<uint32_t> TakePoint(absl::string_view& rest) {
  const auto first = static_cast<uint8_t>(rest[0]);
  rest.remove_prefix(1);
  for (size_t more = 0; more < kLeads.size(); ++more) {
    const Lead& lead = kLeads[more];
    if ((first & lead.mask) != lead.bits) continue;
    const uint32_t begun = first & static_cast<uint8_t>(~lead.mask);
    const std::optional<uint32_t> point = TakeMore(begun, more, rest);
    return point && IsPoint(*point, lead.point_min) ? point : std::nullopt;
  }
  return std::nullopt;
}

bool IsControl(uint32_t point) { return point < 0x20 || (point >= 0x7F && point <= 0x9F); }

}  // namespace

bool IsPlainText(absl::string_view bytes) {
  while (!bytes.empty()) {
    const std::optional<uint32_t> point = TakePoint(bytes);
    if (!point || IsControl(*point)) return false;
  }
  return true;
}

}  // namespace cardledger::base
