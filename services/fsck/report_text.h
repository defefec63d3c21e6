#pragma once

// A report for people, and as one JSON object for scripts. What is not known is left out. Pure.

#include <string>

#include "services/fsck/fsck.h"

namespace cardledger::fsck {

std::string RenderText(const Report& report);

// One line. Keys: clean, finding_count, findings; ledger, kind, position, root, state_digest, rows,
// details where the journal could be read; anchor (NONE, DAMAGED, CONTRADICTED, REACHED) where it
// was compared, beyond_anchor where it was reached. Numbers are decimal strings, as in protobuf's
// JSON.
std::string RenderJson(const Report& report);

}  // namespace cardledger::fsck
