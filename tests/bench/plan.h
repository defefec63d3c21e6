#pragma once

// Which measurements a run of cardledger-bench makes, in which order, and how it says how far it
// has come. Called by main. One thread.

#include <string>

#include "absl/status/status.h"

#include "tests/bench/bench_ledger.h"
#include "tests/bench/figures.h"

namespace cardledger::bench {

struct PlanOptions {
  std::string folder;  // empty and of the run's own; removed by the caller
  LedgerShape shape;
};

// Everything that fits into a minute.
absl::Status RunQuick(const PlanOptions& options, Figures& figures);
// The same with longer and more slices; then ten million entries and a million awards. Some minutes
// and 8 GB of disk.
absl::Status RunFull(const PlanOptions& options, Figures& figures);
// The engine alone, without gRPC.
absl::Status RunEngine(const PlanOptions& options, Figures& figures);

// The child's side of measuring how long a stored ledger takes to open and what memory it needs:
// writes both to standard output.
absl::Status OpenAndReport(const std::string& folder);

}  // namespace cardledger::bench
