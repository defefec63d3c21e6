// A client that does not take what a stream sends is cut off; one that waits for news is not.

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"

#include "services/domain/limits.h"
#include "tests/integration/served_ledger.h"
#include "tests/integration/watching.h"

namespace cardledger::tests {
namespace {

// Some of it stands in buffers of ours and of the machine's; the rest cannot be sent.
constexpr int kFunds = 1'500;
constexpr int kWindowBytes = 1'024;

class SlowReaderTest : public ::testing::Test {
 protected:
  SlowReaderTest() : ledger_(Backing::kMemory, Transport::kTcp) {
    for (int i = 0; i < kFunds; ++i) ledger_.MakeFund(absl::StrCat("F", i), 2026, 1);
  }

  bool Logged(absl::string_view text) {
    const std::vector<std::string> lines = ledger_.log();
    return std::any_of(lines.begin(), lines.end(),
                       [text](const std::string& line) { return absl::StrContains(line, text); });
  }

  void AwaitCutOff() {
    while (!Logged("SLOW_READER")) {
      ledger_.clock().Advance(domain::kSlowReaderUsMax / 2);
      // A call takes some real time, in which the server gets round to looking at its streams.
      ledger_.Call(ledger_.journal, &v1::JournalService::Stub::GetLedger, kAuditor, {});
    }
  }

  std::shared_ptr<grpc::Channel> ChannelWithSmallWindow() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kWindowBytes);
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", ledger_.server().port()),
                                     grpc::InsecureChannelCredentials(), arguments);
  }

  ServedLedger ledger_;
};

TEST_F(SlowReaderTest, WhoTakesNothingIsCutOff_whoWaitsForNewsIsNot) {
  const uint64_t position = ledger_.Position();
  Watching waiting(ledger_, kAuditor, position - 1);
  ASSERT_EQ(waiting.UpTo(position).size(), 1u);

  const auto stub = v1::JournalService::NewStub(ChannelWithSmallWindow());
  grpc::ClientContext context;
  Identify(context, kAuditor);
  const auto stream = stub->WatchEntries(&context, {});
  v1::WatchEntriesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  AwaitCutOff();
  uint64_t taken = response.sequence();
  while (stream->Read(&response)) taken = response.sequence();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_LT(taken, position);

  ledger_.MakeFund("NEWS", 2026, 1);
  EXPECT_EQ(waiting.UpTo(position + 1).size(), 1u);
  EXPECT_TRUE(Logged("RESOURCE_EXHAUSTED"));
}

// Each of its rows is answered with what is wrong with it.
v1::BulkLoadRequest ChunkOfBadRows(uint64_t number) {
  v1::BulkLoadRequest request;
  request.mutable_chunk()->set_chunk_number(number);
  for (uint32_t i = 0; i < domain::kBulkRowsPerChunkMax; ++i) request.mutable_chunk()->add_rows();
  return request;
}

TEST_F(SlowReaderTest, WhoTakesNoAnswersOfABulkLoadIsCutOff_andWhatWasLoadedStands) {
  const std::string award = ledger_.MakeAward();
  const auto stub = v1::LoadService::NewStub(ChannelWithSmallWindow());
  grpc::ClientContext context;
  Identify(context, kFinanceOfficer);
  const auto stream = stub->BulkLoad(&context);
  v1::BulkLoadRequest start;
  start.mutable_start()->set_request_id(ledger_.NewId());
  start.mutable_start()->set_declared_count(1);
  start.mutable_start()->set_declared_pence(100);
  v1::BulkLoadRequest load;
  load.mutable_chunk()->set_chunk_number(1);
  *load.mutable_chunk()->add_rows() = ledger_.LoadOf(award, 100);
  v1::BulkLoadResponse response;
  ASSERT_TRUE(stream->Write(start) && stream->Read(&response));
  ASSERT_TRUE(stream->Write(load) && stream->Read(&response));
  EXPECT_EQ(response.chunk().accepted_count(), 1u);
  const uint64_t position = ledger_.Position();
  for (uint64_t number = 2; number <= 4; ++number) {
    ASSERT_TRUE(stream->Write(ChunkOfBadRows(number)));
  }
  AwaitCutOff();
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(ledger_.Position(), position);
}

}  // namespace
}  // namespace cardledger::tests
