#include "services/rpc/bulk_chunk.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "services/domain/decide.h"
#include "services/domain/money.h"
#include "services/domain/validate.h"
#include "services/engine/errors.h"
#include "services/rpc/status_mapping.h"

namespace cardledger::rpc {
namespace {

domain::Violations ValidateRow(const v1::CreateLoadRequest& row) {
  domain::Violations violations = domain::Validate(row);
  if (row.validate_only()) {
    violations.push_back({.field = "validate_only",
                          .description = "must not be set in a bulk row; call CreateLoad instead"});
  }
  return violations;
}

v1::BulkLoadRowFailure Failure(uint32_t row, std::string request_id, google::rpc::Status status) {
  v1::BulkLoadRowFailure failure;
  failure.set_row(row);
  failure.set_request_id(std::move(request_id));
  *failure.mutable_status() = std::move(status);
  return failure;
}

// Whether the row itself is at fault, or its caller; else something is wrong here.
bool IsRowsOwn(const absl::Status& error) {
  return absl::IsInvalidArgument(error) || absl::IsPermissionDenied(error);
}

}  // namespace

absl::StatusOr<BulkChunk> TakeChunk(v1::BulkLoadChunk& chunk, const Caller& caller,
                                    uint64_t run_entry, CheckRow may_reach,
                                    std::vector<domain::Command>& commands) {
  BulkChunk taken;
  taken.number = chunk.chunk_number();
  const journal::v1::Caller journal_caller = ToJournal(caller);
  for (int i = 0; i < chunk.rows_size(); ++i) {
    v1::CreateLoadRequest& row = *chunk.mutable_rows(i);
    const auto place = static_cast<uint32_t>(i);
    const domain::Violations violations = ValidateRow(row);
    const absl::Status status = violations.empty() ? may_reach(row) : InvalidRequest(violations);
    if (!status.ok()) {
      if (!IsRowsOwn(status)) return status;
      taken.failures.push_back(
          Failure(place, std::move(*row.mutable_request_id()), ErrorAnswer(status)));
      continue;
    }
    taken.rows.push_back(place);
    taken.request_ids.push_back(row.request_id());
    commands.push_back(domain::MakeCommand(std::move(row), journal_caller, run_entry));
  }
  return taken;
}

absl::StatusOr<v1::BulkLoadChunkResult> ResultOf(BulkChunk chunk,
                                                 const std::vector<engine::Outcome>& outcomes,
                                                 uint64_t position) {
  CARDLEDGER_CHECK(outcomes.size() == chunk.rows.size(), "each row sent to the engine is answered");
  v1::BulkLoadChunkResult result;
  result.set_chunk_number(chunk.number);
  uint64_t last_sequence = 0;
  int64_t accepted_pence = 0;
  uint32_t accepted_count = 0;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const engine::Outcome& outcome = outcomes[i];
    if (!outcome.ok()) {
      if (!IsRowsOwn(outcome.status())) return outcome.status();
      chunk.failures.push_back(
          Failure(chunk.rows[i], std::move(chunk.request_ids[i]), ErrorAnswer(outcome.status())));
      continue;
    }
    const journal::v1::Entry& entry = outcome->front();
    last_sequence = std::max(last_sequence, outcome->back().sequence());
    if (domain::IsRefused(entry)) {
      chunk.failures.push_back(
          Failure(chunk.rows[i], std::move(chunk.request_ids[i]), RefusalAnswer(entry)));
      continue;
    }
    ++accepted_count;
    accepted_pence = domain::AddPence(accepted_pence, entry.award_loaded().amount_pence());
  }
  std::sort(chunk.failures.begin(), chunk.failures.end(),
            [](const auto& a, const auto& b) { return a.row() < b.row(); });
  for (v1::BulkLoadRowFailure& failure : chunk.failures) {
    *result.add_failures() = std::move(failure);
  }
  result.set_accepted_count(accepted_count);
  result.set_accepted_pence(accepted_pence);
  result.set_position(last_sequence == 0 ? position : last_sequence);
  return result;
}

absl::Status ChunkError(const absl::Status& error, const std::vector<engine::Outcome>& outcomes) {
  const bool some_stand = std::any_of(outcomes.begin(), outcomes.end(),
                                      [](const engine::Outcome& outcome) { return outcome.ok(); });
  if (!some_stand) return error;
  return engine::WithReason(absl::UnavailableError("some rows of the chunk are stored"),
                            engine::kReasonOutcomeUnknown);
}

}  // namespace cardledger::rpc
