#pragma once

// Loads in bulk over the API's stream: chunks of 1,000 rows, sent as fast as the stream takes them,
// acknowledgements read as they come. Any failed row ends it: a rate of refusals is no rate.

#include <atomic>
#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"

#include "cardledger/v1/loads.grpc.pb.h"
#include "tests/bench/bench_ledger.h"

namespace cardledger::bench {

struct BulkRun {
  LedgerShape shape;
  uint64_t rows = 0;                        // whole chunks
  const std::atomic<bool>* stop = nullptr;  // ends the run early, without a finish
};

struct BulkResult {
  uint64_t rows = 0;  // durable
  double seconds = 0;
};

absl::StatusOr<BulkResult> SendBulk(v1::LoadService::Stub& stub, const BulkRun& run);

}  // namespace cardledger::bench
