// `cardledger load bulk` against a whole server: what it does with bad and refused rows, with a
// file sent again, and what it leaves in the ledger.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"

#include "tests/integration/cli_fixture.h"

namespace cardledger::tests {
namespace {

using ::google::protobuf::Struct;
using ::testing::HasSubstr;

class CliBulkTest : public CliFixture {
 protected:
  // The objects of a text with one a line.
  static std::vector<Struct> Objects(const std::string& text) {
    std::vector<Struct> objects;
    for (const std::string& line :
         std::vector<std::string>(absl::StrSplit(text, '\n', absl::SkipEmpty()))) {
      objects.push_back(Json(line));
    }
    return objects;
  }

  std::string FileOf(const std::string& rows) {
    return WriteFile("loads.csv", kLoadColumns + rows);
  }
};

TEST_F(CliBulkTest, ABulkFileWithABadRowInTheMiddleSendsNothing) {
  const std::string award = ledger_.MakeAward();
  const uint64_t position = ledger_.Position();
  const std::string path =
      WriteFile("loads.csv", kLoadColumns + Row("1", award, "£10.00") + Row("2", award, "1e3") +
                                 Row("3", award, "5"));
  const ProgramRun run = Run("load bulk " + path);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("line 3: amount '1e3'"));
  EXPECT_THAT(run.err, HasSubstr("Nothing was sent"));
  EXPECT_EQ(ledger_.Position(), position);
  const ProgramRun kept = Run("load bulk --keep-good " + path);
  EXPECT_EQ(kept.exit_code, 7);
  EXPECT_THAT(kept.out, HasSubstr("Control totals agree."));
  EXPECT_THAT(Run("balance show " + award).out, HasSubstr("£15.00"));
}

TEST_F(CliBulkTest, ABulkFileSentAgainLoadsNothingTwiceAndNamesTheSameRefusals) {
  const std::string award = ledger_.MakeAward();
  std::string text = kLoadColumns;
  for (int i = 0; i < 2'500; ++i) text += Row(absl::StrCat("row-", i), award, "0.30");
  text += Row("beyond", award, "£400.00") + Row("later", award, "1", "2026-07-07");
  const std::string path = WriteFile("loads.csv", text);
  const ProgramRun first = Run("load bulk --progress=always " + path);
  EXPECT_EQ(first.exit_code, 7) << first.err;
  EXPECT_THAT(first.out, HasSubstr("2502"));
  EXPECT_THAT(first.out, HasSubstr("[ANNUAL_LIMIT_EXCEEDED"));
  EXPECT_THAT(first.out, HasSubstr("[DUE_DATE_IN_FUTURE"));
  EXPECT_THAT(first.out, HasSubstr("2,500"));
  EXPECT_THAT(first.err, HasSubstr("2,502 of 2,502 rows"));
  const uint64_t position = ledger_.Position();
  const ProgramRun again = Run("load bulk " + path);
  EXPECT_EQ(again.exit_code, 7);
  EXPECT_EQ(again.out, first.out);
  EXPECT_EQ(ledger_.Position(), position);
  EXPECT_THAT(Run("balance show " + award).out, HasSubstr("£750.00"));
}

TEST_F(CliBulkTest, ABatchReferenceIsGoodForOneSetOfRows) {
  const std::string award = ledger_.MakeAward();
  const std::string rows = Row("1", award, "1.00") + Row("2", award, "2.00");
  EXPECT_EQ(
      Run("load bulk --batch-reference july " + WriteFile("a.csv", kLoadColumns + rows)).exit_code,
      0);
  const uint64_t position = ledger_.Position();
  // The same batch, exported with a byte order mark and other line ends.
  const std::string exported = absl::StrCat("\xEF\xBB\xBF", "row_key,award,amount,due_date\r\n",
                                            Row("1", award, "1.00"), Row("2", award, "2.00"));
  EXPECT_EQ(Run("load bulk --batch-reference july " + WriteFile("b.csv", exported)).exit_code, 0);
  EXPECT_EQ(ledger_.Position(), position);
  const ProgramRun other = Run("load bulk --batch-reference july " +
                               WriteFile("c.csv", kLoadColumns + rows + Row("3", award, "3.00")));
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.err, HasSubstr("under this batch reference"));
  EXPECT_EQ(ledger_.Position(), position);
}

TEST_F(CliBulkTest, JsonOfAFileWithoutFaultIsTheTotalsAlone) {
  const std::string award = ledger_.MakeAward();
  const ProgramRun run =
      Run("load bulk --json " + FileOf(Row("1", award, "£10.00") + Row("2", award, "0.01")));
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.err, "");
  const std::vector<Struct> objects = Objects(run.out);
  ASSERT_EQ(objects.size(), 1U) << run.out;
  EXPECT_THAT(At(objects[0], "run"), HasSubstr("runs/"));
  EXPECT_EQ(At(objects[0], "acceptedCount"), "2");
  EXPECT_EQ(At(objects[0], "acceptedPence"), "1001");
  EXPECT_EQ(At(objects[0], "refusedCount"), "0");
  EXPECT_EQ(At(objects[0], "refusedPence"), "0");
  EXPECT_EQ(At(objects[0], "decision.sequence"), absl::StrCat(ledger_.Position()));
}

TEST_F(CliBulkTest, JsonNamesEveryRefusedRowBeforeTheTotals) {
  const std::string award = ledger_.MakeAward();
  const std::string rows = Row("1", award, "£900.00") + Row("2", award, "£100.01") +
                           Row("3", award, "1", "2026-07-07") + Row("4", award, "£100.00");
  const ProgramRun run = Run("load bulk --json " + FileOf(rows));
  EXPECT_EQ(run.exit_code, 7);
  EXPECT_EQ(run.err, "");
  const std::vector<Struct> objects = Objects(run.out);
  ASSERT_EQ(objects.size(), 3U) << run.out;
  EXPECT_EQ(At(objects[0], "refusedRow.line"), "3");
  EXPECT_EQ(At(objects[0], "refusedRow.award"), award);
  EXPECT_EQ(At(objects[0], "refusedRow.amountPence"), "10001");
  EXPECT_EQ(At(objects[0], "refusedRow.requestId").size(), 36U);
  EXPECT_EQ(At(objects[0], "refusedRow.code"), "FAILED_PRECONDITION");
  EXPECT_EQ(At(objects[0], "refusedRow.reason"), "ANNUAL_LIMIT_EXCEEDED");
  EXPECT_THAT(At(objects[0], "refusedRow.message"), HasSubstr("annual limit"));
  EXPECT_EQ(At(objects[1], "refusedRow.line"), "4");
  EXPECT_EQ(At(objects[1], "refusedRow.reason"), "DUE_DATE_IN_FUTURE");
  EXPECT_EQ(At(objects[2], "acceptedPence"), "100000");
  EXPECT_EQ(At(objects[2], "refusedCount"), "2");
  EXPECT_EQ(At(objects[2], "refusedPence"), "10101");
}

TEST_F(CliBulkTest, JsonNamesEveryBadRowOnStandardError) {
  const std::string award = ledger_.MakeAward();
  const std::string path =
      FileOf(Row("1", award, "1e3") + Row("2", award, "£5.00") + Row("2", award, "£6.00"));
  const uint64_t position = ledger_.Position();
  const ProgramRun run = Run("load bulk --json " + path);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(ledger_.Position(), position);
  const std::vector<Struct> bad = Objects(run.err);
  ASSERT_EQ(bad.size(), 3U) << run.err;
  EXPECT_EQ(At(bad[0], "badRow.line"), "2");
  EXPECT_THAT(At(bad[0], "badRow.problem"), HasSubstr("amount '1e3'"));
  EXPECT_EQ(At(bad[1], "badRow.line"), "4");
  EXPECT_EQ(At(bad[2], "error.facts.bad_rows"), "2");
  const ProgramRun kept = Run("load bulk --json --keep-good " + path);
  EXPECT_EQ(kept.exit_code, 7);
  EXPECT_EQ(Objects(kept.err).size(), 2U) << kept.err;
  const std::vector<Struct> totals = Objects(kept.out);
  ASSERT_EQ(totals.size(), 1U) << kept.out;
  EXPECT_EQ(At(totals[0], "acceptedPence"), "500");
}

TEST_F(CliBulkTest, Complaint_AmountsThatNeedRoundingAreRefusedAndNothingIsSent) {
  const std::string award = ledger_.MakeAward();
  const std::string fund = ledger_.MakeFund("PENCE", 2026, 100);
  const uint64_t position = ledger_.Position();
  for (const char* amount : {"0.005", "10.5", "£1.001", "1e1", "0.333333"}) {
    const std::string file = FileOf(Row("1", award, amount));
    for (const std::string& line :
         {absl::StrCat("load create --due-date 2026-07-06 --award ", award, " --amount ", amount),
          absl::StrCat("fund allocate ", fund, " --amount ", amount), "load bulk " + file}) {
      const ProgramRun run = Run(line);
      EXPECT_EQ(run.exit_code, 2) << line << "\n" << run.err;
      EXPECT_THAT(run.err, HasSubstr("1000, 1000.00")) << line;
    }
  }
  EXPECT_EQ(ledger_.Position(), position);
}

}  // namespace
}  // namespace cardledger::tests
