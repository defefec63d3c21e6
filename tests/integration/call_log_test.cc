// What the log says of calls that failed: one line each, whole, bounded, and with nothing in it
// that a caller wrote.

#include <algorithm>
#include <jansson.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "base/uuid.h"
#include "services/domain/limits.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

using Line = std::map<std::string, std::string>;

constexpr char kId[] = "0f8fad5b-d9cb-469f-a165-70867728950e";

Line Parse(const std::string& text) {
  Line line;
  const std::unique_ptr<json_t, decltype(&json_decref)> object(
      json_loads(text.c_str(), JSON_REJECT_DUPLICATES, nullptr), json_decref);
  EXPECT_TRUE(json_is_object(object.get())) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 0) << text;
  const char* name = nullptr;
  json_t* value = nullptr;
  json_object_foreach(object.get(), name, value) { line[name] = json_string_value(value); }
  return line;
}

class CallLogTest : public ::testing::Test {
 protected:
  std::vector<Line> FailedCalls() { return LinesOf("call_failed"); }
  std::vector<Line> LinesOf(const std::string& event) {
    std::vector<Line> lines;
    for (const std::string& text : ledger_.log()) {
      if (Line line = Parse(text); line["event"] == event) lines.push_back(std::move(line));
    }
    return lines;
  }

  struct Outcome {
    grpc::Status status;
    std::string request_id;  // that the caller is told
  };

  Outcome CreateFund(const Identity& identity, const v1::CreateFundRequest& request,
                     const std::string& sent_id = "") {
    grpc::ClientContext context;
    Identify(context, identity);
    if (!sent_id.empty()) context.AddMetadata("x-request-id", sent_id);
    v1::CreateFundResponse response;
    Outcome outcome;
    outcome.status = ledger_.funds->CreateFund(&context, request, &response);
    const auto& trailing = context.GetServerTrailingMetadata();
    const auto found = trailing.find("x-request-id");
    if (found != trailing.end()) outcome.request_id = {found->second.data(), found->second.size()};
    return outcome;
  }

  // Under kId.
  Outcome CallABrokenStore() {
    ledger_.MakeFund("ENABLE", 2026, 100);
    ledger_.disk().faults().SetCallback([](storage::CallKind kind) {
      storage::FaultDecision decision;
      if (kind == storage::CallKind::kMultiGet) {
        decision.status = absl::UnavailableError("IO error: block 7");
      }
      return decision;
    });
    v1::CreateFundRequest request;
    request.set_request_id(kId);
    request.set_code("OTHER");
    request.set_financial_year(2026);
    Outcome outcome = CreateFund(kFinanceOfficer, request);
    ledger_.disk().faults().Clear();
    return outcome;
  }

  ServedLedger ledger_;
};

TEST_F(CallLogTest, FailedCall_hasOneLineUnderAnIdThatTheCallerIsToldToo) {
  v1::CreateFundRequest request;
  request.set_request_id(kId);
  const Outcome outcome = CreateFund(kAuditor, request);
  EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(outcome.request_id, kId);
  const std::vector<Line> lines = FailedCalls();
  ASSERT_EQ(lines.size(), 1u);
  Line line = lines.front();
  EXPECT_EQ(line["request_id"], kId);
  EXPECT_EQ(line["severity"], "WARNING");
  EXPECT_EQ(line["method"], "cardledger.v1.FundService.CreateFund");
  EXPECT_EQ(line["code"], "PERMISSION_DENIED");
  EXPECT_EQ(line["reason"], "ROLE_NOT_ALLOWED");
  EXPECT_EQ(line["duration_ms"], "0");
  EXPECT_EQ(line["peer"], "development");
  EXPECT_EQ(line["time"].size(), std::string("2026-07-06T00:00:00.000Z").size());
}

TEST_F(CallLogTest, Id_isTheRequestsElseTheMetadatasElseAnother) {
  EXPECT_EQ(CreateFund(kAuditor, {}, kId).request_id, kId);
  v1::CreateFundRequest request;
  request.set_request_id("0f8fad5b-d9cb-469f-a165-70867728950f");
  EXPECT_EQ(CreateFund(kAuditor, request, kId).request_id, request.request_id());
  const std::string made_up = CreateFund(kAuditor, {}).request_id;
  EXPECT_TRUE(base::Uuid::Parse(made_up)) << made_up;
  const std::string another = CreateFund(kAuditor, {}, "not a UUID").request_id;
  EXPECT_TRUE(base::Uuid::Parse(another)) << another;
}

TEST_F(CallLogTest, WhatIsMerelyWrongWithARequestIsItsSendersAffair) {
  const Outcome outcome = CreateFund(kFinanceOfficer, {});
  EXPECT_EQ(outcome.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(outcome.request_id, "");
  EXPECT_TRUE(FailedCalls().empty());
}

TEST_F(CallLogTest, NothingThatACallerWroteReachesTheLog) {
  const std::string hostile = "HOSTILE 4111 1111 1111 1111 \"}\t\u2028\x1B[31m";
  v1::CreateFundRequest request;
  request.set_request_id(hostile);
  request.set_code(hostile);
  for (const Identity& identity :
       {kAuditor, kFinanceOfficer, Identity{"HOSTILE", "auditor"}, Identity{"a", "HOSTILE"},
        Identity{"HOSTILE HOSTILE", "auditor"}, Identity{"", "HOSTILE"}}) {
    CreateFund(identity, request, "HOSTILE");
  }
  v1::AllocateBudgetRequest allocate;
  allocate.set_note(hostile);
  ledger_.Call(ledger_.funds, &v1::FundService::Stub::AllocateBudget, kFinanceApprover, allocate);
  EXPECT_GE(FailedCalls().size(), 4u);
  for (const std::string& line : ledger_.log()) {
    EXPECT_FALSE(absl::StrContains(line, "HOSTILE")) << line;
    EXPECT_FALSE(absl::StrContains(line, "4111")) << line;
  }
}

TEST_F(CallLogTest, WhatTheCallerIsNotShown_standsInTheOneLineOfTheCall) {
  const Outcome outcome = CallABrokenStore();
  EXPECT_EQ(outcome.request_id, kId);
  EXPECT_FALSE(absl::StrContains(outcome.status.error_message(), "block 7"));
  EXPECT_TRUE(FailedCalls().empty());
  std::vector<Line> lines = LinesOf("call_broken");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(absl::StrContains(lines[0]["message"], "block 7"));
  EXPECT_EQ(lines[0]["reason"], "STORE_UNREADABLE");
  EXPECT_EQ(lines[0]["severity"], "ERROR");
}

TEST_F(CallLogTest, WhatIsWrongWithTheServer_isSaidHoweverManyCallsAreRefused) {
  for (int i = 0; i < domain::kLogLinesPerSecond + 30; ++i) CreateFund(kAuditor, {});
  CallABrokenStore();
  std::vector<Line> lines = LinesOf("call_broken");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(absl::StrContains(lines[0]["message"], "block 7"));
}

TEST_F(CallLogTest, LinesOfOneEventAreBoundedAndThoseLeftOutCounted) {
  constexpr int kCalls = domain::kLogLinesPerSecond + 30;
  for (int i = 0; i < kCalls; ++i) CreateFund(kAuditor, {});
  EXPECT_EQ(FailedCalls().size(), static_cast<size_t>(domain::kLogLinesPerSecond));
  ledger_.clock().Advance(kMicrosecondsPerSecond);
  CreateFund(kAuditor, {});
  std::vector<Line> lines = FailedCalls();
  ASSERT_EQ(lines.size(), static_cast<size_t>(domain::kLogLinesPerSecond) + 1);
  EXPECT_EQ(lines.back()["left_out"], "30");
}

}  // namespace
}  // namespace cardledger::tests
