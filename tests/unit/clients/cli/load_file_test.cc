#include "clients/cli/load_file.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/temporary_folder.h"
#include <sys/stat.h>

namespace cardledger::cli {
namespace {

using ::testing::HasSubstr;

constexpr char kHeader[] = "row_key,award,amount,due_date\n";
constexpr char kAward[] = "3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a";

std::string Row(absl::string_view key, absl::string_view amount = "£250.00",
                absl::string_view day = "2026-07-01", absl::string_view award = kAward) {
  return absl::StrCat(key, ",", award, ",", amount, ",", day, "\n");
}

class LoadFileTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& text) {
    std::string path = folder_.file("loads.csv");
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  absl::StatusOr<LoadFile> Read(const std::string& text, absl::string_view batch = "") {
    return ReadLoadFile(Write(text), batch, nullptr);
  }

  tests::TemporaryFolder folder_;
};

TEST_F(LoadFileTest, ReadsGoodRowsInOrder) {
  const auto file = Read(std::string(kHeader) + Row("1") +
                         Row("2", "\"£1,000.00\"", "2026-07-02", std::string("awards/") + kAward));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->problem_count, 0U);
  ASSERT_EQ(file->rows.size(), 2U);
  EXPECT_EQ(file->rows[0].line, 2U);
  EXPECT_EQ(file->rows[0].amount_pence, 25'000);
  EXPECT_EQ(file->rows[1].amount_pence, 100'000);
  EXPECT_EQ(file->total_pence, 125'000);
  const client::BulkLoadPlan plan = PlanOf(*file);
  const v1::CreateLoadRequest row = plan.row(1);
  EXPECT_EQ(row.award(), std::string("awards/") + kAward);
  EXPECT_EQ(row.amount_pence(), 100'000);
  EXPECT_EQ(row.due_date().year(), 2026);
  EXPECT_EQ(row.due_date().month(), 7);
  EXPECT_EQ(row.due_date().day(), 2);
  EXPECT_EQ(row.request_id(), file->rows[1].request_id.ToString());
  EXPECT_EQ(plan.row_count, 2U);
  EXPECT_EQ(plan.total_pence, 125'000);
  EXPECT_NE(plan.start_request_id, plan.finish_request_id);
}

TEST_F(LoadFileTest, TakesAByteOrderMarkCarriageReturnsAndColumnsInAnyOrder) {
  const auto file = Read(absl::StrCat("\xEF\xBB\xBF", "amount,row_key,due_date,award\r\n",
                                      "5.00,k,2026-07-01,", kAward, "\r\n"));
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->rows.size(), 1U);
  EXPECT_EQ(file->rows[0].amount_pence, 500);
}

TEST_F(LoadFileTest, NamesEveryBadRowByLineWithAllThatIsWrong) {
  const auto file =
      Read(std::string(kHeader) + Row("1") + Row("2", "1e3", "2026-02-30", "awards/x") +
           "3,only-two\n" + Row("") + Row("5", "0.00") + Row("6", "1000000.01") + Row("7") +
           Row("8", "1.00", "2014-12-31"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->rows.size(), 2U);
  ASSERT_EQ(file->problems.size(), 6U);
  EXPECT_EQ(file->problem_count, 6U);
  EXPECT_EQ(file->problems[0].line, 3U);
  EXPECT_THAT(file->problems[0].problem, HasSubstr("award 'awards/x'"));
  EXPECT_THAT(file->problems[0].problem, HasSubstr("amount '1e3'"));
  EXPECT_THAT(file->problems[0].problem, HasSubstr("due_date '2026-02-30'"));
  EXPECT_EQ(file->problems[1].line, 4U);
  EXPECT_THAT(file->problems[1].problem, HasSubstr("has 2 fields"));
  EXPECT_THAT(file->problems[2].problem, HasSubstr("row_key"));
  EXPECT_THAT(file->problems[3].problem, HasSubstr("amount '0.00'"));
  EXPECT_THAT(file->problems[4].problem, HasSubstr("amount '1000000.01'"));
  EXPECT_THAT(file->problems[5].problem, HasSubstr("due_date '2014-12-31'"));
  EXPECT_THAT(file->problems[5].problem, HasSubstr("years 2015 to 2099"));
}

TEST_F(LoadFileTest, SaysThatARowIsNotUtf8) {
  // The pound sign of Windows-1252.
  const auto file = Read(std::string(kHeader) +
                         Row("1",
                             "\xA3"
                             "5.00") +
                         Row("2"));
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->problems.size(), 1U);
  EXPECT_THAT(file->problems[0].problem, HasSubstr("is not UTF-8, perhaps in its pound sign"));
}

TEST_F(LoadFileTest, KeepsTheFirstOfRowsWithTheSameKey) {
  const auto file =
      Read(std::string(kHeader) + Row("a") + Row("b") + Row("a", "1.00") + Row("c") + Row("a"));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->rows.size(), 3U);
  EXPECT_EQ(file->rows[0].amount_pence, 25'000);
  ASSERT_EQ(file->problems.size(), 2U);
  EXPECT_EQ(file->problems[0].line, 4U);
  EXPECT_THAT(file->problems[0].problem, HasSubstr("row_key of line 2"));
  EXPECT_EQ(file->problems[1].line, 6U);
}

TEST_F(LoadFileTest, RefusesFilesThatCannotBeUsedAtAll) {
  struct Case {
    std::string text;
    const char* why;
  };
  const std::vector<Case> cases = {
      {"", "is empty"},
      {"\n\n", "is empty"},
      {"\xEF\xBB\xBF", "is empty"},
      {kHeader, "no rows"},
      {Row("1"), "must name exactly the columns"},
      {"row_key,award,amount\n1,2,3\n", "row_key,award,amount,due_date"},
      {"row_key,award,amount,due_date,note\n", "must name exactly"},
      {"row_key;award;amount;due_date\n1;2;3;4\n", "must name exactly"},
      {"row_key,row_key,amount,due_date\n", "must name exactly"},
      {"ro\x88\xA0,award,amount,due_date\n", R"(it reads 'ro\210\240,award,amount)"},
      {std::string("\xFF\xFEr\0o\0", 6), "UTF-16"},
      {"row_key,award,amount,due_date\r1,a,1.00,2026-07-01\r", "carriage return alone"},
      {"row_key,aw\"ard,amount,due_date\n" + Row("1"), "line 1, which must be row_key,award"},
      {"row_key,aw\"ard,amount,due_date\n", "a quote stands inside a field"},
  };
  for (const Case& c : cases) {
    const auto file = Read(c.text);
    ASSERT_FALSE(file.ok()) << c.text;
    EXPECT_THAT(std::string(file.status().message()), HasSubstr(c.why)) << c.text;
  }
}

TEST_F(LoadFileTest, RefusesWhatIsNotAnOrdinaryFile) {
  EXPECT_FALSE(ReadLoadFile(folder_.file("missing.csv"), "", nullptr).ok());
  EXPECT_FALSE(ReadLoadFile(folder_.path().string(), "", nullptr).ok());
  const std::string pipe = folder_.file("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(std::string(ReadLoadFile(pipe, "", nullptr).status().message()), HasSubstr("pipe"));
}

TEST_F(LoadFileTest, NoticesAFileThatChangesWhileItIsRead) {
  // Before the second reading, and during it. The size stays: only the content and the time tell.
  for (const uint64_t at : {uint64_t{0}, uint64_t{1}}) {
    const std::string path = Write(std::string(kHeader) + Row("1"));
    bool changed = false;
    const auto file = ReadLoadFile(path, "", [&](uint64_t done, uint64_t) {
      if (changed || done < at) return;
      changed = true;
      std::ofstream(path, std::ios::binary) << kHeader << Row("9");
      // A file's time moves in steps of some milliseconds, longer than this test.
      const auto time = std::filesystem::last_write_time(path);
      std::filesystem::last_write_time(path, time + std::chrono::hours(1));
    });
    ASSERT_FALSE(file.ok()) << at;
    EXPECT_EQ(file.status().code(), absl::StatusCode::kAborted) << file.status();
    EXPECT_THAT(std::string(file.status().message()), HasSubstr("changed while it was read"));
  }
}

TEST_F(LoadFileTest, TheSameFileGivesTheSameIdsAndAnotherGivesOthers) {
  const std::string text = std::string(kHeader) + Row("1");
  const auto first = Read(text);
  const auto again = Read(text);
  const auto changed = Read(text + Row("2"));
  EXPECT_EQ(first->rows[0].request_id, again->rows[0].request_id);
  EXPECT_EQ(PlanOf(*first).start_request_id, PlanOf(*again).start_request_id);
  EXPECT_EQ(PlanOf(*first).finish_request_id, PlanOf(*again).finish_request_id);
  EXPECT_NE(first->rows[0].request_id, changed->rows[0].request_id);
}

TEST_F(LoadFileTest, ABatchReferenceGivesTheSameIdsWhateverTheFileLooksLike) {
  const auto first = Read(std::string(kHeader) + Row("1") + Row("2"), "july");
  const auto again = Read("\xEF\xBB\xBF" + std::string(kHeader) + Row("2") + Row("1"), "july");
  const auto other = Read(std::string(kHeader) + Row("1") + Row("2"), "august");
  EXPECT_EQ(first->rows[0].request_id, again->rows[1].request_id);
  EXPECT_EQ(PlanOf(*first).start_request_id, PlanOf(*again).start_request_id);
  EXPECT_EQ(PlanOf(*first).finish_request_id, PlanOf(*again).finish_request_id);
  EXPECT_NE(other->rows[0].request_id, first->rows[0].request_id);
  EXPECT_NE(PlanOf(*other).start_request_id, PlanOf(*first).start_request_id);
}

// Bounded problems, and ids that do not collide, over many rows.
TEST_F(LoadFileTest, KeepsABoundedNumberOfProblems) {
  std::string text = kHeader;
  for (int i = 0; i < 5000; ++i) text += Row(absl::StrCat(i), i % 2 == 0 ? "1.00" : "x");
  const auto file = Read(text);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->problem_count, 2500U);
  EXPECT_EQ(file->problems.size(), kLoadFileProblemsKept);
  std::set<base::Uuid> ids;
  for (const LoadRow& row : file->rows) ids.insert(row.request_id);
  EXPECT_EQ(ids.size(), 2500U);
}

}  // namespace
}  // namespace cardledger::cli
