#include "base/plain_text.h"

#include <cstdint>

#include "utf8cpp/utf8.h"

namespace cardledger::base {
namespace {

bool IsControl(uint32_t point) { return point < 0x20 || (point >= 0x7F && point <= 0x9F); }

}  // namespace

bool IsPlainText(absl::string_view bytes) {
  if (!utf8::is_valid(bytes.begin(), bytes.end())) return false;
  for (const char* at = bytes.data(); at != bytes.data() + bytes.size();) {
    if (IsControl(utf8::unchecked::next(at))) return false;
  }
  return true;
}

}  // namespace cardledger::base
