#pragma once

// The case references that lead to people, when a ledger is opened. Of a store that is older than
// its key file they are not all in the key file any more: a reference that was put right since has
// been destroyed there. Who is not found by their reference could be registered, and funded, twice;
// so it is taken from the sealed detail, and the key file has it again. The thread that opens.

#include <memory>

#include "absl/status/statusor.h"

#include "services/domain/state.h"
#include "services/engine/reads.h"
#include "services/engine/reference_index.h"
#include "services/vault/vault.h"

namespace cardledger::engine {

// Of everybody whose reference can still be read; `reader` sees what `state` was loaded from. Reads
// entries and details of those alone whom the key file lacks. UNAVAILABLE when store or key file
// cannot be read or written; DATA_LOSS when what they hold is damaged.
absl::StatusOr<std::shared_ptr<ReferenceIndex>> LoadReferences(const domain::State& state,
                                                               const Reader& reader,
                                                               vault::Vault& vault);

}  // namespace cardledger::engine
