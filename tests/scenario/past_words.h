#pragma once

// Which state a read of a scenario asks for: the newest, unless at= and on= say another.

#include "absl/status/statusor.h"

#include "services/engine/past_point.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {

// at=8: counting the first eight entries alone; on=2026-07-06: only what is for that day or before.
absl::StatusOr<engine::PastPoint> TakePastPoint(Step& step);

}  // namespace cardledger::tests
