#pragma once

// A bulk file: comma-separated text with the columns row_key, award, amount, due_date. Reads and
// checks the whole file before anything is sent, and names every bad row by its line. Every row's
// request id derives from the file's batch reference (or else its SHA-256) and the row's key, so
// the same file may be sent again. About 50 bytes of memory a row. One thread.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "base/uuid.h"
#include "clients/cpp/bulk_load.h"

namespace cardledger::cli {

// As the ledger allows for one run.
inline constexpr uint64_t kLoadFileRowsMax = 10'000'000;
// Problems beyond these are counted, not kept.
inline constexpr size_t kLoadFileProblemsKept = 1000;

struct LoadRow {
  base::Uuid request_id;
  base::Uuid award;
  int64_t amount_pence = 0;
  // Days since 1970-01-01.
  int32_t due_day = 0;
  uint32_t line = 0;
};

struct LoadProblem {
  uint64_t line = 0;
  std::string problem;
};

struct LoadFile {
  // 64 hexadecimal digits.
  std::string sha256;
  // The good rows, in the order of the file.
  std::vector<LoadRow> rows;
  // In the order of the file; the first kLoadFileProblemsKept.
  std::vector<LoadProblem> problems;
  uint64_t problem_count = 0;
  int64_t total_pence = 0;
  // Of the rows' ids, and of the run's.
  base::Uuid id_space;
};

// NOT_FOUND and INVALID_ARGUMENT for a file that cannot be used at all: not there, empty, too many
// rows, no header, missing columns, changed while it was read. Bad rows are no error: see
// `problems`. `on_bytes` is told how much has been read, of how much; it may be empty.
absl::StatusOr<LoadFile> ReadLoadFile(
    const std::string& path, absl::string_view batch_reference,
    const std::function<void(uint64_t done, uint64_t all)>& on_bytes);

// What is sent for the good rows. `file` must outlive the plan.
client::BulkLoadPlan PlanOf(const LoadFile& file);

}  // namespace cardledger::cli
