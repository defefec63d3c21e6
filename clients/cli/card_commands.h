#pragma once

// The commands below `cardledger card` that have their own file. Called by AddCardCommands.

#include "clients/cli/command.h"

namespace cardledger::cli {

inline constexpr char kExampleCard[] = "cards/0b9a7f5e-2f7c-4d77-8a60-9d7e6a1c2b30";

// issue, activate, replace, close, limits.
void AddCardLifeCommands(CLI::App& card, Context& context);
// block, unblock, review.
void AddCardBlockCommands(CLI::App& card, Context& context);

// A card's own limits; 0 for none.
struct LimitOptions {
  std::string payment_max;
  std::string daily_max;
  int32_t daily_count = 0;
};
void AddLimitOptions(CLI::App& command, LimitOptions& limits);
journal::v1::CardLimits TakeLimits(const LimitOptions& limits, InputErrors& errors);

}  // namespace cardledger::cli
