#pragma once

// The words of the demonstration: goals, providers, people's helpers and what they write. Kinds of
// goals, activities and providers are those of the council's papers (invented.cc says which); every
// name is invented and says so. Pure functions.

#include <array>
#include <string>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/posting.pb.h"
#include "cardledger/journal/v1/types.pb.h"

namespace cardledger::demo {

// What somebody wants to achieve, and what it may lead to.
struct Goal {
  absl::string_view text;
  journal::v1::Outcome outcome;
};

struct Provider {
  // With the mark that it is invented.
  absl::string_view name;
  journal::v1::ProviderKind kind;
};

inline constexpr int kGoalCount = 18;
inline constexpr int kCarerGoalCount = 4;
// About as many as provide day opportunities beside the council's own service: report to Cabinet of
// 2 February 2021, "Day Opportunities Strategy and Redesign", 5.1.
inline constexpr int kProviderCount = 20;
inline constexpr int kGivenNameCount = 24;

extern const std::array<Goal, kGoalCount> kGoalList;
// Of carers, in the Care Act's sense.
extern const std::array<Goal, kCarerGoalCount> kCarerGoalList;
extern const std::array<Provider, kProviderCount> kProviderList;
extern const std::array<absl::string_view, kGivenNameCount> kGivenNameList;

// "Robin Example (invented)".
std::string InventedName(absl::string_view given_name);

}  // namespace cardledger::demo
