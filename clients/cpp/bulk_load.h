#pragma once

// What a bulk load sends and what came of it. Client::BulkLoad sends a plan as one run: a start,
// chunks of rows with a window of them in flight, a finish. A broken stream is opened again and
// everything is sent again with the same ids, so nothing is loaded twice; the caller may do the
// same after a crash.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "cardledger/v1/loads.pb.h"

namespace cardledger::client {

struct BulkLoadPlan {
  // Names the run; another than the finish's.
  std::string start_request_id;
  std::string finish_request_id;
  uint64_t row_count = 0;
  int64_t total_pence = 0;
  // Row `index` (from 0), with its own request id. Called in order, from one thread at a time, but
  // over again from 0 after a broken stream; the same index must give the same row.
  std::function<v1::CreateLoadRequest(uint64_t index)> row;
};

struct BulkLoadProgress {
  uint64_t decided_count = 0;
  uint64_t refused_count = 0;
  // 1 for the first stream; more after broken ones.
  int streams = 1;
};

struct BulkLoadOptions {
  // At most 1,000.
  uint64_t rows_per_chunk = 1000;
  // Chunks sent and not yet acknowledged.
  uint64_t chunks_in_flight = 16;
  // Called after each acknowledgement, from one thread at a time. May be empty.
  std::function<void(const BulkLoadProgress&)> on_progress;
};

struct BulkLoadFailure {
  uint64_t row_index = 0;
  // As the single call would have answered; see DecodeError.
  absl::Status status;
};

struct BulkLoadSummary {
  v1::BulkLoadStarted started;
  // The ledger's control totals.
  v1::BulkLoadFinished finished;
  // In the order of the rows.
  std::vector<BulkLoadFailure> failures;
};

}  // namespace cardledger::client
