#pragma once

// The council's dated tables, for a new SANDBOX ledger: every *.textproto file of a folder is
// activated, in the order of the names, through the journal, by the server itself. Where any policy
// has ever been activated nothing is done: from then on that is for people to decide.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/engine/engine.h"

namespace cardledger::server {

// How many were activated. INVALID_ARGUMENT with file, line and reason of everything wrong in a
// file, before any is activated; FAILED_PRECONDITION for a LIVE ledger. Waits for the engine.
absl::StatusOr<int> ActivatePolicyFiles(engine::Engine& engine, const std::string& folder);

}  // namespace cardledger::server
