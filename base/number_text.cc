#include "base/number_text.h"

namespace cardledger::base {

std::string FormatCount(uint64_t count) {
  const std::string digits = std::to_string(count);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

std::string FormatPence(int64_t pence) {
  // Two's complement: right for the smallest value too, which has no positive twin.
  const uint64_t size =
      pence < 0 ? ~static_cast<uint64_t>(pence) + 1 : static_cast<uint64_t>(pence);
  const uint64_t decimals = size % 100;
  std::string text = pence < 0 ? "-£" : "£";
  text += FormatCount(size / 100);
  text += decimals < 10 ? ".0" : ".";
  text += std::to_string(decimals);
  return text;
}

}  // namespace cardledger::base
