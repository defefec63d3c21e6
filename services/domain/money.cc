#include "services/domain/money.h"

namespace cardledger::domain {
namespace {

constexpr uint64_t kPencePerPound = 100;
constexpr int kDigitsPerGroup = 3;

std::string GroupThousands(uint64_t pounds) {
  std::string digits = std::to_string(pounds);
  for (int place = static_cast<int>(digits.size()) - kDigitsPerGroup; place > 0;
       place -= kDigitsPerGroup) {
    digits.insert(static_cast<size_t>(place), ",");
  }
  return digits;
}

}  // namespace

std::string FormatPounds(int64_t pence) {
  // Negated as unsigned: the most negative number has no positive twin.
  const uint64_t magnitude =
      pence < 0 ? uint64_t{0} - static_cast<uint64_t>(pence) : static_cast<uint64_t>(pence);
  const uint64_t odd_pence = magnitude % kPencePerPound;
  std::string text = pence < 0 ? "-£" : "£";
  text += GroupThousands(magnitude / kPencePerPound);
  text += odd_pence < 10 ? ".0" : ".";
  text += std::to_string(odd_pence);
  return text;
}

}  // namespace cardledger::domain
