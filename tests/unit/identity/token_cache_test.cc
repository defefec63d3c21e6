#include "services/identity/token_cache.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace cardledger::identity {
namespace {

TokenClaims ClaimsUntil(int64_t expires_s, const std::string& subject = "worker-1") {
  return {.subject = subject, .roles = {"approver"}, .expires_s = expires_s, .key_id = "k"};
}

TEST(TokenCache, RemembersWhatWasFoundUntilTheTokenEnds) {
  TokenCache cache(10);
  EXPECT_EQ(cache.Find("a", 100), nullptr);
  cache.Put("a", ClaimsUntil(200));
  ASSERT_NE(cache.Find("a", 199), nullptr);
  EXPECT_EQ(cache.Find("a", 199)->subject, "worker-1");
  EXPECT_EQ(cache.Find("a", 199)->roles, std::vector<std::string>{"approver"});
  EXPECT_EQ(cache.Find("a", 200), nullptr);
  EXPECT_EQ(cache.Find("b", 100), nullptr);
}

TEST(TokenCache, ForgetsFirstWhatEndsFirst) {
  TokenCache cache(2);
  cache.Put("late", ClaimsUntil(300));
  cache.Put("early", ClaimsUntil(200));
  cache.Put("later", ClaimsUntil(400));
  EXPECT_EQ(cache.Find("early", 100), nullptr);
  EXPECT_NE(cache.Find("late", 100), nullptr);
  EXPECT_NE(cache.Find("later", 100), nullptr);
}

// Two calls may check the same token at the same time.
TEST(TokenCache, ATokenPutTwiceTakesOnePlace) {
  TokenCache cache(2);
  cache.Put("a", ClaimsUntil(200));
  cache.Put("a", ClaimsUntil(200));
  cache.Put("b", ClaimsUntil(300));
  EXPECT_NE(cache.Find("a", 100), nullptr);
  EXPECT_NE(cache.Find("b", 100), nullptr);
}

}  // namespace
}  // namespace cardledger::identity
