#include "services/identity/issuer.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "tests/support/token_signer.h"

namespace cardledger::identity {
namespace {

using tests::SigningKey;

constexpr int64_t kNow = 1'800'000'000;

std::string ClaimsOf(absl::string_view subject) {
  return absl::StrCat(R"({"iss":"i","aud":"a","exp":1800090000,"sub":")", subject, "\"}");
}

// An issuer whose key set the test sets.
class IssuerTest : public testing::Test {
 protected:
  absl::StatusCode CodeOf(const std::string& token, int64_t now_s = kNow) {
    return issuer_.Check(token, now_s).status().code();
  }

  const SigningKey old_key_{"EdDSA", "old"};
  const SigningKey new_key_{"EdDSA", "new"};
  absl::StatusOr<std::string> published_ = tests::KeySet({old_key_.Json()});
  Issuer issuer_{{.rules = {.issuer = "i", .audience = "a"},
                  .fetch_keys = [this] { return published_; },
                  .keys_stale_s = 3'600}};
};

TEST_F(IssuerTest, BeforeItsKeysAreKnownNobodyIs) {
  EXPECT_EQ(CodeOf(old_key_.Sign(ClaimsOf("anna"))), absl::StatusCode::kUnavailable);
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  const auto claims = issuer_.Check(old_key_.Sign(ClaimsOf("anna")), kNow);
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ((*claims)->subject, "anna");
}

TEST_F(IssuerTest, ATokenIsCheckedOnce) {
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  const std::string token = old_key_.Sign(ClaimsOf("anna"));
  EXPECT_EQ(issuer_.Check(token, kNow)->get(), issuer_.Check(token, kNow + 1)->get());
}

TEST_F(IssuerTest, ANewKeyCountsOnceItIsFetched) {
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  EXPECT_FALSE(issuer_.asks_for_keys());
  const std::string token = new_key_.Sign(ClaimsOf("ben"));
  EXPECT_EQ(CodeOf(token), absl::StatusCode::kUnauthenticated);
  EXPECT_TRUE(issuer_.asks_for_keys());
  published_ = tests::KeySet({old_key_.Json(), new_key_.Json()});
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  EXPECT_FALSE(issuer_.asks_for_keys());
  EXPECT_EQ(CodeOf(token), absl::StatusCode::kOk);
}

TEST_F(IssuerTest, WhatAWithdrawnKeySignedCountsNoMoreThoughItWasCheckedBefore) {
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  const std::string token = old_key_.Sign(ClaimsOf("anna"));
  EXPECT_EQ(CodeOf(token), absl::StatusCode::kOk);
  published_ = tests::KeySet({new_key_.Json()});
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  EXPECT_EQ(CodeOf(token), absl::StatusCode::kUnauthenticated);
}

TEST_F(IssuerTest, WhatAKeySignedThatStaysIsRememberedWhenKeysAreFetchedAgain) {
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  const std::string token = old_key_.Sign(ClaimsOf("anna"));
  EXPECT_EQ(CodeOf(token), absl::StatusCode::kOk);
  ASSERT_TRUE(issuer_.Refresh(kNow + 300).ok());
  EXPECT_NE(issuer_.Remembered(token, kNow + 300), nullptr);
  published_ = tests::KeySet({old_key_.Json(), new_key_.Json()});
  ASSERT_TRUE(issuer_.Refresh(kNow + 600).ok());
  EXPECT_NE(issuer_.Remembered(token, kNow + 600), nullptr);
}

TEST_F(IssuerTest, WhatAnotherKeyOfTheSameIdSignedIsNotRememberedWhenKeysAreFetchedAgain) {
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  const std::string token = old_key_.Sign(ClaimsOf("anna"));
  EXPECT_EQ(CodeOf(token), absl::StatusCode::kOk);
  const SigningKey replaced("EdDSA", "old");
  published_ = tests::KeySet({replaced.Json()});
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  EXPECT_EQ(issuer_.Remembered(token, kNow), nullptr);
  EXPECT_EQ(CodeOf(token), absl::StatusCode::kUnauthenticated);
}

TEST_F(IssuerTest, WhileKeysCannotBeFetchedThoseKnownCountForAWhile) {
  ASSERT_TRUE(issuer_.Refresh(kNow).ok());
  const std::string token = old_key_.Sign(ClaimsOf("anna"));
  published_ = absl::UnavailableError("no answer");
  EXPECT_EQ(issuer_.Refresh(kNow + 10).code(), absl::StatusCode::kUnavailable);
  published_ = std::string("<html>");
  EXPECT_EQ(issuer_.Refresh(kNow + 20).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(token, kNow + 3'600), absl::StatusCode::kOk);
  EXPECT_EQ(CodeOf(token, kNow + 3'601), absl::StatusCode::kUnavailable);
}

TEST_F(IssuerTest, ATokenThatHasEndedIsRefusedThoughItWasCheckedBefore) {
  ASSERT_TRUE(issuer_.Refresh(kNow + 89'000).ok());
  const std::string token = old_key_.Sign(ClaimsOf("anna"));
  EXPECT_EQ(CodeOf(token, kNow + 89'000), absl::StatusCode::kOk);
  EXPECT_EQ(CodeOf(token, kNow + 90'060), absl::StatusCode::kUnauthenticated);
}

}  // namespace
}  // namespace cardledger::identity
