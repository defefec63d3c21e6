#pragma once

// Runs, as the decisions of their rows need them. Internal to domain.

#include <cstdint>

#include "services/domain/decider.h"

namespace cardledger::domain {

// A row of a run counts in its control totals, whether it is accepted or refused.
MaybeRefusal JoinRun(Decider& d, int64_t pence);

}  // namespace cardledger::domain
