#pragma once

// The fold of what is withheld: who asked to look without the person being told, and what became of
// that. A look that is not withheld changes no row. DATA_LOSS where the entry does not fit. Pure.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/state.h"

namespace cardledger::domain {

absl::Status FoldLook(const journal::v1::Entry& entry, State& state, ChangedRows& changed);

}  // namespace cardledger::domain
