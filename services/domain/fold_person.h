#pragma once

// The part of folding that is a person's own: its row after an entry. Used by the fold. Pure.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/rows.pb.h"

namespace cardledger::domain {

// Whether the entry's event changes a person's row.
bool ChangesPerson(const journal::v1::Entry& entry);

// DATA_LOSS where the entry does not fit.
absl::Status FoldIntoPerson(const journal::v1::Entry& entry, store::v1::PersonRow& person);

}  // namespace cardledger::domain
