#include "clients/cli/award_words.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

// "left=right"; where there is no "=", that is noted with how it is written.
std::pair<std::string, std::string> TakePair(absl::string_view field, const std::string& word,
                                             absl::string_view written, InputErrors& errors) {
  const size_t equals = word.find('=');
  if (equals != std::string::npos) return {word.substr(0, equals), word.substr(equals + 1)};
  errors.Note(field, absl::StrCat("'", word, "' is only one half; write ", written));
  return {};
}

bool AreDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

}  // namespace

v1::AwardFunding TakeFunding(const std::string& word, InputErrors& errors) {
  v1::AwardFunding funding;
  const auto [fund, amount] =
      TakePair("--fund", word, "FUND=AMOUNT, as funds/{id}=£1,000.00", errors);
  if (fund.empty() && amount.empty()) return funding;
  funding.set_fund(errors.Take("--fund", ParseName("funds", fund)));
  funding.set_amount_pence(errors.Take("--fund", client::ParsePounds(amount)));
  return funding;
}

v1::AwardShare TakeShare(const std::string& word, InputErrors& errors) {
  v1::AwardShare share;
  const auto [source, rest] = TakePair(
      "--share", word, "SOURCE=PERCENT or SOURCE=PERCENT:chargeable, as health-body=40", errors);
  if (source.empty() && rest.empty()) return share;
  absl::string_view percent = rest;
  share.set_chargeable(absl::ConsumeSuffix(&percent, ":chargeable"));
  share.set_source(errors.Take("--share", ParseWord<journal::v1::FundingSource>(source)));
  share.set_basis_points(errors.Take("--share", ParsePercent(percent)));
  return share;
}

v1::AwardEarmark TakeEarmark(const std::string& word, InputErrors& errors) {
  v1::AwardEarmark earmark;
  const auto [provider, amount] =
      TakePair("--earmark", word, "PROVIDER=AMOUNT, as providers/{id}=£200.00", errors);
  if (provider.empty() && amount.empty()) return earmark;
  earmark.set_provider(errors.Take("--earmark", ParseName("providers", provider)));
  earmark.set_amount_pence(errors.Take("--earmark", client::ParsePounds(amount)));
  return earmark;
}

absl::StatusOr<int32_t> ParsePercent(absl::string_view text) {
  absl::string_view number = text;
  absl::ConsumeSuffix(&number, "%");
  const size_t point = number.find('.');
  std::string decimals(point == absl::string_view::npos ? "0" : number.substr(point + 1));
  const absl::string_view whole = number.substr(0, point);
  int32_t percent = 0;
  const bool sound = AreDigits(whole) && AreDigits(decimals) && !decimals.empty() &&
                     decimals.size() <= 2 && absl::SimpleAtoi(whole, &percent) && percent <= 100;
  decimals.resize(2, '0');
  int32_t hundredths = 0;
  if (!sound || !absl::SimpleAtoi(decimals, &hundredths) || percent * 100 + hundredths > 10'000) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text,
                     "' is not a percentage; write up to 100 with at most two decimals, "
                     "as 60 or 33.33"));
  }
  return percent * 100 + hundredths;
}

absl::StatusOr<int32_t> ParseCategory(absl::string_view text) {
  int32_t code = 0;
  if (text.size() != 4 || !AreDigits(text) || !absl::SimpleAtoi(text, &code)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", text, "' is not a merchant category code; write its four digits, as 4121"));
  }
  return code;
}

}  // namespace cardledger::cli
