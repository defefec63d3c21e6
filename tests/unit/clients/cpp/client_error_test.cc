#include "clients/cpp/client_error.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

#include "clients/cpp/error_text.h"

namespace cardledger::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

google::rpc::Status LimitRefusal() {
  google::rpc::Status status;
  status.set_code(9);
  status.set_message("the server's words");
  google::rpc::ErrorInfo info;
  info.set_domain("cardledger");
  info.set_reason("ANNUAL_LIMIT_EXCEEDED");
  (*info.mutable_metadata())["remaining_pence"] = "10000";
  (*info.mutable_metadata())["limit_pence"] = "100000";
  (*info.mutable_metadata())["used_pence"] = "90000";
  (*info.mutable_metadata())["financial_year"] = "2026";
  (*info.mutable_metadata())["requested_pence"] = "20000";
  status.add_details()->PackFrom(info);
  return status;
}

TEST(DecodeError, TakesReasonFactsViolationsAndPatience) {
  google::rpc::Status rpc = LimitRefusal();
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field("amount_pence");
  violation->set_description("must be 1 to 100000000");
  rpc.add_details()->PackFrom(bad);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(1);
  retry.mutable_retry_delay()->set_nanos(500'000'000);
  rpc.add_details()->PackFrom(retry);
  absl::Status status = StatusFromRpc(rpc);
  AttachRequestId(status, "the-id");

  const ClientError error = DecodeError(status);

  EXPECT_EQ(error.code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(error.message, "the server's words");
  EXPECT_EQ(error.reason, "ANNUAL_LIMIT_EXCEEDED");
  EXPECT_EQ(error.facts.at("remaining_pence"), "10000");
  ASSERT_EQ(error.violations.size(), 1U);
  EXPECT_EQ(error.violations[0].field, "amount_pence");
  EXPECT_EQ(error.retry_after, absl::Milliseconds(1500));
  EXPECT_EQ(error.request_id, "the-id");
}

TEST(DecodeError, IgnoresAReasonOfAnotherDomain) {
  google::rpc::Status rpc;
  rpc.set_code(14);
  google::rpc::ErrorInfo info;
  info.set_domain("a-proxy.example");
  info.set_reason("ANNUAL_LIMIT_EXCEEDED");
  rpc.add_details()->PackFrom(info);
  EXPECT_EQ(DecodeError(StatusFromRpc(rpc)).reason, "");
}

TEST(DecodeError, TakesAStatusWithoutDetails) {
  const ClientError error = DecodeError(absl::InternalError("broken"));
  EXPECT_EQ(error.code, absl::StatusCode::kInternal);
  EXPECT_EQ(error.message, "broken");
  EXPECT_FALSE(error.retry_after.has_value());
}

TEST(RenderError, GivesTheLedgersWordsAndTheReasonWithItsEntry) {
  ClientError error = DecodeError(StatusFromRpc(LimitRefusal()));
  EXPECT_EQ(RenderError(error), "the server's words\n[ANNUAL_LIMIT_EXCEEDED]");
  error.facts["sequence"] = "12";
  EXPECT_EQ(RenderError(error), "the server's words\n[ANNUAL_LIMIT_EXCEEDED, entry 12]");
}

TEST(RenderError, NamesEveryViolationOnce) {
  ClientError error;
  error.code = absl::StatusCode::kInvalidArgument;
  error.message = "2 fields are not as they must be: code: must be 2 to 24; at least one fund";
  error.reason = "INVALID_REQUEST";
  error.violations = {{"code", "must be 2 to 24"}, {"", "at least one fund"}};
  EXPECT_EQ(RenderError(error),
            "Some of what was given cannot be used; nothing was done.\n"
            "- code: must be 2 to 24\n"
            "- at least one fund\n"
            "[INVALID_REQUEST]");
}

TEST(RenderError, NamesTheCodeWhereThereAreNoWords) {
  EXPECT_EQ(RenderError(DecodeError(absl::InternalError(""))), "The call failed: INTERNAL.");
}

TEST(RenderErrorLine, IsOneLine) {
  EXPECT_THAT(RenderErrorLine(DecodeError(StatusFromRpc(LimitRefusal()))), Not(HasSubstr("\n")));
}

}  // namespace
}  // namespace cardledger::client
