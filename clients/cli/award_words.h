#pragma once

// The words of the command line that stand for parts of an award: FUND=AMOUNT,
// SOURCE=PERCENT[:chargeable], PROVIDER=AMOUNT and merchant category codes. What is wrong with one
// is noted under the option's name. Pure functions.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"

#include "cardledger/v1/awards.pb.h"
#include "clients/cli/context.h"

namespace cardledger::cli {

// --fund.
v1::AwardFunding TakeFunding(const std::string& word, InputErrors& errors);
// --share.
v1::AwardShare TakeShare(const std::string& word, InputErrors& errors);
// --earmark.
v1::AwardEarmark TakeEarmark(const std::string& word, InputErrors& errors);

// Accepts 60, 60%, 33.3 and 33.33; gives hundredths of a percent.
absl::StatusOr<int32_t> ParsePercent(absl::string_view text);
// Accepts a merchant category code of ISO 18245, four digits.
absl::StatusOr<int32_t> ParseCategory(absl::string_view text);

}  // namespace cardledger::cli
