#pragma once

// A report for people, and as one JSON object for scripts. Pure.

#include <string>

#include "services/fsck/fsck.h"

namespace cardledger::fsck {

std::string RenderText(const Report& report);

// One line. Keys: clean, ledger, kind, position, root, state_digest, rows, details, anchored,
// beyond_anchor, finding_count, findings. Numbers are decimal strings, as in protobuf's JSON.
std::string RenderJson(const Report& report);

}  // namespace cardledger::fsck
