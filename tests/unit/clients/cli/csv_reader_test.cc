#include "clients/cli/csv_reader.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cardledger::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Result {
  // "line: field|field".
  std::vector<std::string> rows;
  std::vector<std::pair<uint64_t, std::string>> problems;
};

Result ReadInPieces(const std::string& text, size_t piece) {
  Result result;
  CsvReader reader(
      [&](uint64_t line, const std::vector<std::string>& fields) {
        result.rows.push_back(absl::StrCat(line, ": ", absl::StrJoin(fields, "|")));
      },
      [&](uint64_t line, std::string problem) {
        result.problems.emplace_back(line, std::move(problem));
      });
  for (size_t i = 0; i < text.size(); i += piece) reader.Feed(text.substr(i, piece));
  reader.Finish();
  return result;
}

Result Read(const std::string& text) { return ReadInPieces(text, text.size() + 1); }

TEST(CsvReader, GivesRowsWithTheirLines) {
  const Result result = Read("a,b\nc,d\n\ne,f");
  EXPECT_THAT(result.rows, ElementsAre("1: a|b", "2: c|d", "4: e|f"));
  EXPECT_THAT(result.problems, IsEmpty());
}

TEST(CsvReader, TakesCarriageReturnsAndQuotes) {
  const Result result = Read("a,\"b,c\"\r\n\"d \"\"e\"\"\",f\r\n");
  EXPECT_THAT(result.rows, ElementsAre("1: a|b,c", "2: d \"e\"|f"));
}

TEST(CsvReader, GivesTheLineOnWhichAQuotedFieldOverSeveralLinesBegins) {
  const Result result = Read("a,b\n\"c\nc\",d\ne,f\n");
  EXPECT_THAT(result.rows, ElementsAre("1: a|b", "2: c\nc|d", "4: e|f"));
}

TEST(CsvReader, ABlankLineInAQuotedField_isPartOfItsRow) {
  const Result result = Read("a,b\n\"c\n\n\nc\",d\ne,f\n");
  EXPECT_THAT(result.rows, ElementsAre("1: a|b", "2: c\n\n\nc|d", "6: e|f"));
}

TEST(CsvReader, GoesOnAfterABrokenRow) {
  const Result result = Read("a,b\nc,d\"d\ne,f\n");
  EXPECT_THAT(result.rows, ElementsAre("1: a|b", "3: e|f"));
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].first, 2U);
  EXPECT_THAT(result.problems[0].second, HasSubstr("quote"));
}

TEST(CsvReader, ReportsAQuoteThatNeverEnds) {
  const Result result = Read("a,b\n\"c,d\ne,f\n");
  EXPECT_THAT(result.rows, ElementsAre("1: a|b"));
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].first, 2U);
}

TEST(CsvReader, AQuoteThatNeverEndsSwallowsNoMoreThanOneRowsLength) {
  std::string text = "a,b\n\"c,d\n";
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&text, "row,", i, "\n");
  const Result result = Read(text);
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].first, 2U);
  EXPECT_GT(result.rows.size(), 400U);
  EXPECT_EQ(result.rows.back(), "1002: row|999");
}

TEST(CsvReader, AQuoteThatNeverEndsBeforeBlankLines_swallowsNoMoreEither) {
  std::string text = "a,b\n\"c,d\n";
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&text, "row,", i, "\n\n");
  const Result result = Read(text);
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].first, 2U);
  EXPECT_EQ(result.rows.back(), "2001: row|999");
}

TEST(CsvReader, RefusesAHugeLineAndGoesOn) {
  std::string text = "a,b\n";
  text.append(10'000'000, 'x');
  text += "\nc,d\n";
  const Result result = ReadInPieces(text, 65'536);
  EXPECT_THAT(result.rows, ElementsAre("1: a|b", "3: c|d"));
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].first, 2U);
  EXPECT_THAT(result.problems[0].second, HasSubstr("longer than 4096"));
}

TEST(CsvReader, GivesTheSameForEveryWayOfCuttingTheText) {
  const std::string text = "a,b\r\n\"c\nc\",\"d\"\"\"\r\n\r\ne,f\"x\n\"g\",h";
  const Result whole = Read(text);
  for (size_t piece = 1; piece < text.size(); ++piece) {
    const Result cut = ReadInPieces(text, piece);
    EXPECT_EQ(cut.rows, whole.rows) << piece;
    EXPECT_EQ(cut.problems, whole.problems) << piece;
  }
}

}  // namespace
}  // namespace cardledger::cli
