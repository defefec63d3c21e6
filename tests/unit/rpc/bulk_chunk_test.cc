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

absl::Status NotNow() {
  return engine::WithReason(absl::UnavailableError("a write failed"), engine::kReasonLatched);
}

v1::CreateLoadRequest Row() {
  v1::CreateLoadRequest row;
  row.set_request_id("0f8fad5b-d9cb-469f-a165-70867728950e");
  row.set_award("awards/7c9e6679-7425-40de-944b-e07fc1f90ae7");
  row.set_amount_pence(1);
  row.mutable_due_date()->set_year(2026);
  row.mutable_due_date()->set_month(7);
  row.mutable_due_date()->set_day(6);
  return row;
}

// A chunk of two rows, of the second of which is said whether it may be reached.
absl::StatusOr<BulkChunk> Take(const absl::Status& second) {
  v1::BulkLoadChunk chunk;
  *chunk.add_rows() = Row();
  *chunk.add_rows() = Row();
  std::vector<domain::Command> commands;
  const v1::CreateLoadRequest* first = &chunk.rows(0);
  return TakeChunk(
      chunk, Caller(), 1,
      [&](const v1::CreateLoadRequest& row) { return &row == first ? absl::OkStatus() : second; },
      commands);
}

TEST(TakeChunk, RowOutOfReach_isAFailureOfThatRow) {
  const auto chunk = Take(absl::PermissionDeniedError("not yours"));
  ASSERT_TRUE(chunk.ok()) << chunk.status();
  EXPECT_EQ(chunk->rows, std::vector<uint32_t>{0});
  ASSERT_EQ(chunk->failures.size(), 1u);
  EXPECT_EQ(chunk->failures[0].row(), 1u);
}

// Else what is wrong with the store would be told as a fault of the row, and never be logged.
TEST(TakeChunk, StoreThatCannotBeRead_failsTheChunk) {
  for (const absl::Status& error :
       {absl::UnavailableError("IO error"), absl::DataLossError("block checksum mismatch")}) {
    EXPECT_EQ(Take(error).status(), error);
  }
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

// The one that is for the log.
TEST(ResultOf, ChunkOfWhichSomeRowsAreStored_hasTheReasonOfTheOthers) {
  const auto result = ResultOf(ChunkOf(2), {Loaded(7, 10), NotNow()}, 3);
  EXPECT_EQ(engine::ReasonOf(result.status()), engine::kReasonLatched);
}

TEST(ChunkError, OfWhichNothingIsStored_isWhatWentWrong) {
  EXPECT_EQ(ChunkError(NotNow(), {NotNow(), NotNow()}), NotNow());
}

// Else its sender would take all of it for not loaded, and load it again under new ids.
TEST(ChunkError, OfWhichSomeRowsAreStored_isNotSaidToBeNotStored) {
  const absl::Status told = ChunkError(NotNow(), {Loaded(7, 10), NotNow()});
  EXPECT_EQ(told.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(engine::ReasonOf(told), engine::kReasonOutcomeUnknown);
}

}  // namespace
}  // namespace cardledger::rpc
