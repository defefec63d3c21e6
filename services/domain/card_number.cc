#include "services/domain/card_number.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"

namespace cardledger::domain {
namespace {

constexpr size_t kDigitsMin = 13;
constexpr size_t kDigitsMax = 19;
constexpr size_t kDigitsShown = 4;

// Numbers begin with `first` to `last`, which have as many digits. ISO/IEC 7812-1 says how numbers
// are built; the ranges are as published by the schemes, not verified here.
struct Range {
  int first;
  int last;
};

constexpr auto kRanges = std::to_array<Range>({
    {4, 4},        // Visa
    {51, 55},      // Mastercard
    {2221, 2720},  // Mastercard
    {5018, 5018},  // Maestro, to 6763
    {5020, 5020}, {5038, 5038}, {5893, 5893}, {6304, 6304},
    {6759, 6759}, {6761, 6763}, {34, 34},      // American Express
    {37, 37},                                  // American Express
    {6011, 6011},                              // Discover, to 65
    {644, 649},   {65, 65},     {3528, 3589},  // JCB
    {300, 305},                                // Diners Club, to 38
    {36, 36},     {38, 38},     {62, 62},      // UnionPay
});

// Scripts whose ten digits stand in a row, by the UTF-8 of their nought.
constexpr auto kNoughts = std::to_array<absl::string_view>({
    "\xEF\xBC\x90",  // full-width
    "\xD9\xA0",      // Arabic
    "\xDB\xB0",      // Persian and Urdu
    "\xE0\xA5\xA6",  // Devanagari
    "\xE0\xA7\xA6",  // Bengali
    "\xE0\xA9\xA6",  // Gurmukhi
    "\xE0\xAB\xA6",  // Gujarati
});

// Apart from " " and "-".
constexpr auto kSeparators = std::to_array<absl::string_view>({
    "\xC2\xA0",      // no-break space
    "\xE2\x80\x89",  // thin space
    "\xE2\x80\xAF",  // narrow no-break space
    "\xE2\x80\x90",  // hyphen
    "\xE2\x80\x91",  // non-breaking hyphen
    "\xE2\x80\x92",  // figure dash
    "\xE2\x80\x93",  // en dash
});

struct Digit {
  int value;
  size_t at;  // first byte
  size_t bytes;
  bool begins_group;  // another digit does not stand right before it
};

std::optional<Digit> DigitAt(absl::string_view text, size_t at) {
  const char c = text[at];
  if (c >= '0' && c <= '9') return Digit{c - '0', at, 1, false};
  for (const absl::string_view nought : kNoughts) {
    const absl::string_view here = text.substr(at, nought.size());
    if (here.size() < nought.size()) continue;
    const size_t head = nought.size() - 1;
    const int value =
        static_cast<unsigned char>(here.back()) - static_cast<unsigned char>(nought.back());
    if (here.substr(0, head) == nought.substr(0, head) && value >= 0 && value <= 9) {
      return Digit{value, at, nought.size(), false};
    }
  }
  return std::nullopt;
}

// Bytes of the separator that stands there; 0 where none does.
size_t SeparatorAt(absl::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == ' ' || text[at] == '-') return 1;
  for (const absl::string_view separator : kSeparators) {
    if (text.substr(at, separator.size()) == separator) return separator.size();
  }
  return 0;
}

bool BeginsAsKnown(const Digit* digits) {
  int number = 0;
  int lowest = 1;  // of as many digits
  for (size_t count = 1; count <= 4; ++count, lowest *= 10) {
    number = number * 10 + digits[count - 1].value;
    for (const Range& range : kRanges) {
      const bool same_length = range.first >= lowest && range.first < lowest * 10;
      if (same_length && number >= range.first && number <= range.last) return true;
    }
  }
  return false;
}

bool PassesLuhn(const Digit* digits, size_t count) {
  int sum = 0;
  for (size_t i = 0; i < count; ++i) {
    const int value = digits[i].value;
    const bool doubled = (count - i) % 2 == 0;
    sum += doubled ? value * 2 - (value > 4 ? 9 : 0) : value;
  }
  return sum % 10 == 0;
}

// How many digits of the card number that begins at `first`; 0 where none does. Whole groups.
size_t NumberAt(const std::vector<Digit>& run, size_t first) {
  if (!run[first].begins_group) return 0;
  for (size_t count = std::min(kDigitsMax, run.size() - first); count >= kDigitsMin; --count) {
    const bool ends_group = first + count == run.size() || run[first + count].begins_group;
    if (ends_group && BeginsAsKnown(&run[first]) && PassesLuhn(&run[first], count)) return count;
  }
  return 0;
}

// The digits from `at` on with at most one separator between any two; moves `at` behind them.
std::vector<Digit> TakeRun(absl::string_view text, size_t& at) {
  std::vector<Digit> run;
  bool begins_group = true;
  while (at < text.size()) {
    if (std::optional<Digit> digit = DigitAt(text, at)) {
      digit->begins_group = begins_group;
      run.push_back(*digit);
      at += digit->bytes;
      begins_group = false;
      continue;
    }
    const size_t separator = begins_group ? 0 : SeparatorAt(text, at);
    if (separator == 0) break;
    at += separator;
    begins_group = true;
  }
  return run;
}

// The digits of a run that are to be masked: those of each number but its last four. Numbers may
// overlap, as where the groups before a number happen to begin one; each counts.
std::vector<bool> MaskOf(const std::vector<Digit>& run) {
  std::vector<bool> mask(run.size(), false);
  for (size_t first = 0; first + kDigitsMin <= run.size(); ++first) {
    const size_t count = NumberAt(run, first);
    for (size_t i = 0; i + kDigitsShown < count; ++i) mask[first + i] = true;
  }
  return mask;
}

// Calls `found` with each digit that is to be masked.
template <typename Found>
void ForEachMasked(absl::string_view text, const Found& found) {
  size_t at = 0;
  while (at < text.size()) {
    if (!DigitAt(text, at)) {
      ++at;
      continue;
    }
    const std::vector<Digit> run = TakeRun(text, at);
    const std::vector<bool> mask = MaskOf(run);
    for (size_t i = 0; i < run.size(); ++i) {
      if (mask[i]) found(run[i]);
    }
  }
}

std::string MaskOnce(absl::string_view text) {
  std::string masked;
  size_t copied = 0;
  ForEachMasked(text, [&](const Digit& digit) {
    absl::StrAppend(&masked, text.substr(copied, digit.at - copied), "*");
    copied = digit.at + digit.bytes;
  });
  absl::StrAppend(&masked, text.substr(copied));
  return masked;
}

}  // namespace

bool HasCardNumber(absl::string_view text) {
  bool has = false;
  ForEachMasked(text, [&has](const Digit&) { has = true; });
  return has;
}

// The digits left of one number and those behind it may look like another.
std::string MaskCardNumbers(absl::string_view text) {
  std::string masked = MaskOnce(text);
  while (HasCardNumber(masked)) masked = MaskOnce(masked);
  return masked;
}

}  // namespace cardledger::domain
