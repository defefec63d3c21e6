#pragma once

// A fund's amounts as they were known at a position, counting all that was effective then or only
// what was on a day or before: the newest checkpoint up to the position, and the entries after it.
// Errors: DATA_LOSS for damaged rows and entries, UNAVAILABLE where they cannot be read now. Any
// thread.

#include "absl/status/statusor.h"

#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/ids.h"
#include "services/engine/past_point.h"
#include "services/engine/read_view.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

// `point` is not beyond the view. Nothing but zeros where the fund did not stand yet.
absl::StatusOr<store::v1::FundAmounts> FundAmountsAt(const storage::KvStore& store,
                                                     const ReadView& view,
                                                     const domain::FundId& fund,
                                                     const PastPoint& point);

}  // namespace cardledger::engine
