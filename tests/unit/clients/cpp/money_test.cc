#include "clients/cpp/money.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cardledger::client {
namespace {

using ::testing::HasSubstr;

TEST(ParsePounds, AcceptsTheSpellingsThatHelpNames) {
  struct Case {
    const char* text;
    int64_t pence;
  };
  const std::vector<Case> cases = {
      {"1000", 100'000},
      {"1000.00", 100'000},
      {"1,000.00", 100'000},
      {"£1,000.00", 100'000},
      {"£1000", 100'000},
      {"£1,000", 100'000},
      {"0", 0},
      {"0.01", 1},
      {"0.10", 10},
      {"999,999,999.99", 99'999'999'999},
      {"12,345", 1'234'500},
      {"92233720368547757.00", 9'223'372'036'854'775'700},
  };
  for (const Case& c : cases) {
    const auto pence = ParsePounds(c.text);
    ASSERT_TRUE(pence.ok()) << c.text << ": " << pence.status();
    EXPECT_EQ(*pence, c.pence) << c.text;
  }
}

TEST(ParsePounds, RefusesEverythingElseAndSaysWhatIsAccepted) {
  const std::vector<std::string> cases = {"",
                                          " ",
                                          "1000.5",
                                          "1000.",
                                          ".50",
                                          "1000.000",
                                          "1e3",
                                          "1E3",
                                          "10,00",
                                          "1,00,000",
                                          ",100",
                                          "1,000,",
                                          "£",
                                          "£ 1000",
                                          " 1000",
                                          "1000 ",
                                          "1000p",
                                          "$1000",
                                          "££1",
                                          "-5",
                                          "+5",
                                          "0100",
                                          "00",
                                          "NaN",
                                          "0x10",
                                          "1_000",
                                          "1.000,00",
                                          "£-5",
                                          "1,0000",
                                          "1000,000",
                                          "٣",
                                          "1000.0a",
                                          "92233720368547758.00",
                                          "99999999999999999999",
                                          "1000,000.00"};
  for (const std::string& text : cases) {
    const auto pence = ParsePounds(text);
    ASSERT_FALSE(pence.ok()) << text;
    EXPECT_EQ(pence.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(pence.status().message()), HasSubstr("£1,000.00")) << text;
    EXPECT_THAT(std::string(pence.status().message()), HasSubstr("'" + text + "'")) << text;
  }
}

TEST(ParseSignedPounds, TakesAMinusBeforeThePoundSign) {
  EXPECT_EQ(*ParseSignedPounds("-500"), -50'000);
  EXPECT_EQ(*ParseSignedPounds("-£1,000.05"), -100'005);
  EXPECT_EQ(*ParseSignedPounds("£5"), 500);
  EXPECT_FALSE(ParseSignedPounds("£-5").ok());
  EXPECT_FALSE(ParseSignedPounds("--5").ok());
  EXPECT_FALSE(ParseSignedPounds("+5").ok());
}

TEST(FormatPence, WritesPoundsWithThousandsAndTwoDecimals) {
  EXPECT_EQ(FormatPence(0), "£0.00");
  EXPECT_EQ(FormatPence(5), "£0.05");
  EXPECT_EQ(FormatPence(-5), "-£0.05");
  EXPECT_EQ(FormatPence(100'000), "£1,000.00");
  EXPECT_EQ(FormatPence(-123'456'789), "-£1,234,567.89");
  EXPECT_EQ(FormatPence(std::numeric_limits<int64_t>::max()), "£92,233,720,368,547,758.07");
  EXPECT_EQ(FormatPence(std::numeric_limits<int64_t>::min()), "-£92,233,720,368,547,758.08");
}

TEST(FormatPence, IsReadBackAsTheSameAmount) {
  for (const int64_t pence : {int64_t{0}, int64_t{1}, int64_t{99}, int64_t{100}, int64_t{99'999},
                              int64_t{100'000}, int64_t{123'456'789'012}, int64_t{-250'001}}) {
    EXPECT_EQ(*ParseSignedPounds(FormatPence(pence)), pence);
  }
}

}  // namespace
}  // namespace cardledger::client
