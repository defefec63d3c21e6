// What a server that runs says to tokens that are not honest, not whole, or not for it. Each is one
// change from a token that is let in, and each is refused without a word of what it holds.

#include <chrono>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cardledger/v1/funds.grpc.pb.h"
#include "cardledger/v1/journal.grpc.pb.h"
#include "cardledger/v1/loads.grpc.pb.h"
#include "clients/cpp/bulk_load.h"
#include "clients/cpp/client_error.h"
#include "clients/cpp/request_id.h"
#include "services/domain/limits.h"
#include "tests/integration/secured_ledger.h"
#include "tests/support/token_signer.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSubject[] = "anna.auditor";
// Of a token with the claims below, with the skew.
constexpr int64_t kExpiredAfterUs = 660 * kMicrosecondsPerSecond;
// Within this a stream that waits is not asked again.
constexpr int64_t kBeforeItIsAskedAgainUs = 30 * kMicrosecondsPerSecond;

class Tokens : public ::testing::Test {
 protected:
  Tokens() : rsa_("RS256", "r-1"), ec_("ES256", "e-1"), ed_("EdDSA", "d-1") {
    ledger_ = std::make_unique<SecuredLedger>(
        std::vector<std::string>{rsa_.Json(), ec_.Json(), ed_.Json()});
  }

  int64_t Now() const { return ledger_->clock().WallMicroseconds() / 1'000'000; }

  // Claims that are let in, but for `changes`: text of them, and what stands in its place.
  std::string Claims(
      const std::vector<std::pair<const absl::string_view, absl::string_view>>& changes = {}) {
    const std::string honest = absl::StrCat(
        R"({"iss":")", kTokenIssuer, R"(","aud":")", kTokenAudience, R"(","sub":")", kSubject,
        R"(","roles":["auditor"],"nbf":)", Now() - 10, R"(,"exp":)", Now() + 600, "}");
    return absl::StrReplaceAll(honest, changes);
  }

  absl::Status Call(const std::string& token) {
    return ledger_->Connect(std::nullopt, token)->ListFunds({}).status();
  }

  void ExpectLetIn(const std::string& token) { EXPECT_TRUE(Call(token).ok()) << Call(token); }

  void ExpectRefused(const std::string& token, const std::string& why) {
    SCOPED_TRACE(why);
    const absl::Status status = Call(token);
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
    const client::ClientError error = client::DecodeError(status);
    EXPECT_EQ(error.reason, "IDENTITY_INVALID");
    EXPECT_THAT(error.message, HasSubstr(why));
    ExpectNothingOf(token, status.ToString());  // with its details
  }

  // Neither a segment of the token as it was sent, nor what its claims say.
  static void ExpectNothingOf(const std::string& token, const std::string& text) {
    EXPECT_THAT(text, Not(HasSubstr(kSubject)));
    for (const absl::string_view segment : absl::StrSplit(token, '.', absl::SkipEmpty())) {
      EXPECT_THAT(text, Not(HasSubstr(std::string(segment))));
    }
  }

  // Gives up after a minute, so that a test fails instead of hanging.
  static void Bring(const std::string& token, grpc::ClientContext& context) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
  }

  static v1::BulkLoadRequest StartOfOneRow() {
    v1::BulkLoadRequest message;
    message.mutable_start()->set_request_id(client::NewRequestId());
    message.mutable_start()->set_declared_count(1);
    message.mutable_start()->set_declared_pence(1);
    return message;
  }

  SigningKey rsa_;
  SigningKey ec_;
  SigningKey ed_;
  std::unique_ptr<SecuredLedger> ledger_;
};

TEST_F(Tokens, HonestOnes_areLetIn_byEveryKindOfKey) {
  for (const SigningKey* key : {&rsa_, &ec_, &ed_}) ExpectLetIn(key->Sign(Claims()));
}

TEST_F(Tokens, Forged_byAnotherKeyOfTheSameId) {
  for (const SigningKey* key : {&rsa_, &ec_, &ed_}) {
    const SigningKey forger(key->algorithm(), key->id());
    ExpectRefused(forger.Sign(Claims()), "has a wrong signature");
  }
}

TEST_F(Tokens, Forged_byOtherClaimsUnderAnHonestSignature) {
  const std::string honest = ed_.Sign(Claims());
  const size_t first = honest.find('.');
  const size_t second = honest.rfind('.');
  const std::string claims = Claims({{"auditor", "finance_approver"}});
  ExpectRefused(absl::StrCat(honest.substr(0, first + 1), absl::WebSafeBase64Escape(claims),
                             honest.substr(second)),
                "has a wrong signature");
}

TEST_F(Tokens, OfAnUnknownKey) {
  ExpectRefused(SigningKey("EdDSA", "d-2").Sign(Claims()), "does not publish");
}

TEST_F(Tokens, Expired_beyondTheSkew) {
  const std::string token = ed_.Sign(Claims());
  ledger_->clock().Advance(absl::ToInt64Microseconds(absl::Seconds(659)));
  ExpectLetIn(token);
  ledger_->clock().Advance(absl::ToInt64Microseconds(absl::Seconds(1)));
  ExpectRefused(token, "has expired");
}

TEST_F(Tokens, Expired_whileRowsAreSent_loadsNothingMore) {
  const auto client =
      ledger_->Connect(std::nullopt, ed_.Sign(Claims({{"\"auditor\"", "\"finance_officer\""}})));
  const std::string nobodys = absl::StrCat("awards/", client::NewRequestId());
  client::BulkLoadPlan plan;
  plan.start_request_id = client::NewRequestId();
  plan.finish_request_id = client::NewRequestId();
  plan.row_count = 2;
  plan.total_pence = 2;
  const std::string ids[] = {client::NewRequestId(), client::NewRequestId()};
  plan.row = [&](uint64_t index) {
    v1::CreateLoadRequest row;
    row.set_request_id(ids[index]);
    row.set_award(nobodys);
    row.set_amount_pence(1);
    row.mutable_due_date()->set_year(2026);
    row.mutable_due_date()->set_month(7);
    row.mutable_due_date()->set_day(6);
    return row;
  };
  client::BulkLoadOptions options;
  options.rows_per_chunk = 1;
  options.chunks_in_flight = 1;
  uint64_t decided = 0;
  options.on_progress = [&](const client::BulkLoadProgress& progress) {
    decided = progress.decided_count;
    ledger_->clock().Advance(kBeforeItIsAskedAgainUs);
  };
  ledger_->clock().Advance(kExpiredAfterUs - kBeforeItIsAskedAgainUs);
  const absl::Status status = client->BulkLoad(plan, options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
  EXPECT_THAT(client::DecodeError(status).message, HasSubstr("has expired"));
  EXPECT_EQ(decided, 1u);
}

TEST_F(Tokens, NotYetValid) {
  const std::string nbf = absl::StrCat(R"("nbf":)", Now() - 10);
  const std::string later = absl::StrCat(R"("nbf":)", Now() + 61);
  ExpectRefused(ed_.Sign(Claims({{nbf, later}})), "is not in force yet");
}

TEST_F(Tokens, ForAnotherAudience) {
  ExpectRefused(ed_.Sign(Claims({{kTokenAudience, "payroll"}})), "another audience");
}

TEST_F(Tokens, OfAnotherIssuer) {
  ExpectRefused(ed_.Sign(Claims({{kTokenIssuer, "https://elsewhere.test"}})), "another issuer");
}

TEST_F(Tokens, Unsigned_alg_none) {
  for (const absl::string_view alg : {"none", "None", "NONE", "nOnE", ""}) {
    ExpectRefused(Unsigned(absl::StrCat(R"({"alg":")", alg, R"(","kid":"d-1"})"), Claims()),
                  "is no signed JSON Web Token");
  }
  // With a signature, and none named.
  ExpectRefused(ed_.Sign(R"({"alg":"none","kid":"d-1"})", Claims()), "another algorithm");
}

TEST_F(Tokens, KeyConfusion_aPublicKeyAsASharedSecret) {
  for (const SigningKey* key : {&rsa_, &ec_, &ed_}) {
    const std::string header = absl::StrCat(R"({"alg":"HS256","kid":")", key->id(), R"("})");
    ExpectRefused(SignWithSecret(key->Pem(), header, Claims()), "another algorithm");
    ExpectRefused(SignWithSecret(key->Json(), header, Claims()), "another algorithm");
  }
}

TEST_F(Tokens, KeyConfusion_aKeyOfAnotherKind) {
  ExpectRefused(ed_.Sign(R"({"alg":"EdDSA","kid":"r-1"})", Claims()), "another algorithm");
  ExpectRefused(ec_.Sign(R"({"alg":"RS256","kid":"r-1"})", Claims()), "has a wrong signature");
}

TEST_F(Tokens, AKeyThatTheTokenBringsAlong_countsForNothing) {
  const SigningKey own("EdDSA", "d-1");
  ExpectRefused(
      own.Sign(absl::StrCat(R"({"alg":"EdDSA","kid":"d-1","jwk":)", own.Json(), "}"), Claims()),
      "has a wrong signature");
}

TEST_F(Tokens, Truncated_anywhere) {
  const std::string token = ed_.Sign(Claims());
  for (const size_t length : {size_t{1}, token.find('.'), token.find('.') + 1, token.rfind('.'),
                              token.rfind('.') + 1, token.size() / 2, token.size() - 1}) {
    const absl::Status status = Call(token.substr(0, length));
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << length << ": " << status;
  }
}

// Signed well: nothing but its length speaks against it.
TEST_F(Tokens, Huge) {
  const auto with_filler = [&](size_t bytes) {
    const std::string more = absl::StrCat(R"({"more":")", std::string(bytes, 'x'), R"(",)");
    return ed_.Sign(Claims({{"{", more}}));
  };
  ExpectLetIn(with_filler(domain::kTokenBytesMax / 2));
  ExpectRefused(with_filler(domain::kTokenBytesMax * 3 / 4), "is longer than 6144 bytes");
  // More than gRPC takes as metadata, so that the ledger never sees it.
  EXPECT_EQ(Call(with_filler(100'000)).code(), absl::StatusCode::kResourceExhausted);
  ExpectLetIn(ed_.Sign(Claims()));
}

TEST_F(Tokens, SecondTokenBesideTheFirst_isRefused) {
  // As gRPC joins no values, two stand beside each other; either alone would be let in.
  const std::string bearer = absl::StrCat("Bearer ", ed_.Sign(Claims()));
  const auto funds = v1::FundService::NewStub(ledger_->Channel());
  for (const int entries : {1, 2}) {
    grpc::ClientContext context;
    for (int i = 0; i < entries; ++i) context.AddMetadata("authorization", bearer);
    v1::ListFundsResponse response;
    const grpc::Status status = funds->ListFunds(&context, {}, &response);
    EXPECT_EQ(status.error_code(),
              entries == 1 ? grpc::StatusCode::OK : grpc::StatusCode::UNAUTHENTICATED)
        << status.error_message();
    EXPECT_THAT(status.error_message(), HasSubstr(entries == 1 ? "" : "must stand once"));
  }
  const std::string token = ed_.Sign(Claims());
  ExpectRefused(absl::StrCat(token, ".", token), "is no signed JSON Web Token");
}

// Two sign-ins of one person, in different roles: what counts is who they are.
TEST_F(Tokens, Approver_whoPreparedUnderAnotherToken_isStillThePreparer) {
  const auto token = [this](absl::string_view roles, int64_t lifetime_s) {
    return ed_.Sign(absl::StrCat(R"({"iss":")", kTokenIssuer, R"(","aud":")", kTokenAudience,
                                 R"(","sub":")", kSubject, R"(","roles":[)", roles, R"(],"exp":)",
                                 Now() + lifetime_s, "}"));
  };
  const auto prepares =
      ledger_->Connect(std::nullopt, token(R"("social_worker","administrator")", 300));
  v1::RegisterPersonRequest person;
  person.set_case_reference("CASE/1");
  const auto registered = prepares->RegisterPerson(person);
  ASSERT_TRUE(registered.ok()) << registered.status();
  v1::ProposeErasureRequest propose;
  propose.set_person(registered->person());
  propose.add_classes(journal::v1::RETENTION_CLASS_IDENTITY);
  propose.set_ground(journal::v1::ERASURE_GROUND_RECORDED_IN_ERROR);
  ASSERT_TRUE(prepares->ProposeErasure(propose).ok());
  const auto approves = ledger_->Connect(std::nullopt, token(R"("senior_approver")", 600));
  v1::DecideErasureRequest decide;
  decide.set_person(propose.person());
  decide.set_approve(true);
  const absl::Status decided = approves->DecideErasure(decide).status();
  EXPECT_EQ(client::DecodeError(decided).reason, "APPROVER_IS_PREPARER") << decided;
}

TEST_F(Tokens, NothingOfATokenReachesTheLog) {
  const std::string refused = ed_.Sign(Claims({{kTokenAudience, "payroll"}}));
  const std::string forged = SigningKey("EdDSA", "d-1").Sign(Claims());
  const std::string denied = ed_.Sign(Claims({{"auditor", "income_officer"}}));
  ExpectRefused(refused, "another audience");
  ExpectRefused(forged, "has a wrong signature");
  EXPECT_EQ(Call(denied).code(), absl::StatusCode::kPermissionDenied);
  const std::string honest = ed_.Sign(Claims());
  ExpectLetIn(honest);
  const std::vector<std::string> log = ledger_->log();
  EXPECT_GE(log.size(), 3u);
  for (const std::string& line : log) {
    for (const std::string& token : {refused, forged, denied, honest}) ExpectNothingOf(token, line);
  }
}

// A stream that nothing passes holds a place among the watchers.
TEST_F(Tokens, Expired_whileAStreamWaits_endsIt) {
  const auto watched = ledger_->server().engine().view()->position;
  const auto journal = v1::JournalService::NewStub(ledger_->Channel());
  grpc::ClientContext context;
  Bring(ed_.Sign(Claims()), context);
  const auto stream = journal->WatchEntries(&context, {});
  v1::WatchEntriesResponse response;
  while (response.sequence() < watched) ASSERT_TRUE(stream->Read(&response));
  ledger_->clock().Advance(kExpiredAfterUs);
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(status.error_message(), HasSubstr("has expired"));
}

// So does a run whose client sends nothing: it holds one of few places.
TEST_F(Tokens, Expired_whileARunWaits_endsIt) {
  const auto loads = v1::LoadService::NewStub(ledger_->Channel());
  grpc::ClientContext context;
  Bring(ed_.Sign(Claims({{"\"auditor\"", "\"finance_officer\""}})), context);
  const auto stream = loads->BulkLoad(&context);
  v1::BulkLoadResponse response;
  ASSERT_TRUE(stream->Write(StartOfOneRow()) && stream->Read(&response));
  ledger_->clock().Advance(kExpiredAfterUs);
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(status.error_message(), HasSubstr("has expired"));
}

TEST_F(Tokens, Expired_beforeARunIsClosed_leavesItOpen) {
  const auto loads = v1::LoadService::NewStub(ledger_->Channel());
  grpc::ClientContext context;
  Bring(ed_.Sign(Claims({{"\"auditor\"", "\"finance_officer\""}})), context);
  ledger_->clock().Advance(kExpiredAfterUs - kBeforeItIsAskedAgainUs);
  const auto stream = loads->BulkLoad(&context);
  v1::BulkLoadResponse response;
  ASSERT_TRUE(stream->Write(StartOfOneRow()) && stream->Read(&response));
  const uint64_t position = ledger_->server().engine().view()->position;
  ledger_->clock().Advance(kBeforeItIsAskedAgainUs);
  v1::BulkLoadRequest message;
  message.mutable_finish()->set_request_id(client::NewRequestId());
  ASSERT_TRUE(stream->Write(message));
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(status.error_message(), HasSubstr("has expired"));
  EXPECT_EQ(ledger_->server().engine().view()->position, position);
}

}  // namespace
}  // namespace cardledger::tests
