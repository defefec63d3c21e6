#pragma once

// The difference between two texts the way people read it: lines that go marked '-', lines that
// come marked '+', with three lines around each place. For failing tests.

#include <string>

#include "absl/strings/string_view.h"

namespace cardledger::tests {

// Empty where the two are equal.
std::string UnifiedDiff(absl::string_view expected, absl::string_view actual);

}  // namespace cardledger::tests
