#pragma once

// What a test stands on must be there: the value of a StatusOr, or the end of the test's process
// with the error's words. Any thread.

#include <string>
#include <utility>

#include "absl/status/statusor.h"

#include "base/check.h"

namespace cardledger::tests {

template <typename T>
T Must(absl::StatusOr<T> value) {
  CARDLEDGER_CHECK(value.ok(), std::string(value.status().ToString()).c_str());
  return *std::move(value);
}

}  // namespace cardledger::tests
