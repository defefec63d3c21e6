// The real `cardledger` command against a whole server: what it prints for people, its exit codes,
// and what it leaves in the ledger. JSON is in cli_json_test, bulk loads are in cli_bulk_test.

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/cli_fixture.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class CliTest : public CliFixture {};

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
  EXPECT_THAT(first.out, HasSubstr("111 people (DEMO-0001 and on) and 20 providers"));
  EXPECT_THAT(first.out, HasSubstr("Worth a look"));
  const uint64_t position = ledger_.Position();
  const ProgramRun again = Run(absl::StrCat(kDemo, " --quiet --progress always"));
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, StartsWith("funds/"));
  EXPECT_EQ(again.err, "");
  EXPECT_EQ(ledger_.Position(), position);
}

TEST_F(CliTest, DemoNeedsAPolicyWhereNoneIsInForce) {
  const ProgramRun run = Run("demo --policy " + folder_.file("missing"));
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("--policy"));
  EXPECT_EQ(ledger_.Position(), 1U);
}

TEST_F(CliTest, ExitCodesTellWhatWentWrong) {
  EXPECT_EQ(Run("fund show 11111111-2222-4333-8444-555555555555").exit_code, 4);
  EXPECT_EQ(Run("fund list", "ann", "person").exit_code, 6);
  EXPECT_EQ(Run("fund list", "", "").exit_code, 6);
  EXPECT_EQ(Run("fund list", "ann", "nonsense").exit_code, 2);
  EXPECT_EQ(Run("fund list --server 127.0.0.1:1 --timeout 0.2").exit_code, 5);
  const ProgramRun bad = Run("fund create --code bad --year 2001");
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.err, HasSubstr("- code: "));
  EXPECT_THAT(bad.err, HasSubstr("- financial_year: "));
  EXPECT_EQ(ledger_.Position(), 1U);
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

TEST_F(CliTest, ATransferMovesBudgetAndSaysWhatIsStillToPromise) {
  const std::string from = ledger_.MakeFund("ENABLE", 2026, 100'000);
  const std::string to = ledger_.MakeFund("TIER3", 2026, 5'000);
  const std::string line = "fund transfer --from " + from + " --to " + to + " --amount ";
  const ProgramRun moved = Run(line + "£250.50", "gus", "finance_approver");
  EXPECT_EQ(moved.exit_code, 0) << moved.err;
  EXPECT_THAT(moved.out,
              StartsWith(absl::StrCat("Moved £250.50\nStill to promise: ", from, " £749.50, ", to,
                                      " £300.50\nRecorded as entry ", ledger_.Position(), ", ")));
  EXPECT_THAT(Run("fund show " + to).out, HasSubstr("Budget                £300.50\n"));
  EXPECT_EQ(Run(line + "£749.51", "gus", "finance_approver").exit_code, 3);
}

TEST_F(CliTest, ACancelledAwardGivesBackWhatWasPromised) {
  const std::string award = ledger_.MakeAward();
  const std::string line = "award cancel " + award + " --reason needs-changed --note gone";
  const ProgramRun cancelled = Run(line, "wes", "social_worker");
  EXPECT_EQ(cancelled.exit_code, 0) << cancelled.err;
  EXPECT_THAT(cancelled.out,
              StartsWith(absl::StrCat("Cancelled ", award,
                                      "; given back to its funds: £1,000.00\nRecorded as entry ")));
  EXPECT_THAT(Run("award show " + award).out, HasSubstr("State         cancelled\n"));
  const ProgramRun again = Run(line, "wes", "social_worker");
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_THAT(again.err, HasSubstr("[AWARD_CANCELLED, entry"));
}

TEST_F(CliTest, APersonIsShownWithTheAwards) {
  ledger_.ActivateTestPolicy();
  const std::string person = ledger_.MakePerson("T-1");
  const ProgramRun none = Run("person show " + person, "wes", "social_worker");
  EXPECT_EQ(none.exit_code, 0) << none.err;
  EXPECT_EQ(none.out, absl::StrCat("Person      ", person,
                                   "\nState       at home\nRegistered  2026-07-06 10:00:00 "
                                   "BST\nAwards      none\nAs of entry 3, "
                                   "2026-07-06 10:00:00 BST\n"));
  const std::string fund = ledger_.MakeFund("ENABLE", 2026, 100'000);
  const std::string one = ledger_.ProposeAward(person, fund, 100);
  const std::string two = ledger_.ProposeAward(person, fund, 200);
  const std::string out = Run("person show " + person, "wes", "social_worker").out;
  EXPECT_THAT(out, HasSubstr(one + "\n"));
  EXPECT_THAT(out, HasSubstr(two + "\n"));
  EXPECT_EQ(Run("person show " + one, "wes", "social_worker").exit_code, 2);
}

TEST_F(CliTest, APolicyIsShownWithItsValuesAndWhereTheyStandOrAsText) {
  ledger_.ActivateTestPolicy();
  const ProgramRun shown = Run("policy show 2");
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, StartsWith("Policy         policies/2\nVersion        scheme-2026-04\n"
                                    "Standing       in-force\nValid from     2026-04-01\n"));
  EXPECT_THAT(shown.out, HasSubstr("Annual limit   £1,000.00  (not-verified)\n"));
  EXPECT_THAT(shown.out, HasSubstr("\n  Annual limit: test\n"));
  const ProgramRun text = Run("policy show policies/2 --text");
  const ProgramRun same =
      Run("policy activate " + WriteFile("same", text.out), "gus", "finance_approver");
  EXPECT_THAT(same.err, HasSubstr("[POLICY_ALREADY_ACTIVE, entry 3]"));
  EXPECT_EQ(Run("policy show 1").exit_code, 4);
}

TEST_F(CliTest, AClockInDoubtIsShownAndConfirmedByAnAdministrator) {
  const ProgramRun sure = Run("clock confirm", "ops", "administrator");
  EXPECT_EQ(sure.exit_code, 3);
  EXPECT_THAT(sure.err, HasSubstr("[CLOCK_NOT_UNSURE, entry"));
  EXPECT_THAT(Run("ledger show").out, HasSubstr("\nWrites          ready\n"));
  ASSERT_TRUE(ledger_.Stop().ok());
  ledger_.clock().Advance(31 * kMicrosecondsPerDay);
  ledger_.Start();
  const std::string create = "fund create --code LATER --year 2026 --timeout 0.1";
  const ProgramRun unsure = Run(create);
  EXPECT_EQ(unsure.exit_code, 5);
  EXPECT_THAT(unsure.err, HasSubstr("[CLOCK_UNSURE]"));
  EXPECT_THAT(Run("ledger show").out, HasSubstr("\nWrites          clock-unsure\n"));
  EXPECT_EQ(Run("clock confirm").exit_code, 6);
  const ProgramRun confirmed = Run("clock confirm", "ops", "administrator");
  EXPECT_EQ(confirmed.exit_code, 0) << confirmed.err;
  EXPECT_EQ(confirmed.out,
            "The clock is confirmed.\nRecorded as entry 3, 2026-08-06 10:00:00 BST\n");
  EXPECT_EQ(Run(create).exit_code, 0);
}

TEST_F(CliTest, TheLedgerIsShownAsItStands) {
  ledger_.MakeFund("ENABLE", 2026, 100);
  const v1::GetLedgerResponse ledger =
      ledger_
          .Call(ledger_.journal, &v1::JournalService::Stub::GetLedger, kAuditor,
                v1::GetLedgerRequest())
          .response;
  const ProgramRun shown = Run("ledger show");
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_EQ(shown.out,
            absl::StrCat("Ledger          ", ledger.ledger(), "\nKind            sandbox\n",
                         "Writes          ready\nEntries         3\nRoot            ",
                         ledger.root_hash(), "\nLast entry      2026-07-06 10:00:00 BST\n",
                         "Journal format  1\nRules revision  ", ledger.rules_revision(), "\n",
                         "As of entry 3, 2026-07-06 10:00:00 BST\n"));
  EXPECT_EQ(Run("ledger show --quiet").out, ledger.ledger() + "\n");
}

TEST_F(CliTest, ANotFoundThatIsRecordedIsFinalForItsRequestId) {
  const std::string line =
      "award approve 22222222-2222-4333-8444-555555555555 "
      "--request-id 11111111-2222-4333-8444-555555555555";
  const ProgramRun first = Run(line, "abe", "approver");
  EXPECT_EQ(first.exit_code, 4);
  EXPECT_THAT(first.err, HasSubstr("[AWARD_NOT_FOUND, entry 2]"));
  EXPECT_EQ(ledger_.Position(), 2U);
  const ProgramRun again = Run(line, "abe", "approver");
  EXPECT_EQ(again.exit_code, 4);
  EXPECT_EQ(again.err, first.err);
  EXPECT_EQ(ledger_.Position(), 2U);
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
