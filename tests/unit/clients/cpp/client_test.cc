// The client against small fake services inside the process: what it sends, and when it sends it
// again.

#include "clients/cpp/client.h"

#include <map>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

#include "clients/cpp/channel.h"
#include "clients/cpp/client_error.h"
#include "tests/unit/clients/cpp/fake_ledger.h"

namespace cardledger::client {
namespace {

using ::testing::ElementsAre;

TEST_F(ClientTest, ARetryKeepsTheRequestIdMadeBeforeTheFirstSend) {
  funds_.failures_left = 2;
  const auto response = client_->CreateFund({});
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(funds_.request_ids.size(), 3U);
  EXPECT_EQ(funds_.request_ids[0].size(), 36U);
  EXPECT_EQ(funds_.request_ids[1], funds_.request_ids[0]);
  EXPECT_EQ(funds_.request_ids[2], funds_.request_ids[0]);
  EXPECT_EQ(slept_.size(), 2U);
}

TEST_F(ClientTest, ACheckThatFailedHasNoRequestIdToGoOnWith) {
  funds_.failures_left = 1;
  funds_.failure = grpc::Status(grpc::StatusCode::INTERNAL, "broken");
  v1::CreateFundRequest request;
  request.set_validate_only(true);
  EXPECT_EQ(DecodeError(client_->CreateFund(request).status()).request_id, "");
}

TEST_F(ClientTest, TwoCallsHaveTwoRequestIdsAndAGivenOneIsKept) {
  (void)client_->CreateFund({});
  (void)client_->CreateFund({});
  v1::CreateFundRequest request;
  request.set_request_id("given");
  (void)client_->CreateFund(request);
  ASSERT_EQ(funds_.request_ids.size(), 3U);
  EXPECT_NE(funds_.request_ids[0], funds_.request_ids[1]);
  EXPECT_EQ(funds_.request_ids[2], "given");
}

TEST_F(ClientTest, ARefusalIsNotSentAgainAndKeepsItsDetails) {
  google::rpc::Status rpc;
  google::rpc::ErrorInfo info;
  info.set_domain("cardledger");
  info.set_reason("FUND_ALREADY_EXISTS");
  rpc.set_code(9);
  rpc.add_details()->PackFrom(info);
  funds_.failures_left = 1;
  funds_.failure =
      grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, "no", rpc.SerializeAsString());

  const auto response = client_->CreateFund({});

  EXPECT_EQ(funds_.request_ids.size(), 1U);
  const ClientError error = DecodeError(response.status());
  EXPECT_EQ(error.code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(error.message, "no");
  EXPECT_EQ(error.reason, "FUND_ALREADY_EXISTS");
  EXPECT_EQ(error.request_id, funds_.request_ids[0]);
}

TEST_F(ClientTest, TheIdentityTravelsAsMetadata) {
  (void)client_->CreateFund({});
  EXPECT_EQ(funds_.headers[kSubjectHeader], "anna");
  EXPECT_EQ(funds_.headers[kRolesHeader], "finance_officer,approver");
  (void)client_->As({.subject = "ben", .roles = {"auditor"}})->CreateFund({});
  EXPECT_EQ(funds_.headers[kSubjectHeader], "ben");
  EXPECT_EQ(funds_.headers[kRolesHeader], "auditor");
}

TEST_F(ClientTest, AnIdentityThatCannotBeSentIsRefusedWithoutACall) {
  const std::vector<Identity> identities = {
      {.subject = "", .roles = {}},
      {.subject = "zo\u00eb", .roles = {"auditor"}},
      {.subject = "anna\nben", .roles = {"auditor"}},
      {.subject = std::string(65, 'a'), .roles = {"auditor"}},
      {.subject = "anna", .roles = {"auditor", "aud\u00eftor"}},
      {.subject = "anna", .roles = {"auditor,approver"}},
  };
  for (const Identity& identity : identities) {
    const auto client = client_->As(identity);
    EXPECT_EQ(client->CreateFund({}).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(client->BulkLoad(Plan(1), {}).status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(client->WatchEntries({}, [](const v1::WatchEntriesResponse&) { return true; }).code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(funds_.request_ids.empty());
  EXPECT_EQ(loads_.streams, 0);
  EXPECT_TRUE(journal_.asked_after.empty());
}

TEST_F(ClientTest, WatchGoesOnAfterTheLastEntryReceived) {
  journal_.breaks_left = 2;
  v1::WatchEntriesRequest request;
  request.set_until_sequence(5);
  std::vector<uint64_t> received;
  const absl::Status status =
      client_->WatchEntries(request, [&](const v1::WatchEntriesResponse& response) {
        received.push_back(response.entry().sequence());
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(received, ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(journal_.asked_after, ElementsAre(0, 2, 4));
}

TEST_F(ClientTest, AFilteredWatchGoesOnAfterTheLastEntryLookedAtAndGivesEntriesAlone) {
  journal_.breaks_left = 2;
  v1::WatchEntriesRequest request;
  request.set_until_sequence(7);
  request.add_events("award_loaded");
  std::vector<uint64_t> received;
  const absl::Status status =
      client_->WatchEntries(request, [&](const v1::WatchEntriesResponse& response) {
        received.push_back(response.entry().sequence());
        return true;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(received, ElementsAre(3, 6));
  EXPECT_THAT(journal_.asked_after, ElementsAre(0, 2, 4));
}

TEST_F(ClientTest, AQuietWatchThatBreaksAfterAnHourIsOpenedAgain) {
  // Two in a row: after the first, too, the whole time counts anew. The hour passes once the client
  // has the stream, which is when it has read the clock: at the start of all, for each stream, and
  // twice before each further one.
  journal_.quiet_breaks_left = 2;
  journal_.while_quiet = [this] {
    const int reads = journal_.asked_after.size() == 1 ? 2 : 5;
    while (clock_reads_ < reads) std::this_thread::yield();
    now_seconds_ += 3600;
  };
  v1::WatchEntriesRequest request;
  request.set_until_sequence(1);
  const absl::Status status =
      client_->WatchEntries(request, [](const v1::WatchEntriesResponse&) { return true; });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(journal_.asked_after, ElementsAre(0, 0, 0));
}

TEST_F(ClientTest, AWatchThatBreaksAtOnceEachTimeIsGivenUp) {
  journal_.quiet_breaks_left = 100;
  journal_.while_quiet = [this] { now_seconds_ += 4; };
  v1::WatchEntriesRequest request;
  request.set_until_sequence(1);
  const absl::Status status =
      client_->WatchEntries(request, [](const v1::WatchEntriesResponse&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  // Within the 30 seconds that are given.
  EXPECT_EQ(journal_.asked_after.size(), 7U);
}

TEST_F(ClientTest, WatchReportsAnEntryLeftOut) {
  journal_.left_out = 3;
  v1::WatchEntriesRequest request;
  request.set_until_sequence(5);
  const absl::Status status =
      client_->WatchEntries(request, [](const v1::WatchEntriesResponse&) { return true; });
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST_F(ClientTest, WatchEndsWhenTheReceiverHasEnough) {
  v1::WatchEntriesRequest request;
  request.set_until_sequence(1000);
  int received = 0;
  const absl::Status status = client_->WatchEntries(
      request, [&](const v1::WatchEntriesResponse&) { return ++received < 3; });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(received, 3);
}

TEST(ChannelArguments, LeaveAnAttemptToConnectItsTimeAndUseNoProxy) {
  const grpc::ChannelArguments arguments = ChannelArguments();
  const grpc_channel_args listed = arguments.c_channel_args();
  std::map<std::string, int> numbers;
  for (const grpc_arg& argument : std::span(listed.args, listed.num_args)) {
    if (argument.type == GRPC_ARG_INTEGER) numbers[argument.key] = argument.value.integer;
  }
  // Also how long an attempt to connect may take.
  EXPECT_GE(numbers[GRPC_ARG_MIN_RECONNECT_BACKOFF_MS], 1000);
  EXPECT_LE(numbers[GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS], 1000);
  ASSERT_TRUE(numbers.contains(GRPC_ARG_ENABLE_HTTP_PROXY));
  EXPECT_EQ(numbers[GRPC_ARG_ENABLE_HTTP_PROXY], 0);
}

}  // namespace
}  // namespace cardledger::client
