#include "clients/cpp/money.h"

#include <algorithm>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace cardledger::client {
namespace {

constexpr absl::string_view kAccepted =
    "write pounds as 1000, 1000.00, 1,000.00 or £1,000.00: no decimals or exactly two";
constexpr int64_t kPenceMax = std::numeric_limits<int64_t>::max();

absl::Status Refuse(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", text, "' is not an amount of money: ", why, "; ", kAccepted));
}

bool AllDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// The digits without their commas; empty where a comma is out of place.
std::string WithoutCommas(absl::string_view pounds) {
  if (!absl::StrContains(pounds, ',')) return std::string(pounds);
  // A group of four digits in front would otherwise pass.
  if (pounds.size() % 4 == 0) return "";
  std::string digits;
  for (size_t i = 0; i < pounds.size(); ++i) {
    const bool comma_expected = (pounds.size() - i) % 4 == 0 && i != 0;
    if ((pounds[i] == ',') != comma_expected) return "";
    if (pounds[i] != ',') digits.push_back(pounds[i]);
  }
  return digits;
}

// `text` is quoted in messages; `amount` is what is left of it after sign and £.
absl::StatusOr<int64_t> ParseAmount(absl::string_view text, absl::string_view amount) {
  absl::string_view pounds = amount;
  absl::string_view decimals;
  const size_t point = amount.find('.');
  if (point != absl::string_view::npos) {
    pounds = amount.substr(0, point);
    decimals = amount.substr(point + 1);
    if (decimals.size() != 2 || !AllDigits(decimals)) {
      return Refuse(text, "after the point there must be exactly two digits");
    }
  }
  const std::string digits = WithoutCommas(pounds);
  if (!AllDigits(digits)) {
    return Refuse(text, "the pounds must be digits, with commas only between thousands");
  }
  if (digits.size() > 1 && digits[0] == '0') return Refuse(text, "it begins with a needless 0");
  int64_t whole = 0;
  if (!absl::SimpleAtoi(digits, &whole) || whole > (kPenceMax - 99) / 100) {
    return Refuse(text, "it is more than a ledger can hold");
  }
  int64_t pence = 0;
  if (!decimals.empty()) pence = (decimals[0] - '0') * 10 + (decimals[1] - '0');
  return whole * 100 + pence;
}

}  // namespace

absl::StatusOr<int64_t> ParsePounds(absl::string_view text) {
  absl::string_view amount = text;
  if (absl::StartsWith(amount, "-") || absl::StartsWith(amount, "+")) {
    return Refuse(text, "no sign is allowed here");
  }
  absl::ConsumePrefix(&amount, "£");
  return ParseAmount(text, amount);
}

absl::StatusOr<int64_t> ParseSignedPounds(absl::string_view text) {
  absl::string_view amount = text;
  const bool negative = absl::ConsumePrefix(&amount, "-");
  absl::ConsumePrefix(&amount, "£");
  absl::StatusOr<int64_t> pence = ParseAmount(text, amount);
  if (pence.ok() && negative) *pence = -*pence;
  return pence;
}

}  // namespace cardledger::client
