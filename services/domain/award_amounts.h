#pragma once

// An award's amounts: what stands in its row, what an entry states, and how postings change them.
// The decision states the amounts after an entry with the same function that the fold uses, and the
// fold compares (INVARIANTS 4). Pure.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/rows.pb.h"

namespace cardledger::domain {

// DATA_LOSS where a posting names a fund that bears nothing of the award.
absl::Status ApplyPostings(const journal::v1::Entry& entry, store::v1::AwardRow& award);

journal::v1::AwardAmounts AmountsOf(const store::v1::AwardRow& award);

bool SameAmounts(const journal::v1::AwardAmounts& a, const journal::v1::AwardAmounts& b);

}  // namespace cardledger::domain
