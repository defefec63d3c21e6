// How much one caller may do: over a server whose callers prove who they are, and over one that is
// told to limit callers whom it believes.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

#include "cardledger/v1/journal.grpc.pb.h"
#include "clients/cpp/client_error.h"
#include "services/domain/limits.h"
#include "tests/integration/secured_ledger.h"
#include "tests/integration/served_ledger.h"
#include "tests/support/token_signer.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;

constexpr int32_t kCallsPerSecond = 3;
constexpr int32_t kBurst = domain::kBurstSeconds * kCallsPerSecond;

class CallLimitsTest : public ::testing::Test {
 protected:
  void Limit() {
    ledger_.configure = [](server::ServerOptions& options) {
      options.call_limits.person_calls_per_second = kCallsPerSecond;
    };
    ledger_.Restart();
  }

  Answer<v1::ListFundsResponse> List(const Identity& identity) {
    return ledger_.Call(ledger_.funds, &v1::FundService::Stub::ListFunds, identity, {});
  }

  ServedLedger ledger_;
};

TEST_F(CallLimitsTest, BelievedCallers_haveNoLimitUnlessOneIsSet) {
  for (int i = 0; i < 2 * domain::kPersonCallsBurst; ++i) ASSERT_TRUE(List(kAuditor).ok()) << i;
}

TEST_F(CallLimitsTest, CallsBeyondTheBurst_areRefusedUntilTimeHasGoneBy) {
  Limit();
  for (int i = 0; i < kBurst; ++i) ASSERT_TRUE(List(kAuditor).ok()) << i;
  const auto refused = List(kAuditor);
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(ReasonOf(refused.details), "RATE_LIMITED");
  EXPECT_THAT(refused.status.error_message(), HasSubstr("3 calls a second"));
  google::rpc::RetryInfo retry;
  ASSERT_EQ(refused.details.details_size(), 2);
  ASSERT_TRUE(refused.details.details(1).UnpackTo(&retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 0);
  EXPECT_NEAR(retry.retry_delay().nanos(), 333'333'333, 2'000'000);
  // Another caller, or one who acts as a system, has a limit of their own.
  EXPECT_TRUE(List(kFinanceOfficer).ok());
  ledger_.clock().Advance(retry.retry_delay().nanos() / 1'000);
  EXPECT_TRUE(List(kAuditor).ok());
  EXPECT_FALSE(List(kAuditor).ok());
}

TEST_F(CallLimitsTest, CallThatMayNotBeMade_countsToo) {
  Limit();
  v1::CreateFundRequest request;
  const auto create = [&] {
    return ledger_.Call(ledger_.funds, &v1::FundService::Stub::CreateFund, kAuditor, request)
        .status.error_code();
  };
  for (int i = 0; i < kBurst; ++i) EXPECT_EQ(create(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(create(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(CallLimitsTest, RefusedCall_storesNothingAndUsesUpNoRequestId) {
  Limit();
  const Identity identity{"officer-2", "finance_officer"};
  for (int i = 0; i < kBurst; ++i) ASSERT_TRUE(List(identity).ok());
  const uint64_t position = ledger_.Position();
  v1::CreateFundRequest request;
  request.set_request_id(ledger_.NewId());
  request.set_code("ENABLE");
  request.set_financial_year(2026);
  const auto create = [&] {
    return ledger_.Call(ledger_.funds, &v1::FundService::Stub::CreateFund, identity, request);
  };
  EXPECT_EQ(ReasonOf(create().details), "RATE_LIMITED");
  EXPECT_EQ(ledger_.Position(), position);
  ledger_.clock().Advance(kMicrosecondsPerSecond);
  EXPECT_TRUE(create().ok());
  EXPECT_EQ(ledger_.Position(), position + 1);
}

TEST_F(CallLimitsTest, StreamsOfOneCaller_areBounded) {
  ledger_.configure = [](server::ServerOptions& options) {
    options.call_limits.person_calls_per_second = domain::kPersonCallsPerSecond;
  };
  ledger_.Restart();
  struct Stream {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::WatchEntriesResponse>> reader;
    v1::WatchEntriesResponse response;
  };
  const auto open = [&] {
    auto stream = std::make_unique<Stream>();
    Identify(stream->context, kAuditor);
    stream->reader = ledger_.journal->WatchEntries(&stream->context, {});
    return stream;
  };
  std::vector<std::unique_ptr<Stream>> streams;
  for (int i = 0; i < domain::kPersonStreams; ++i) {
    streams.push_back(open());
    ASSERT_TRUE(streams.back()->reader->Read(&streams.back()->response)) << i;
  }
  const auto one_more = open();
  EXPECT_FALSE(one_more->reader->Read(&one_more->response));
  EXPECT_EQ(ReasonOf(DetailsOf(one_more->reader->Finish())), "STREAMS_OF_CALLER_FULL");
  streams.back()->context.TryCancel();
  streams.back()->reader->Finish();
  // Its place is free once the server has seen that it has ended.
  bool opened = false;
  while (!opened) {
    const auto again = open();
    opened = again->reader->Read(&again->response);
    again->context.TryCancel();
    again->reader->Finish();
    ledger_.clock().Advance(kMicrosecondsPerSecond);
  }
  for (const auto& stream : streams) stream->context.TryCancel();
}

std::string ReasonOf(const absl::Status& status) { return client::DecodeError(status).reason; }

TEST(ProvenCallLimits, PersonsAreLimitedWithoutBeingTold) {
  SecuredLedger ledger;
  const auto anna = ledger.Connect(std::nullopt, ledger.Token("anna", {"auditor"}));
  for (int i = 0; i < domain::kPersonCallsBurst; ++i) {
    ASSERT_TRUE(anna->ListFunds({}).ok()) << i;
  }
  EXPECT_EQ(ReasonOf(anna->ListFunds({}).status()), "RATE_LIMITED");
  // Through the portal she is the same person, and somebody else is not.
  const auto portal = ledger.Certificate(kPortal);
  const auto through = ledger.Connect(portal, ledger.Token("anna", {"auditor"}));
  EXPECT_EQ(ReasonOf(through->ListFunds({}).status()), "RATE_LIMITED");
  EXPECT_TRUE(ledger.Connect(portal, ledger.Token("ben", {"auditor"}))->ListFunds({}).ok());
  EXPECT_TRUE(ledger.Connect(ledger.Certificate(kErp), "")->ListFunds({}).ok());
  ledger.clock().Advance(kMicrosecondsPerSecond);
  EXPECT_TRUE(anna->ListFunds({}).ok());
}

TEST(ProvenCallLimits, SystemWithANumberOfItsOwn_hasThatOne) {
  SecuredLedger ledger;
  const auto slow = ledger.Connect(ledger.Certificate(kSlow), "");
  for (int i = 0; i < domain::kBurstSeconds * kSlowCallsPerSecond; ++i) {
    ASSERT_TRUE(slow->ListFunds({}).ok()) << i;
  }
  const absl::Status refused = slow->ListFunds({}).status();
  EXPECT_EQ(ReasonOf(refused), "RATE_LIMITED");
  EXPECT_THAT(std::string(refused.message()), HasSubstr("2 calls a second"));
  const auto erp = ledger.Connect(ledger.Certificate(kErp), "");
  EXPECT_TRUE(erp->ListFunds({}).ok());
}

TEST(ProvenCallLimits, TokensRefusedOften_areCheckedNoMoreForAWhile) {
  SecuredLedger ledger;
  const auto portal = ledger.Certificate(kPortal);
  const std::string good = ledger.Token("anna", {"auditor"});
  const auto call = [&](const std::optional<admin::CertificateAndKey>& certificate,
                        const std::string& token) {
    return ReasonOf(ledger.Connect(certificate, token)->ListFunds({}).status());
  };
  ASSERT_EQ(call(portal, good), "");
  for (int i = 0; i < domain::kTokensRefusedMax; ++i) {
    EXPECT_EQ(call(portal, absl::StrCat("wrong.token.", i)), "IDENTITY_INVALID") << i;
  }
  EXPECT_EQ(call(portal, "wrong.token.more"), "TOKENS_REFUSED_OFTEN");
  // So are good ones that are new; those known go on, and so does who comes from elsewhere.
  const std::string new_one = ledger.Token("ben", {"auditor"});
  EXPECT_EQ(call(portal, new_one), "TOKENS_REFUSED_OFTEN");
  EXPECT_EQ(call(portal, good), "");
  EXPECT_EQ(call(std::nullopt, ledger.Token("cleo", {"auditor"})), "");
  ledger.clock().Advance(domain::kTokensRefusedWithinUs / domain::kTokensRefusedMax);
  EXPECT_EQ(call(portal, new_one), "");
}

// Tokens end every few minutes, and streams are open for days: that is nobody's guessing.
TEST(ProvenCallLimits, TokensThatExpireInOpenStreams_keepNobodyOut) {
  SecuredLedger ledger;
  const auto portal = ledger.Certificate(kPortal);
  const auto journal = v1::JournalService::NewStub(ledger.Channel(portal));
  struct Stream {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::WatchEntriesResponse>> reader;
    v1::WatchEntriesResponse response;
  };
  std::vector<Stream> streams(domain::kTokensRefusedMax + 5);
  for (size_t i = 0; i < streams.size(); ++i) {
    Stream& stream = streams[i];
    const std::string token = ledger.Token(absl::StrCat("auditor-", i), {"auditor"});
    stream.context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    stream.context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
    stream.reader = journal->WatchEntries(&stream.context, {});
    ASSERT_TRUE(stream.reader->Read(&stream.response)) << i;
  }
  ledger.clock().Advance(2 * absl::ToInt64Microseconds(absl::Hours(1)));
  for (Stream& stream : streams) {
    EXPECT_FALSE(stream.reader->Read(&stream.response));
    EXPECT_EQ(stream.reader->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
  }
  const auto anew = ledger.Connect(portal, ledger.Token("anna", {"auditor"}));
  EXPECT_EQ(ReasonOf(anew->ListFunds({}).status()), "");
}

// A token of a key that is not known has the keys fetched again, which costs nobody their place:
// who is signed in goes on though the source is slowed then.
TEST(ProvenCallLimits, WhoIsSignedIn_goesOnWhenKeysAreFetchedAgain) {
  SecuredLedger ledger;
  const auto portal = ledger.Certificate(kPortal);
  const auto call = [&](const std::optional<admin::CertificateAndKey>& certificate,
                        const std::string& token) {
    return ReasonOf(ledger.Connect(certificate, token)->ListFunds({}).status());
  };
  const std::string good = ledger.Token("anna", {"auditor"});
  ASSERT_EQ(call(portal, good), "");
  const SigningKey added("EdDSA", "added");
  std::string key_set = ledger.issuer().KeySet();
  key_set.insert(key_set.rfind(']'), absl::StrCat(",", added.Json()));
  ledger.PublishKeys(key_set);
  const std::string of_new_key =
      added.Sign(absl::StrCat(R"({"iss":")", kTokenIssuer, R"(","aud":")", kTokenAudience,
                              R"(","sub":"ben","roles":["auditor"],"exp":4000000000})"));
  const absl::Time give_up = absl::Now() + absl::Minutes(1);
  while (!call(std::nullopt, of_new_key).empty()) {
    ASSERT_LT(absl::Now(), give_up);
    ledger.clock().Advance(domain::kTokensRefusedWithinUs / domain::kTokensRefusedMax);
  }
  while (call(portal, "wrong.token") != "TOKENS_REFUSED_OFTEN") ASSERT_LT(absl::Now(), give_up);
  EXPECT_EQ(call(portal, good), "");
}

}  // namespace
}  // namespace cardledger::tests
