#include "services/rpc/bulk_chunk.h"

#include <gtest/gtest.h>

#include "services/engine/errors.h"

namespace cardledger::rpc {
namespace {

engine::Outcome Loaded(uint64_t sequence, int64_t pence) {
  engine::Outcome outcome;
  journal::v1::Entry& entry = outcome.emplace().emplace_back();
  entry.set_sequence(sequence);
  entry.mutable_award_loaded()->set_amount_pence(pence);
  return outcome;
}

engine::Outcome NotNow() {
  return engine::WithReason(absl::UnavailableError("a write failed"), engine::kReasonLatched);
}

BulkChunk ChunkOf(size_t rows) {
  BulkChunk chunk;
  for (uint32_t row = 0; row < rows; ++row) {
    chunk.rows.push_back(row);
    chunk.request_ids.emplace_back("id");
  }
  return chunk;
}

TEST(ResultOf, RowsThatAreLoaded_areCountedAndPlaced) {
  const auto result = ResultOf(ChunkOf(2), {Loaded(7, 10), Loaded(8, 5)}, 3);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->accepted_count(), 2u);
  EXPECT_EQ(result->accepted_pence(), 15);
  EXPECT_EQ(result->position(), 8u);
}

TEST(ResultOf, ChunkOfWhichNothingIsStored_hasTheReasonOfItsRows) {
  const auto result = ResultOf(ChunkOf(2), {NotNow(), NotNow()}, 3);
  EXPECT_EQ(engine::ReasonOf(result.status()), engine::kReasonLatched);
}

// Else its sender would take all of it for not loaded, and load it again under new ids.
TEST(ResultOf, ChunkOfWhichSomeRowsAreStored_isNotSaidToBeNotStored) {
  const auto result = ResultOf(ChunkOf(2), {Loaded(7, 10), NotNow()}, 3);
  EXPECT_EQ(result.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(engine::ReasonOf(result.status()), engine::kReasonOutcomeUnknown);
}

}  // namespace
}  // namespace cardledger::rpc
