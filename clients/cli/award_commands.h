#pragma once

// The commands below `cardledger award`, each set in its own file. Called by AddAwardCommands.

#include "clients/cli/command.h"

namespace cardledger::cli {

inline constexpr char kExampleAward[] = "awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a";

// propose.
void AddProposeCommand(CLI::App& group, Context& context);
// extend, decide-extension, end, agreement, contribution.
void AddAwardLifeCommands(CLI::App& group, Context& context);

}  // namespace cardledger::cli
