#pragma once

// Pounds as people write them, to and from whole pence. For everything a client shows or reads: the
// command line, files, error texts. No floating point anywhere. Pure functions, safe from any
// thread. Does not know what amounts a call allows; the server does.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/number_text.h"

namespace cardledger::client {

// Accepts 1000, 1000.00, 1,000.00, each with or without a £ in front. INVALID_ARGUMENT, with what
// would be accepted, for anything else: a sign, one or three decimals, exponents, spaces, misplaced
// commas, or more than int64 pence can hold.
absl::StatusOr<int64_t> ParsePounds(absl::string_view text);

// As ParsePounds, and accepts a minus in front, as in -£500.00.
absl::StatusOr<int64_t> ParseSignedPounds(absl::string_view text);

using base::FormatCount;
using base::FormatPence;

}  // namespace cardledger::client
