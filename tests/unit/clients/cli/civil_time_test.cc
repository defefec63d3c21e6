#include "clients/cli/civil_time.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/domain/limits.h"

namespace cardledger::cli {
namespace {

using ::testing::HasSubstr;

std::string Utc(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S", time, absl::UTCTimeZone());
}

TEST(ParseDate, TakesDaysThatExist) {
  for (const std::string text : {"2026-07-01", "2028-02-29", "2015-01-01", "2099-12-31"}) {
    const auto date = ParseDate(text);
    ASSERT_TRUE(date.ok()) << date.status();
    EXPECT_EQ(FormatDate(*date), text);
  }
}

TEST(ParseDate, RefusesOthersAndSaysWhatIsAccepted) {
  const std::vector<std::string> cases = {
      "2026-02-29", "2026-02-30", "2015-02-29", "2026-13-01",  "2026-00-01", "2026-04-31",
      "2026-01-00", "2026-1-1",   "01-07-2026", "01/07/2026",  "20260701",   "2026-07-01T00:00",
      "",           "today",      "2026-07-0a", " 2026-07-01", "2014-12-31", "2100-01-01"};
  for (const std::string& text : cases) {
    const auto date = ParseDate(text);
    ASSERT_FALSE(date.ok()) << text;
    EXPECT_EQ(date.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(date.status().message()), HasSubstr("YYYY-MM-DD")) << text;
  }
}

TEST(ParseDate, TakesTheYearsThatTheLedgerTakes) {
  EXPECT_EQ(kYearMin, domain::kYearMin);
  EXPECT_EQ(kYearMax, domain::kYearMax);
}

TEST(ParseInstant, TakesOffsetsAndLondonTime) {
  struct Case {
    const char* text;
    const char* utc;
  };
  const std::vector<Case> cases = {
      {"2026-10-25T01:30:00+01:00", "2026-10-25T00:30:00"},
      {"2026-10-25T01:30:00+00:00", "2026-10-25T01:30:00"},
      {"2026-10-25T01:30:00Z", "2026-10-25T01:30:00"},
      {"2026-07-01T09:30", "2026-07-01T08:30:00"},
      {"2026-07-01 09:30:15", "2026-07-01T08:30:15"},
      {"2026-12-01T09:30", "2026-12-01T09:30:00"},
      {"2026-03-29T00:59:59", "2026-03-29T00:59:59"},
      {"2026-03-29T02:00", "2026-03-29T01:00:00"},
      {"2026-10-25T00:59:59", "2026-10-24T23:59:59"},
      {"2026-10-25T02:00", "2026-10-25T02:00:00"},
      {"2026-07-01T09:30:00-05:00", "2026-07-01T14:30:00"},
  };
  for (const Case& c : cases) {
    const auto time = ParseInstant(c.text);
    ASSERT_TRUE(time.ok()) << time.status();
    EXPECT_EQ(Utc(*time), c.utc) << c.text;
  }
}

TEST(ParseInstant, RefusesTheHourThatHappensTwiceWithBothSpellings) {
  for (const std::string text :
       {"2026-10-25T01:00", "2026-10-25T01:30:00", "2026-10-25 01:59:59"}) {
    const auto time = ParseInstant(text);
    ASSERT_FALSE(time.ok()) << text;
    EXPECT_THAT(std::string(time.status().message()), HasSubstr("happened twice"));
  }
  const std::string message(ParseInstant("2026-10-25T01:30").status().message());
  EXPECT_THAT(message, HasSubstr("2026-10-25T01:30:00+01:00"));
  EXPECT_THAT(message, HasSubstr("2026-10-25T01:30:00+00:00"));
  // Both spellings are accepted.
  EXPECT_EQ(*ParseInstant("2026-10-25T01:30:00+00:00") - *ParseInstant("2026-10-25T01:30:00+01:00"),
            absl::Hours(1));
}

TEST(ParseInstant, RefusesTheHourThatDidNotHappen) {
  for (const std::string text :
       {"2026-03-29T01:00", "2026-03-29T01:30:00", "2026-03-29 01:59:59"}) {
    const auto time = ParseInstant(text);
    ASSERT_FALSE(time.ok()) << text;
    EXPECT_THAT(std::string(time.status().message()), HasSubstr("did not happen"));
    EXPECT_THAT(std::string(time.status().message()), HasSubstr("2026-03-29T02:00:00+01:00"));
    EXPECT_THAT(std::string(time.status().message()), HasSubstr("2026-03-29T00:59:59+00:00"));
  }
}

TEST(ParseInstant, RefusesOthersAndSaysWhatIsAccepted) {
  const std::vector<std::string> cases = {"",
                                          "now",
                                          "2026-07-01",
                                          "2026-07-01T9:30",
                                          "2026-07-01T24:00",
                                          "2026-07-01T09:60",
                                          "2026-07-01T09:30:61",
                                          "2026-02-30T09:30",
                                          "1751360000",
                                          "2026-07-01T09:30:00+1",
                                          "2026-07-01T09:30:00 BST",
                                          "2026-07-01T09:30:00Europe/London"};
  for (const std::string& text : cases) {
    const auto time = ParseInstant(text);
    EXPECT_EQ(time.status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(ParseFinancialYear, TakesBothSpellings) {
  EXPECT_EQ(*ParseFinancialYear("2026"), 2026);
  EXPECT_EQ(*ParseFinancialYear("2026-27"), 2026);
  EXPECT_EQ(*ParseFinancialYear("2099-00"), 2099);
  EXPECT_EQ(*ParseFinancialYear(FormatFinancialYear(26)), 26);
  for (const std::string text : {"2026-28", "2026/27", "26", "", "2026-2027", "x026"}) {
    EXPECT_FALSE(ParseFinancialYear(text).ok()) << text;
  }
}

TEST(FormatInstant, IsLondonTime) {
  EXPECT_EQ(
      FormatInstant(absl::FromCivil(absl::CivilSecond(2026, 7, 1, 8, 30, 0), absl::UTCTimeZone())),
      "2026-07-01 09:30:00 BST");
  EXPECT_EQ(
      FormatInstant(absl::FromCivil(absl::CivilSecond(2026, 12, 1, 8, 30, 0), absl::UTCTimeZone())),
      "2026-12-01 08:30:00 GMT");
}

TEST(FinancialYearOf, TurnsOnTheFirstOfApril) {
  EXPECT_EQ(FinancialYearOf(absl::CivilDay(2027, 3, 31)), 2026);
  EXPECT_EQ(FinancialYearOf(absl::CivilDay(2027, 4, 1)), 2027);
}

TEST(LondonDay, IsTheNextDayInSummerBeforeMidnightUtc) {
  const absl::Time late =
      absl::FromCivil(absl::CivilSecond(2026, 7, 1, 23, 30, 0), absl::UTCTimeZone());
  EXPECT_EQ(LondonDay(late), absl::CivilDay(2026, 7, 2));
}

TEST(ParseMonth, TakesAMonthOfTheYearsOfDays) {
  EXPECT_EQ(*ParseMonth("2026-07"), absl::CivilMonth(2026, 7));
  EXPECT_EQ(*ParseMonth("2015-01"), absl::CivilMonth(2015, 1));
  EXPECT_EQ(*ParseMonth("2099-12"), absl::CivilMonth(2099, 12));
  for (const std::string text : {"", "2026", "2026-7", "2026-00", "2026-13", "07/2026",
                                 "2026-07-01", "2014-12", "2100-01"}) {
    EXPECT_FALSE(ParseMonth(text).ok()) << text;
  }
}

TEST(FormatDayInWords, HasNoZeroInFrontOfTheDay) {
  EXPECT_EQ(FormatDayInWords(absl::CivilDay(2026, 7, 1)), "1 July 2026");
  EXPECT_EQ(FormatDayInWords(absl::CivilDay(2027, 12, 31)), "31 December 2027");
}

}  // namespace
}  // namespace cardledger::cli
