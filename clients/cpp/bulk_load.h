#pragma once

// What a bulk load sends and what came of it. Client::BulkLoad sends a plan as one run: a start,
// chunks of rows with a window of them in flight, a finish. A broken stream is opened again and
// everything is sent again with the same ids, so nothing is loaded twice; the caller may do the
// same after a crash. Memory does not grow with the rows: what was not loaded is told to a
// function.

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"

#include "cardledger/v1/loads.pb.h"

namespace cardledger::client {

struct BulkLoadPlan {
  // Names the run; another than the finish's.
  std::string start_request_id;
  // Of the finish when the ledger has decided every row. A finish that is refused stays refused,
  // and it is refused where the ledger found rows malformed and so decided nothing about them;
  // another id, which follows from this one and from those rows' ids, is used for that finish. So
  // the same outcome always has the same id, and a lost answer is answered again; and once such a
  // row has been mended and decided, the finish is asked anew.
  std::string finish_request_id;
  uint64_t row_count = 0;
  int64_t total_pence = 0;
  // Row `index` (from 0), with its own request id. Called in order, from one thread at a time, but
  // over again from 0 after a broken stream; the same index must give the same row.
  std::function<v1::CreateLoadRequest(uint64_t index)> row;
};

// Of the rows that were acknowledged on this stream; a stream after a broken one begins anew.
struct BulkLoadProgress {
  uint64_t decided_count = 0;
  // Those that are loaded, whether now or when sent before.
  uint64_t accepted_count = 0;
  int64_t accepted_pence = 0;
  // The others.
  uint64_t refused_count = 0;
};

struct BulkLoadFailure {
  uint64_t row_index = 0;
  // As the single call would have answered; see DecodeError.
  absl::Status status;
};

struct BulkLoadOptions {
  // At most 1,000.
  uint64_t rows_per_chunk = 1000;
  // Chunks sent and not yet acknowledged.
  uint64_t chunks_in_flight = 16;
  // Called after each acknowledgement, from one thread at a time. May be empty.
  std::function<void(const BulkLoadProgress&)> on_progress = nullptr;
  // Called for each row that was not loaded, once and in the order of the rows, whatever becomes of
  // the run; before on_progress counts it, from one thread at a time. May be empty.
  std::function<void(const BulkLoadFailure&)> on_failure = nullptr;
};

struct BulkLoadSummary {
  v1::BulkLoadStarted started;
  // The ledger's control totals.
  v1::BulkLoadFinished finished;
};

}  // namespace cardledger::client
