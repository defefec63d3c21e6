#pragma once

// Rates of the engine alone, without gRPC in front: what a server could reach if its edge cost
// nothing. One driving thread keeps so many commands, or bulk chunks, in flight for a while. Used
// by cardledger-bench; the engine must have been started on a prepared ledger.

#include <chrono>
#include <cstdint>

#include "absl/status/statusor.h"

#include "services/engine/engine.h"
#include "tests/bench/bench_ledger.h"

namespace cardledger::bench {

struct EngineLoad {
  LedgerShape shape;
  Spread spread = Spread::kManyFunds;
  size_t in_flight = 64;  // commands or chunks
  std::chrono::milliseconds time{1'000};
};

// Durable loads a second, one command each. An error is the first load that was not accepted.
absl::StatusOr<double> MeasureEngineLoads(engine::Engine& engine, const EngineLoad& load);

// Durable loads a second in chunks of 1,000.
absl::StatusOr<double> MeasureEngineBulk(engine::Engine& engine, const EngineLoad& load);

// Empty hops through the queue and back a second.
double MeasureEngineHops(engine::Engine& engine, const EngineLoad& load);

}  // namespace cardledger::bench
