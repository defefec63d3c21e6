// What anchor.h promises, over every anchor.

#include "gtest/gtest.h"

#include "storage/anchor.h"
#include "tests/contract/stores.h"
#include "tests/support/temporary_folder.h"

namespace cardledger::contract {
namespace {

using storage::Anchor;
using storage::AnchorPoint;

AnchorPoint Point(uint64_t position) {
  return {.position = position, .root = base::Sha256(std::to_string(position))};
}

class AnchorContract : public testing::TestWithParam<AnchorKind> {
 protected:
  AnchorContract() : place_(GetParam().make(folder_.path().string())) {}

  void ExpectPoint(const std::optional<AnchorPoint>& expected) {
    const auto point = place_.open()->Read();
    ASSERT_TRUE(point.ok()) << point.status();
    EXPECT_EQ(*point, expected);
  }

  const tests::TemporaryFolder folder_;
  const AnchorPlace place_;
};

TEST_P(AnchorContract, NeverWrittenReadsAsNothing) { ExpectPoint(std::nullopt); }

TEST_P(AnchorContract, ReadFindsTheLastPointWritten) {
  const std::unique_ptr<Anchor> anchor = place_.open();
  for (const uint64_t position : {uint64_t{0}, uint64_t{1}, uint64_t{5}, ~uint64_t{0}}) {
    ASSERT_TRUE(anchor->Write(Point(position)).ok());
    const auto point = anchor->Read();
    ASSERT_TRUE(point.ok()) << point.status();
    EXPECT_EQ(*point, Point(position));
    ExpectPoint(Point(position));
  }
}

TEST_P(AnchorContract, RootIsKeptApartFromPosition) {
  const std::unique_ptr<Anchor> anchor = place_.open();
  const AnchorPoint other_root = {.position = 7, .root = base::Sha256("another journal")};
  ASSERT_TRUE(anchor->Write(Point(7)).ok());
  ASSERT_TRUE(anchor->Write(other_root).ok());
  ExpectPoint(other_root);
}

TEST_P(AnchorContract, DamageIsDataLossUntilTheNextWrite) {
  const std::unique_ptr<Anchor> anchor = place_.open();
  ASSERT_TRUE(anchor->Write(Point(12)).ok());
  place_.damage();
  EXPECT_EQ(place_.open()->Read().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(anchor->Read().status().code(), absl::StatusCode::kDataLoss);
  ASSERT_TRUE(anchor->Write(Point(13)).ok());
  ExpectPoint(Point(13));
}

INSTANTIATE_TEST_SUITE_P(Anchors, AnchorContract, testing::ValuesIn(AllAnchors()),
                         [](const testing::TestParamInfo<AnchorKind>& kind) {
                           return kind.param.name;
                         });

}  // namespace
}  // namespace cardledger::contract
