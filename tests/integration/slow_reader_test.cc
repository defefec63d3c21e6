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
  while (!Logged("SLOW_READER")) {
    ledger_.clock().Advance(domain::kSlowReaderUsMax / 2);
    // A call takes some real time, in which the server gets round to looking at its streams.
    ledger_.Call(ledger_.journal, &v1::JournalService::Stub::GetLedger, kAuditor, {});
  }
  uint64_t taken = response.sequence();
  while (stream->Read(&response)) taken = response.sequence();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_LT(taken, position);

  ledger_.MakeFund("NEWS", 2026, 1);
  EXPECT_EQ(waiting.UpTo(position + 1).size(), 1u);
  EXPECT_TRUE(Logged("RESOURCE_EXHAUSTED"));
}

}  // namespace
}  // namespace cardledger::tests
