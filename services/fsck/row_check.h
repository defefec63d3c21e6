#pragma once

// The second half of the check: what is stored against the state that folding the journal gave, and
// that nothing else is stored. Internal to fsck.

#include "services/fsck/detail_check.h"
#include "services/fsck/findings.h"
#include "services/fsck/journal_check.h"
#include "storage/kv_store.h"

namespace cardledger::fsck {

// Compares the folded tables row by row; returns how many rows were compared. Errors: UNAVAILABLE.
absl::StatusOr<uint64_t> CompareRows(const storage::KvStore& store,
                                     const storage::KvSnapshot& snapshot,
                                     const domain::State& state, Findings& findings);

// Counts the tables that were compared entry by entry, and looks for keys no table owns. Errors:
// UNAVAILABLE.
absl::Status CheckNothingElse(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                              const JournalCheck& journal, const DetailCheck& details,
                              Findings& findings);

// What the state must satisfy however it came about (docs/INVARIANTS.md).
void CheckInvariants(const domain::State& state, Findings& findings);

}  // namespace cardledger::fsck
