#pragma once

// What the demonstration has left in the ledger, as a person or a script reads it: the funds, how
// many awards, cards and referrals stand where, what waits, and what is worth a look. Asks the
// ledger. One thread.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "cardledger/v1/funds.pb.h"
#include "clients/demo/performer.h"
#include "clients/demo/plan.h"

namespace cardledger::cli {

// How many of something stand in which state, by its word, in the order of their life.
struct DemoCount {
  std::string what;
  std::vector<std::pair<std::string, int>> by_word;
};

struct DemoSummary {
  v1::ListFundsResponse funds;
  std::vector<DemoCount> counts;
  // With the names that the ledger made.
  std::vector<demo::Highlight> highlights;
  // Of a demonstration that was interrupted: they came too late.
  int steps_refused = 0;
};

absl::StatusOr<DemoSummary> SummariseDemo(const demo::Plan& plan, demo::Performer& performer);

std::string RenderDemoSummary(const DemoSummary& summary);
// One object, {"demonstration": ...}, on one line.
std::string DemoSummaryJson(const DemoSummary& summary, const demo::Setting& setting);

}  // namespace cardledger::cli
