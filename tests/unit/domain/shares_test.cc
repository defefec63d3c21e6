#include "services/domain/shares.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/domain/limits.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

using ::testing::ElementsAre;

FundingShares Shares(const std::vector<int32_t>& basis_points) {
  FundingShares shares;
  for (size_t i = 0; i < basis_points.size(); ++i) {
    journal::FundingShare& share = *shares.Add();
    share.set_source(static_cast<journal::FundingSource>(journal::FUNDING_SOURCE_COUNCIL + i));
    share.set_basis_points(basis_points[i]);
  }
  return shares;
}

std::vector<int64_t> Split(int64_t pence, const std::vector<int32_t>& basis_points) {
  std::vector<int64_t> parts;
  for (const SharePart& part : SplitByShares(pence, Shares(basis_points))) {
    parts.push_back(part.pence);
  }
  return parts;
}

TEST(SplitByShares, WithoutShares_isAllTheCouncils) {
  EXPECT_THAT(SplitByShares(777, {}), ElementsAre(SharePart{journal::FUNDING_SOURCE_COUNCIL, 777}));
  EXPECT_THAT(SplitByShares(0, {}), ElementsAre(SharePart{journal::FUNDING_SOURCE_COUNCIL, 0}));
}

TEST(SplitByShares, Parts_standInTheOrderOfTheShares) {
  FundingShares shares = Shares({2'500, 7'500});
  shares.SwapElements(0, 1);
  EXPECT_THAT(SplitByShares(100, shares),
              ElementsAre(SharePart{journal::FUNDING_SOURCE_HEALTH_BODY, 75},
                          SharePart{journal::FUNDING_SOURCE_COUNCIL, 25}));
}

TEST(SplitByShares, EqualRemainders_goToTheEarlierShare) {
  EXPECT_THAT(Split(1, {5'000, 5'000}), ElementsAre(1, 0));
  EXPECT_THAT(Split(3, {5'000, 5'000}), ElementsAre(2, 1));
  EXPECT_THAT(Split(2, {2'500, 2'500, 5'000}), ElementsAre(1, 0, 1));  // 0.5, 0.5, 1.0
}

TEST(SplitByShares, LargestRemainder_goesBeforeEarlierOnes) {
  EXPECT_THAT(Split(1, {3'333, 3'333, 3'334}), ElementsAre(0, 0, 1));
  EXPECT_THAT(Split(2, {3'333, 3'333, 3'334}), ElementsAre(1, 0, 1));
  EXPECT_THAT(Split(10, {1'500, 2'600, 5'900}), ElementsAre(1, 3, 6));  // 1.5, 2.6, 5.9
}

// Many share sets, every small amount: nothing is lost or made, and no part is a penny off.
TEST(SplitByShares, EveryAmountBySharesOfAllKinds_addsUp) {
  std::vector<std::vector<int32_t>> sets = {{10'000}, {1, 9'999}, {9'999, 1}, {1, 1, 9'998}};
  for (int32_t first = 1; first < 10'000; first += 617) {
    sets.push_back({first, 10'000 - first});
    for (int32_t second = 1; first + second < 10'000; second += 941) {
      sets.push_back({first, second, 10'000 - first - second});
    }
  }
  for (const std::vector<int32_t>& set : sets) {
    for (int64_t pence = 0; pence <= 1'000; ++pence) {
      const std::vector<int64_t> parts = Split(pence, set);
      ASSERT_EQ(parts.size(), set.size());
      int64_t sum = 0;
      for (size_t i = 0; i < parts.size(); ++i) {
        const int64_t least = pence * set[i] / kBasisPointsWhole;
        ASSERT_TRUE(parts[i] == least || parts[i] == least + 1) << pence;
        sum += parts[i];
      }
      ASSERT_EQ(sum, pence);
    }
  }
}

// An extension may double an award, so its instalments may be above what one award is.
TEST(SplitByShares, LargestBudget_isSplitWithoutOverflow) {
  EXPECT_THAT(Split(kBudgetPenceMax, {3'333, 3'333, 3'334}),
              ElementsAre(333'300'000'000, 333'300'000'000, 333'400'000'000));
}

TEST(SplitBySharesDeathTest, AmountBelowNothingOrBeyondAnyBudget_aborts) {
  EXPECT_DEATH(Split(-1, {10'000}), "an amount is split");
  EXPECT_DEATH(Split(kBudgetPenceMax + 1, {10'000}), "an amount is split");
  EXPECT_DEATH(Split(10'000, {5'000}), "shares come to the whole");
}

}  // namespace
}  // namespace cardledger::domain
