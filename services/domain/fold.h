#pragma once

// Folding: an entry becomes part of the state. Copies results out of the entry and adds its
// postings; never decides, reads no policy, no clock and no time zone. The engine folds what it has
// decided, recovery and fsck fold what was stored. An entry that does not fit the state before it
// is DATA_LOSS and leaves the state unusable.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/state.h"

namespace cardledger::domain {

absl::Status Fold(const journal::v1::Entry& entry, State& state, ChangedRows& changed);

// What Fold does to the funds' days, and nothing else: for an entry that has been folded before.
absl::Status FoldFundDays(const journal::v1::Entry& entry, State& state);

// DATA_LOSS unless each book of the trial balance sums to zero, posted and pending apart.
absl::Status CheckTrialBalance(const store::v1::TotalsRow& totals);

}  // namespace cardledger::domain
