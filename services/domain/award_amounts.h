#pragma once

// An award's amounts: what stands in its row, what an entry states, and how postings change them.
// The decision states the amounts after an entry with the same function that the fold uses, and the
// fold compares (INVARIANTS 4). Pure.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/rows.pb.h"

namespace cardledger::domain {

// Changes the commitments and purses of the award. DATA_LOSS where a posting names a fund that
// bears nothing of the award.
absl::Status ApplyPostings(const journal::v1::Entry& entry, store::v1::AwardRow& award);

// What ApplyPostings would make of the award's amounts, without touching or copying the row.
// `after` is empty before.
void AmountsAfter(const journal::v1::Entry& entry, const store::v1::AwardRow& award,
                  journal::v1::AwardAmounts& after);

bool HasAmounts(const store::v1::AwardRow& award, const journal::v1::AwardAmounts& amounts);

}  // namespace cardledger::domain
