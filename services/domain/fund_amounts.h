#pragma once

// A fund's amounts, and what an entry does to them. The fold, readers of a fund's past and fsck
// share it. Pure, any thread.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

// Pence of a fund that may still be promised; below zero where more was taken than there was.
int64_t AvailableOf(const store::v1::FundAmounts& amounts);

void Add(const store::v1::FundAmounts& what, store::v1::FundAmounts& to);

// Adds what one posting of `entry` to a fund does to that fund's amounts. DATA_LOSS where the
// entry's event moves no fund.
absl::Status AddPosting(const journal::v1::Entry& entry, const journal::v1::Posting& posting,
                        store::v1::FundAmounts& amounts);

// Adds all that `entry` did to the fund. Errors as AddPosting.
absl::Status AddTo(const journal::v1::Entry& entry, const FundId& fund,
                   store::v1::FundAmounts& amounts);

}  // namespace cardledger::domain
