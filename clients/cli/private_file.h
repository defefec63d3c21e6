#pragma once

// Writes a file that its owner alone may read. Errors: ALREADY_EXISTS where one stands and is not
// to be replaced; INTERNAL where it could not be written. Any thread.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace cardledger::cli {

absl::Status WritePrivateFile(const std::string& path, absl::string_view text, bool replace);

}  // namespace cardledger::cli
