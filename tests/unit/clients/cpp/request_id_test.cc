#include "clients/cpp/request_id.h"

#include <set>
#include <string>

#include "gtest/gtest.h"

#include "base/uuid.h"

namespace cardledger::client {
namespace {

TEST(NewRequestId, IsAVersion4UuidAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string id = NewRequestId();
    ASSERT_TRUE(base::Uuid::Parse(id).has_value()) << id;
    EXPECT_EQ(id[14], '4') << id;
    EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos) << id;
    EXPECT_TRUE(seen.insert(id).second) << id;
  }
}

// These ids are in ledgers: another value would load files a second time.
TEST(DerivedRequestId, KeepsItsGoldenValues) {
  EXPECT_EQ(DerivedRequestId("batch/2026-07", "row/0001"), "782d984d-739f-5fce-a33f-fada17c5572c");
  EXPECT_EQ(DerivedRequestId("", ""), "546c77dc-1ec7-5833-b0c6-c900d820efa6");
}

TEST(DerivedRequestId, DiffersByNameSpaceAndByName) {
  EXPECT_NE(DerivedRequestId("a", "x"), DerivedRequestId("b", "x"));
  EXPECT_NE(DerivedRequestId("a", "x"), DerivedRequestId("a", "y"));
  EXPECT_NE(DerivedRequestId("ab", "c"), DerivedRequestId("a", "bc"));
  EXPECT_EQ(DerivedRequestId("a", "x"), base::Uuid::Version5(RequestIdSpace("a"), "x").ToString());
}

}  // namespace
}  // namespace cardledger::client
