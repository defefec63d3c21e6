#pragma once

// The part of folding that is a card's own: its row after an entry. Used by the fold. Pure.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/rows.pb.h"

namespace cardledger::domain {

// Whether the entry's event is a card's, which the entry must name then.
bool IsAboutCard(const journal::v1::Entry& entry);

// `card` is an empty row for the entry that requests it. DATA_LOSS where the entry does not fit.
absl::Status FoldIntoCard(const journal::v1::Entry& entry, store::v1::CardRow& card);

// The row of the card that takes the place of `old` by the entry.
store::v1::CardRow ReplacementOf(const journal::v1::Entry& entry, const store::v1::CardRow& old);

}  // namespace cardledger::domain
