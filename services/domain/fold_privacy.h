#pragma once

// The part of folding a person's row that is about what is kept of them: erasures, legal holds and
// rectified details. Internal to the fold. Pure.

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/persons.pb.h"

namespace cardledger::domain {

// Nothing of other events. DATA_LOSS where the entry does not fit.
absl::Status FoldPrivacy(const journal::v1::Entry& entry, store::v1::PersonRow& person);

}  // namespace cardledger::domain
