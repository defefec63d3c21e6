#include "services/rpc/refused_tokens.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "services/engine/errors.h"
#include "services/rpc/reasons.h"
#include "tests/support/manual_clock.h"

namespace cardledger::rpc {
namespace {

constexpr int64_t kOneUs = domain::kTokensRefusedWithinUs / domain::kTokensRefusedMax;

class RefusedTokensTest : public ::testing::Test {
 protected:
  void Refuse(const std::string& source, int count) {
    for (int i = 0; i < count; ++i) refused_.Note(source);
  }

  tests::ManualClock clock_{1'800'000'000 * tests::kMicrosecondsPerSecond};
  RefusedTokens refused_{clock_, 100};
};

TEST_F(RefusedTokensTest, SoManyInAMinuteAndThenOneAtATime) {
  Refuse("portal", domain::kTokensRefusedMax - 1);
  EXPECT_TRUE(refused_.Ask("portal").ok());
  Refuse("portal", 1);
  const absl::Status refused = refused_.Ask("portal");
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(engine::ReasonOf(refused), kReasonTokensRefusedOften);
  EXPECT_TRUE(refused_.Ask("another").ok());
  clock_.Advance(kOneUs - 1);
  EXPECT_FALSE(refused_.Ask("portal").ok());
  clock_.Advance(1);
  EXPECT_TRUE(refused_.Ask("portal").ok());
  Refuse("portal", 1);
  EXPECT_FALSE(refused_.Ask("portal").ok());
  clock_.Advance(domain::kTokensRefusedWithinUs);
  Refuse("portal", domain::kTokensRefusedMax - 1);
  EXPECT_TRUE(refused_.Ask("portal").ok());
}

TEST_F(RefusedTokensTest, SlowTrickleIsNeverSlowed) {
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_TRUE(refused_.Ask("portal").ok()) << i;
    Refuse("portal", 1);
    clock_.Advance(kOneUs);
  }
}

TEST_F(RefusedTokensTest, RemembersSoManySourcesThoseHeardOfLast) {
  Refuse("first", domain::kTokensRefusedMax);
  Refuse("portal", domain::kTokensRefusedMax);
  for (int i = 0; i < 1'000; ++i) {
    Refuse(absl::StrCat("address", i), 1);
    Refuse("portal", 1);
  }
  EXPECT_EQ(refused_.remembered(), 100u);
  EXPECT_FALSE(refused_.Ask("portal").ok());
  EXPECT_TRUE(refused_.Ask("first").ok());
}

TEST(SourceOfTest, IsTheAddressWithoutThePort) {
  EXPECT_EQ(SourceOf("ipv4:192.0.2.1:50000"), "ipv4:192.0.2.1");
  EXPECT_EQ(SourceOf("unix:/run/ledger"), "unix:/run/ledger");
  EXPECT_EQ(SourceOf("inproc"), "inproc");
  EXPECT_EQ(SourceOf(""), "");
}

// A host has that many addresses for the asking.
TEST(SourceOfTest, IsTheNetworkOfAnIpv6Address) {
  EXPECT_EQ(SourceOf("ipv6:%5B2001:db8:0:1:2::3%5D:50000"), "ipv6:2001:db8:0:1::/64");
  EXPECT_EQ(SourceOf("ipv6:%5B2001:db8:0:1:ffff::%5D:50001"), "ipv6:2001:db8:0:1::/64");
  EXPECT_EQ(SourceOf("ipv6:%5B2001:db8:0:2:2::3%5D:50000"), "ipv6:2001:db8:0:2::/64");
  EXPECT_EQ(SourceOf("ipv6:%5Bfe80::1%25eth0%5D:50000"), "ipv6:fe80::/64");
  EXPECT_EQ(SourceOf("ipv6:%5B::1%5D:50000"), "ipv6:::/64");
  EXPECT_EQ(SourceOf("ipv6:%5Bnonsense%5D:50000"), "ipv6:%5Bnonsense%5D");
}

}  // namespace
}  // namespace cardledger::rpc
