#pragma once

// One chunk of a bulk load: its rows become commands, and what the engine made of them becomes the
// chunk's result. A row that is not well formed, or that the caller may not reach, is never a
// command: it is a failure of the result, with the status the single call would have answered.
// Pure, any thread.

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "cardledger/v1/loads.pb.h"
#include "services/domain/command.h"
#include "services/engine/engine.h"
#include "services/rpc/caller.h"

namespace cardledger::rpc {

struct BulkChunk {
  uint64_t number = 0;
  std::vector<v1::BulkLoadRowFailure> failures;  // of rows that are no commands
  // What stands at each place of `commands`:
  std::vector<uint32_t> rows;
  std::vector<std::string> request_ids;
};

// Whether the caller may reach what a well-formed row names.
using CheckRow = absl::FunctionRef<absl::Status(const v1::CreateLoadRequest&)>;

// Takes the rows out of `chunk`. An error that is not a row's own (the store cannot be read) is the
// error of the whole chunk, of which nothing may be sent to the engine then.
absl::StatusOr<BulkChunk> TakeChunk(v1::BulkLoadChunk& chunk, const Caller& caller,
                                    uint64_t run_entry, CheckRow may_reach,
                                    std::vector<domain::Command>& commands);

// `position` is the ledger's, for a chunk of which no row was decided. The first error that is not
// a row's own (the ledger cannot write now) is the error of the whole chunk: such rows are not
// decided, and the chunk must not be acknowledged. It is for the log; the sender is told
// ChunkError.
absl::StatusOr<v1::BulkLoadChunkResult> ResultOf(BulkChunk chunk,
                                                 const std::vector<engine::Outcome>& outcomes,
                                                 uint64_t position);

// What the sender of a chunk is told of its error: where rows of it stand already, the chunk is
// neither done nor not done, and must be sent again.
absl::Status ChunkError(const absl::Status& error, const std::vector<engine::Outcome>& outcomes);

}  // namespace cardledger::rpc
