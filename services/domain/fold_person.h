#pragma once

// The part of folding that is a person's own: its row after an entry. Used by the fold. Pure.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/persons.pb.h"

namespace cardledger::domain {

// Whether the entry's event changes a person's row.
bool ChangesPerson(const journal::v1::Entry& entry);

// Of an entry that is in the person's own chain, and in no award's: it becomes the chain's last.
// DATA_LOSS where it does not name the one before it.
absl::Status FoldIntoPersonChain(const journal::v1::Entry& entry, store::v1::PersonRow& person);

// Notes that details of a class that was erased have been sealed again; whether any was.
bool NoteSealed(const journal::v1::Entry& entry, store::v1::PersonRow& person);

// DATA_LOSS where the entry does not fit.
absl::Status FoldIntoPerson(const journal::v1::Entry& entry, store::v1::PersonRow& person);

}  // namespace cardledger::domain
