#pragma once

// The part of folding that is an award's own: its row after an entry. Readers use it to show an
// award as it was after any of its entries, the fold for the row as it is. Pure.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/rows.pb.h"

namespace cardledger::domain {

// Whether the entry's event is an award's, which the entry must name then. A refusal need not.
bool IsAboutAward(const journal::v1::Entry& entry);

// `award` is the row after the award's entry before, or an empty one for the entry that proposes
// it. DATA_LOSS where the entry does not fit.
absl::Status FoldIntoAward(const journal::v1::Entry& entry, store::v1::AwardRow& award);

}  // namespace cardledger::domain
