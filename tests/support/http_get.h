#pragma once

// What a server on this machine answers over HTTP. Any thread.

#include <string>

#include "absl/strings/string_view.h"

namespace cardledger::tests {

// The body; fails the test where none comes.
std::string HttpGet(int port, absl::string_view path);

}  // namespace cardledger::tests
