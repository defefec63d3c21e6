// Bulk loads of the client against a fake ledger: chunks, broken streams, rows that are not loaded,
// and the finish.

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cpp/client.h"
#include "tests/unit/clients/cpp/fake_ledger.h"

namespace cardledger::client {
namespace {

using ::testing::ElementsAre;

using BulkLoadTest = ClientTest;

TEST_F(BulkLoadTest, BulkLoadSendsAllRowsInChunksAndNamesTheRefusedOnes) {
  std::vector<uint64_t> decided;
  BulkLoadOptions options = NotingFailures(10, 2);
  BulkLoadProgress last;
  options.on_progress = [&](const BulkLoadProgress& p) {
    decided.push_back(p.decided_count);
    last = p;
  };
  const auto summary = client_->BulkLoad(Plan(25), options);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(loads_.declared.declared_count(), 25U);
  EXPECT_EQ(loads_.declared.declared_pence(), 2500);
  EXPECT_EQ(loads_.loaded.size(), 23U);
  EXPECT_EQ(loads_.most_rows, 10);
  EXPECT_THAT(decided, ElementsAre(10, 20, 25));
  EXPECT_EQ(last.accepted_count, 23U);
  EXPECT_EQ(last.accepted_pence, 2300);
  EXPECT_EQ(last.refused_count, 2U);
  EXPECT_THAT(failed_, ElementsAre(7, 17));
  EXPECT_EQ(summary->started.run(), "runs/start");
  EXPECT_EQ(summary->finished.accepted_count(), 23U);
}

TEST_F(BulkLoadTest, BulkLoadSendsEverythingAgainWithTheSameIdsAfterABrokenStream) {
  loads_.breaks_left = 2;
  const auto summary = client_->BulkLoad(Plan(45), NotingFailures(10, 1));
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(loads_.streams, 3);
  EXPECT_THAT(loads_.starts, ElementsAre("start", "start", "start"));
  EXPECT_THAT(loads_.finishes, ElementsAre("finish"));
  EXPECT_EQ(loads_.loaded.size(), 41U);
  // Once each, though some were refused on every stream.
  EXPECT_THAT(failed_, ElementsAre(7, 17, 27, 37));
  EXPECT_EQ(slept_.size(), 2U);
}

TEST_F(BulkLoadTest, AnyAcknowledgementRenewsTheTimeThatAResendMayTake) {
  loads_.breaks_left = 4;
  loads_.before_break = [this] { now_seconds_ += 20; };
  const auto summary = client_->BulkLoad(Plan(45), NotingFailures(10, 1));
  EXPECT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(loads_.streams, 5);
}

TEST_F(BulkLoadTest, AServerThatAlwaysBreaksAtTheSameRowIsNotAskedForEver) {
  loads_.breaks_left = 1000;
  const auto summary = client_->BulkLoad(Plan(45), NotingFailures(10, 1));
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kUnavailable) << summary.status();
  EXPECT_EQ(loads_.streams, 22);
}

TEST_F(BulkLoadTest, BulkLoadTellsWhatWasNotLoadedThoughTheFinishIsRefused) {
  BulkLoadPlan plan = Plan(25);
  plan.row = [row = plan.row](uint64_t index) {
    v1::CreateLoadRequest request = row(index);
    if (index == 21) request.set_amount_pence(17);
    return request;
  };
  const auto summary = client_->BulkLoad(plan, NotingFailures(10, 2));
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(failed_, ElementsAre(7, 17, 21));
}

TEST_F(BulkLoadTest, AFinishThatWasRefusedForUndecidedRowsIsAskedAnewOnceTheyAreMended) {
  int64_t fourth_row = 17;
  BulkLoadPlan plan = Plan(5);
  plan.row = [&fourth_row, row = plan.row](uint64_t index) {
    v1::CreateLoadRequest request = row(index);
    if (index == 3) request.set_amount_pence(fourth_row);
    return request;
  };
  EXPECT_FALSE(client_->BulkLoad(plan, {}).ok());
  // The same outcome has the same id: a lost answer is answered again.
  EXPECT_FALSE(client_->BulkLoad(plan, {}).ok());
  fourth_row = 100;
  EXPECT_TRUE(client_->BulkLoad(plan, {}).ok());
  ASSERT_EQ(loads_.finishes.size(), 3U);
  EXPECT_EQ(loads_.finishes[0], loads_.finishes[1]);
  EXPECT_NE(loads_.finishes[0], "finish");
  EXPECT_EQ(loads_.finishes[2], "finish");
}

TEST_F(BulkLoadTest, TheFinishOfARunWhoseRowsAreAllDecidedKeepsItsId) {
  BulkLoadPlan plan = Plan(10);
  plan.row = [row = plan.row](uint64_t index) {
    v1::CreateLoadRequest request = row(index);
    if (index == 3) request.set_amount_pence(19);
    return request;
  };
  EXPECT_TRUE(client_->BulkLoad(plan, NotingFailures(10, 2)).ok());
  EXPECT_THAT(failed_, ElementsAre(3, 7));
  EXPECT_THAT(loads_.finishes, ElementsAre("finish"));
}

TEST_F(BulkLoadTest, BulkLoadStopsAtARefusedStart) {
  loads_.start_status = grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "finished");
  const auto summary = client_->BulkLoad(Plan(5000), {});
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(loads_.streams, 1);
}

TEST_F(BulkLoadTest, BulkLoadRefusesAcknowledgementsOutOfOrder) {
  loads_.wrong_chunk_number = true;
  const auto summary = client_->BulkLoad(Plan(5), {});
  EXPECT_EQ(summary.status().code(), absl::StatusCode::kInternal) << summary.status();
}

TEST_F(BulkLoadTest, BulkLoadNeverPutsMoreThanAThousandRowsIntoAChunk) {
  const BulkLoadOptions options{.rows_per_chunk = 5000, .chunks_in_flight = 4};
  ASSERT_TRUE(client_->BulkLoad(Plan(2500), options).ok());
  EXPECT_EQ(loads_.most_rows, 1000);
}

}  // namespace
}  // namespace cardledger::client
