#pragma once

// The commands of the steps whose day has come: what the ledger does by itself. Pure.

#include <vector>

#include "services/domain/command.h"
#include "services/domain/due_steps.h"

namespace cardledger::engine {

// Those of the earliest day, and of that day of the kind that is taken first, at most as many as a
// batch decides. Their caller is the ledger itself, which nobody can call as.
std::vector<domain::Command> DueCommands(const domain::DueSteps& due, domain::Day today);

}  // namespace cardledger::engine
