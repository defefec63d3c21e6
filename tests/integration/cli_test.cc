// The real `cardledger` command against a whole server: what it prints, its exit codes, and what it
// leaves in the ledger. Today is 2026-07-06 in the server, whatever this machine thinks.

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "tests/integration/served_ledger.h"
#include "tests/support/program.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class CliTest : public ::testing::Test {
 protected:
  // Words with their blanks between.
  ProgramRun Run(const std::string& line, const std::string& subject = "anna",
                 const std::string& roles = "finance_officer,auditor") {
    return RunWords(absl::StrSplit(line, ' ', absl::SkipEmpty()), subject, roles);
  }

  ProgramRun RunWords(const std::vector<std::string>& words, const std::string& subject = "anna",
                      const std::string& roles = "finance_officer,auditor") {
    // Far from London, whose days count wherever the program runs.
    const std::vector<std::string> environment = {
        "PATH=/usr/bin:/bin", "TZ=America/New_York",
        absl::StrCat("CARDLEDGER_SERVER=127.0.0.1:", ledger_.server().port()),
        "CARDLEDGER_SUBJECT=" + subject, "CARDLEDGER_ROLES=" + roles};
    return RunProgram(CARDLEDGER_CLI, words, environment);
  }

  // The name that a --quiet command prints.
  std::string NameOf(const std::string& line, const std::string& subject,
                     const std::string& roles) {
    const ProgramRun run = Run(line + " --quiet", subject, roles);
    EXPECT_EQ(run.exit_code, 0) << line << "\n" << run.err;
    return std::string(absl::StripSuffix(run.out, "\n"));
  }

  std::string WriteFile(const std::string& name, const std::string& text) {
    const std::string path = folder_.file(name);
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  static google::protobuf::Struct Json(const std::string& text) {
    google::protobuf::Struct object;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &object).ok()) << text;
    return object;
  }

  static std::string Row(absl::string_view key, absl::string_view award, absl::string_view amount,
                         absl::string_view day = "2026-07-06") {
    return absl::StrCat(key, ",", award, ",", amount, ",", day, "\n");
  }

  ServedLedger ledger_{Backing::kMemory, Transport::kTcp};
  TemporaryFolder folder_;
};

constexpr char kHeader[] = "row_key,award,amount,due_date\n";
const char* const kDemo = "demo --policy " CARDLEDGER_POLICY_FILE;

TEST_F(CliTest, ATourFromABudgetToTheAnnualLimit) {
  const std::string fund =
      NameOf("fund create --code TIER3 --year 2026-27", "fay", "finance_officer");
  EXPECT_THAT(fund, StartsWith("funds/"));
  EXPECT_EQ(
      Run("fund allocate " + fund + " --amount £111,000", "gus", "finance_approver").exit_code, 0);
  EXPECT_EQ(Run("policy activate " CARDLEDGER_POLICY_FILE, "gus", "finance_approver").exit_code, 0);
  const std::string person = NameOf("person register --case-reference T-1", "wes", "social_worker");
  const std::string award = NameOf(absl::StrCat("award propose --person ", person, " --fund ", fund,
                                                "=£1,000.00 --start 2026-07-06 --end 2026-09-27"),
                                   "wes", "social_worker");

  const ProgramRun own = Run("award approve " + award, "wes", "approver");
  EXPECT_EQ(own.exit_code, 3);
  EXPECT_THAT(own.err, HasSubstr("Refused: Nobody approves what they prepared"));
  EXPECT_THAT(own.err, HasSubstr("[APPROVER_IS_PREPARER"));
  EXPECT_EQ(Run("award approve " + award, "abe", "approver").exit_code, 0);

  const std::string load = "load create --due-date 2026-07-06 --award " + award + " --amount ";
  EXPECT_EQ(Run(load + "£1,000.00 --validate-only").exit_code, 0);
  const ProgramRun full = Run(load + "£1,000.00");
  EXPECT_EQ(full.exit_code, 0) << full.err;
  EXPECT_THAT(full.out, HasSubstr("used £1,000.00, left £0.00"));
  const ProgramRun beyond = Run(load + "0.01");
  EXPECT_EQ(beyond.exit_code, 3);
  EXPECT_EQ(beyond.out, "");
  EXPECT_THAT(beyond.err, HasSubstr("annual limit of £1,000.00"));
  EXPECT_THAT(beyond.err, HasSubstr("[ANNUAL_LIMIT_EXCEEDED, entry"));

  EXPECT_THAT(Run("balance show " + award).out, HasSubstr("£1,000.00"));
  EXPECT_THAT(Run("entitlement show " + person).out, HasSubstr("Left        £0.00\n"));
  const ProgramRun shown = Run("award show " + award);
  EXPECT_THAT(shown.out, HasSubstr("Proposed by   wes\nApproved by   abe\n"));
  EXPECT_THAT(shown.out, HasSubstr("Left to load  £0.00\n"));
  EXPECT_THAT(Run("fund show " + fund).out, HasSubstr("Still to promise      £110,000.00\n"));
}

TEST_F(CliTest, ARequestIdRepeatedGivesTheFirstAnswerAndNothingTwice) {
  const std::string line =
      "fund create --code ONCE --year 2026 --request-id 11111111-2222-4333-8444-555555555555";
  const ProgramRun first = Run(line);
  const uint64_t position = ledger_.Position();
  const ProgramRun again = Run(line);
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(again.out, first.out);
  EXPECT_EQ(ledger_.Position(), position);
  const ProgramRun other =
      Run("fund create --code OTHER --year 2026 --request-id 11111111-2222-4333-8444-555555555555");
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.err, HasSubstr("[REQUEST_ID_REUSED]"));
}

TEST_F(CliTest, DemoMakesItsDataOnceAndShowsTheLimit) {
  const ProgramRun first = Run(kDemo);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("[ANNUAL_LIMIT_EXCEEDED"));
  EXPECT_THAT(first.out, HasSubstr("£111,000.00"));
  const uint64_t position = ledger_.Position();
  ledger_.clock().Advance(5 * kMicrosecondsPerDay);
  const ProgramRun again = Run(kDemo);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(ledger_.Position(), position);
  const std::vector<std::string> awards =
      absl::StrSplit(Run("award list --quiet").out, '\n', absl::SkipEmpty());
  EXPECT_EQ(awards.size(), 6U);
}

TEST_F(CliTest, DemoNeedsAPolicyWhereNoneIsInForce) {
  const ProgramRun run = Run("demo --policy " + folder_.file("missing"));
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("--policy"));
  EXPECT_EQ(ledger_.Position(), 1U);
}

TEST_F(CliTest, JsonIsOneObjectALine) {
  const std::string fund = ledger_.MakeFund("ENABLE", 2026, 100'000);
  const google::protobuf::Struct answer = Json(Run("fund show " + fund + " --json").out);
  const auto& shown = answer.fields().at("fund").struct_value().fields();
  EXPECT_EQ(shown.at("name").string_value(), fund);
  EXPECT_EQ(shown.at("allocatedPence").string_value(), "100000");
  EXPECT_EQ(shown.at("loadedPence").string_value(), "0");
  const ProgramRun watched = Run("journal watch --until now --json");
  EXPECT_EQ(watched.exit_code, 0);
  const std::vector<std::string> lines = absl::StrSplit(watched.out, '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), ledger_.Position());
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto entry = Json(lines[i]).fields().at("entry").struct_value();
    EXPECT_EQ(entry.fields().at("sequence").string_value(), absl::StrCat(i + 1));
  }
  const ProgramRun refused = Run("fund create --code ENABLE --year 2026 --json");
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_EQ(refused.out, "");
  const google::protobuf::Struct object = Json(refused.err);
  const auto& error = object.fields().at("error").struct_value().fields();
  EXPECT_EQ(error.at("reason").string_value(), "FUND_ALREADY_EXISTS");
  EXPECT_EQ(error.at("exitCode").number_value(), 3);
  EXPECT_EQ(error.at("facts").struct_value().fields().at("fund").string_value(), fund);
}

TEST_F(CliTest, ExitCodesTellWhatWentWrong) {
  EXPECT_EQ(Run("fund show 11111111-2222-4333-8444-555555555555").exit_code, 4);
  EXPECT_EQ(Run("fund list", "ann", "person").exit_code, 6);
  EXPECT_EQ(Run("fund list", "", "").exit_code, 6);
  EXPECT_EQ(Run("fund list", "ann", "nonsense").exit_code, 6);
  EXPECT_EQ(Run("fund list --server 127.0.0.1:1 --timeout 0.2").exit_code, 5);
  const ProgramRun bad = Run("fund create --code bad --year 2001");
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.err, HasSubstr("- code: "));
  EXPECT_THAT(bad.err, HasSubstr("- financial_year: "));
  EXPECT_EQ(ledger_.Position(), 1U);
}

TEST_F(CliTest, ListsGoOnWithTheTokenOfAnEarlierOne) {
  for (const char* code : {"AA", "BB", "CC"}) ledger_.MakeFund(code, 2026, 100);
  const ProgramRun first = Run("fund list --limit 2 --json");
  const google::protobuf::Struct page = Json(first.out);
  EXPECT_EQ(page.fields().at("funds").list_value().values_size(), 2);
  const std::string token = page.fields().at("nextPageToken").string_value();
  ASSERT_NE(token, "");
  const google::protobuf::Struct rest = Json(Run("fund list --json --page-token " + token).out);
  EXPECT_EQ(rest.fields().at("funds").list_value().values_size(), 1);
  EXPECT_EQ(rest.fields().at("nextPageToken").string_value(), "");
  EXPECT_THAT(Run("fund list --limit 2").err, HasSubstr("--page-token"));
}

TEST_F(CliTest, PoliciesAreCheckedWholeComparedAndActivated) {
  ledger_.ActivateTestPolicy();
  std::ifstream file(CARDLEDGER_POLICY_FILE);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const uint64_t position = ledger_.Position();
  const ProgramRun half = Run("policy check " + WriteFile("half", text.substr(0, text.size() / 2)),
                              "gus", "finance_approver");
  EXPECT_EQ(half.exit_code, 2);
  EXPECT_THAT(half.err, HasSubstr("line "));
  EXPECT_EQ(Run("policy check " CARDLEDGER_POLICY_FILE, "gus", "finance_approver").exit_code, 0);
  EXPECT_EQ(ledger_.Position(), position);
  const ProgramRun differ =
      Run("policy compare policies/2 " CARDLEDGER_POLICY_FILE, "gus", "finance_approver");
  EXPECT_EQ(differ.exit_code, 0);
  EXPECT_THAT(differ.out, HasSubstr("annual_limit.verification"));
  EXPECT_THAT(differ.out, Not(HasSubstr("annual_limit.pence")));
  EXPECT_EQ(Run("policy activate " CARDLEDGER_POLICY_FILE, "gus", "finance_approver").exit_code, 0);
  const ProgramRun list = Run("policy list");
  EXPECT_THAT(list.out, HasSubstr("in-force"));
  EXPECT_THAT(list.out, HasSubstr("replaced"));
}

TEST_F(CliTest, PositionIsFoundInLondonTime) {
  ledger_.MakeFund("ENABLE", 2026, 100);
  // The server's clock stands at 10:00 in London.
  EXPECT_EQ(Run("journal position --quiet --at 2026-07-06T10:00").out, "3\n");
  EXPECT_EQ(Run("journal position --quiet --at 2026-07-06T09:59:59").out, "0\n");
  EXPECT_EQ(Run("journal position --at 2026-10-25T01:30").exit_code, 2);
}

TEST_F(CliTest, ABulkFileWithABadRowInTheMiddleSendsNothing) {
  const std::string award = ledger_.MakeAward();
  const uint64_t position = ledger_.Position();
  const std::string path =
      WriteFile("loads.csv", kHeader + Row("1", award, "£10.00") + Row("2", award, "1e3") +
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

TEST_F(CliTest, ABulkFileSentAgainLoadsNothingTwiceAndNamesTheSameRefusals) {
  const std::string award = ledger_.MakeAward();
  std::string text = kHeader;
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

TEST_F(CliTest, ABatchReferenceIsGoodForOneSetOfRows) {
  const std::string award = ledger_.MakeAward();
  const std::string rows = Row("1", award, "1.00") + Row("2", award, "2.00");
  EXPECT_EQ(Run("load bulk --batch-reference july " + WriteFile("a.csv", kHeader + rows)).exit_code,
            0);
  const uint64_t position = ledger_.Position();
  // The same batch, exported with a byte order mark and other line ends.
  const std::string exported = absl::StrCat("\xEF\xBB\xBF", "row_key,award,amount,due_date\r\n",
                                            Row("1", award, "1.00"), Row("2", award, "2.00"));
  EXPECT_EQ(Run("load bulk --batch-reference july " + WriteFile("b.csv", exported)).exit_code, 0);
  EXPECT_EQ(ledger_.Position(), position);
  const ProgramRun other = Run("load bulk --batch-reference july " +
                               WriteFile("c.csv", kHeader + rows + Row("3", award, "3.00")));
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.err, HasSubstr("under this batch reference"));
  EXPECT_EQ(ledger_.Position(), position);
}

TEST_F(CliTest, TheJournalNeverShowsTheCaseReferenceOrTheGoal) {
  ledger_.ActivateTestPolicy();
  const std::string fund = ledger_.MakeFund("ENABLE", 2026, 100'000);
  const std::string person =
      NameOf("person register --case-reference SECRET-77", "wes", "social_worker");
  const ProgramRun proposed =
      RunWords({"award", "propose", "--person", person, "--fund", fund + "=5", "--start",
                "2026-07-06", "--end", "2026-07-07", "--goal", "Wants to swim"},
               "wes", "social_worker");
  EXPECT_EQ(proposed.exit_code, 0) << proposed.err;
  EXPECT_EQ(NameOf("person find secret-77", "wes", "social_worker"), person);
  for (const char* form : {"journal watch --until now", "journal watch --until now --json"}) {
    const ProgramRun watched = Run(form);
    EXPECT_THAT(watched.out, HasSubstr("wes"));
    EXPECT_THAT(watched.out, Not(HasSubstr("SECRET")));
    EXPECT_THAT(watched.out, Not(HasSubstr("swim")));
  }
}

}  // namespace
}  // namespace cardledger::tests
