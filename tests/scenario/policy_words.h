#pragma once

// The text of a policy from the few figures that `policy activate` names.

#include <string>

#include "absl/status/statusor.h"

#include "tests/scenario/words.h"

namespace cardledger::tests {

// Takes version=, valid_from=, limit= and phase_days=, and those further words that stand.
absl::StatusOr<std::string> TakePolicyText(Words& words);

}  // namespace cardledger::tests
