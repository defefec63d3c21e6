#pragma once

// Whether bytes are text that can be sent to any client and shown on one line. Pure, any thread.

#include "absl/strings/string_view.h"

namespace cardledger::base {

// Valid UTF-8 without control characters: no line breaks, tabs, NUL, DEL or C1.
bool IsPlainText(absl::string_view bytes);

}  // namespace cardledger::base
