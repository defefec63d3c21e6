#include "clients/cli/award_words.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cardledger::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kId[] = "7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10";

TEST(ParsePercent, TakesUpToTwoDecimals) {
  EXPECT_EQ(*ParsePercent("60"), 6000);
  EXPECT_EQ(*ParsePercent("60%"), 6000);
  EXPECT_EQ(*ParsePercent("33.3"), 3330);
  EXPECT_EQ(*ParsePercent("33.33%"), 3333);
  EXPECT_EQ(*ParsePercent("0.01"), 1);
  EXPECT_EQ(*ParsePercent("100"), 10'000);
  for (const std::string text : {"", "%", ".5", "5.", "33.333", "100.01", "101", "-5", "+5", "1e1",
                                 "4294967297", "half", "60 %"}) {
    EXPECT_FALSE(ParsePercent(text).ok()) << text;
  }
}

TEST(ParseCategory, TakesFourDigits) {
  EXPECT_EQ(*ParseCategory("4121"), 4121);
  EXPECT_EQ(*ParseCategory("0742"), 742);
  for (const std::string text : {"", "742", "41210", "41x1", "-121", "taxi"}) {
    EXPECT_FALSE(ParseCategory(text).ok()) << text;
  }
}

TEST(TakeShare, TakesSourcePercentAndWhetherItIsChargeable) {
  InputErrors errors;
  const v1::AwardShare council = TakeShare("council=60:chargeable", errors);
  EXPECT_EQ(council.source(), journal::v1::FUNDING_SOURCE_COUNCIL);
  EXPECT_EQ(council.basis_points(), 6000);
  EXPECT_TRUE(council.chargeable());
  EXPECT_FALSE(TakeShare("health-body=40", errors).chargeable());
  EXPECT_TRUE(errors.empty());
  TakeShare("council", errors);
  TakeShare("somebody=lots:free", errors);
  ASSERT_THAT(errors.noted(), SizeIs(3));
  EXPECT_THAT(errors.noted()[0].second, HasSubstr("SOURCE=PERCENT"));
  EXPECT_THAT(errors.noted()[1].second, HasSubstr("health-body"));
  EXPECT_THAT(errors.noted()[2].second, HasSubstr("percentage"));
}

TEST(TakeFunding, AndTakeEarmark_takeANameAndAnAmount) {
  InputErrors errors;
  EXPECT_EQ(TakeFunding(std::string(kId) + "=£1,000.00", errors).amount_pence(), 100'000);
  EXPECT_EQ(TakeEarmark(std::string(kId) + "=5", errors).provider(),
            std::string("providers/") + kId);
  EXPECT_TRUE(errors.empty());
  TakeFunding(kId, errors);
  TakeEarmark("funds/x=1e3", errors);
  EXPECT_THAT(errors.noted(), SizeIs(3));
}

}  // namespace
}  // namespace cardledger::cli
