#pragma once

// What the command's exit code says. Documented in `cardledger help exit-codes`; numbers never
// change.

#include "absl/status/status.h"

namespace cardledger::cli {

enum ExitCode : int {
  kExitOk = 0,
  kExitInternal = 1,
  kExitBadInput = 2,
  kExitRefused = 3,
  kExitNotFound = 4,
  kExitUnavailable = 5,
  kExitNotPermitted = 6,
  kExitRowsRefused = 7,
};

ExitCode ExitCodeOf(absl::StatusCode code);

}  // namespace cardledger::cli
