#pragma once

// The council's dated tables, for a new SANDBOX ledger: every *.textproto file of a folder is
// activated, in the order of the names, through the journal, by the server itself. What a start
// that was broken off has left out, the next one activates. Where a policy has been activated that
// is not one of these files, nothing is done: from then on that is for people to decide.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/engine/engine.h"
#include "storage/kv_store.h"

namespace cardledger::server {

// How many were activated now. INVALID_ARGUMENT with file, line and reason of everything wrong in a
// file, before any is activated; FAILED_PRECONDITION for a LIVE ledger; UNAVAILABLE with the
// engine's reason. `store` is the engine's. Waits for the engine.
absl::StatusOr<int> ActivatePolicyFiles(engine::Engine& engine, const storage::KvStore& store,
                                        const std::string& folder);

}  // namespace cardledger::server
