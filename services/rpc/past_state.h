#pragma once

// Which past state a read asks for, what to answer where the journal has not come so far, and rows
// as they were then. Any thread.

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/common.pb.h"
#include "services/domain/ids.h"
#include "services/engine/past_point.h"
#include "services/engine/read_view.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

// OUT_OF_RANGE (POSITION_OUT_OF_RANGE), with the journal's position as a fact.
absl::Status BeyondJournal(absl::string_view field, uint64_t asked, uint64_t position);

// `asked`, or the view's position where that is 0. OUT_OF_RANGE beyond the view.
absl::StatusOr<uint64_t> PositionOf(const engine::ReadView& view, absl::string_view field,
                                    uint64_t asked);

// Of a checked as_of. Errors as PositionOf.
absl::StatusOr<engine::PastPoint> PastPointOf(const engine::ReadView& view, const v1::AsOf& as_of);

// Gives the award's row, as it is now, the purses it had; false where it did not stand then.
absl::StatusOr<bool> SetPastPurses(const ReadScope& scope, const domain::AwardId& id,
                                   const engine::PastPoint& point, store::v1::AwardRow& row);

}  // namespace cardledger::rpc
