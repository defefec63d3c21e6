// The real `cardledger` command against a whole server: what people read when something happens in
// the life of people, awards and cards.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/cli_fixture.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class CliLifeTest : public CliFixture {
 protected:
  CliLifeTest() : award_(ledger_.MakeAward()) { ActivateFullPolicy(); }

  std::string ByWorker(const std::string& line) { return Said(line, "wes", "social_worker"); }

  std::string Said(const std::string& line, const std::string& subject, const std::string& roles) {
    const ProgramRun run = Run(line, subject, roles);
    EXPECT_EQ(run.exit_code, 0) << line << "\n" << run.err;
    return run.out;
  }

  const std::string award_;
};

TEST_F(CliLifeTest, AChangeSaysInWordsWhatIsRecordedAndWhere) {
  const std::string line = "award end " + award_ + " --last-day 2026-07-06 --outcome needs-changed";
  EXPECT_THAT(
      ByWorker(line + " --validate-only"),
      StartsWith(absl::StrCat("Checked only, nothing stored: it would be accepted (true at "
                              "entry ",
                              ledger_.Position(), ")\nIt would be recorded:\nAward ended")));
  EXPECT_EQ(ByWorker(line + " --validate-only --quiet"), "");
  const std::string said = ByWorker(line);
  EXPECT_EQ(said, absl::StrCat("Award ended, last day 6 July 2026: needs changed. £1,000.00 given "
                               "back to its funds.\n  ",
                               award_, "\nRecorded as entry ", ledger_.Position(),
                               ", 2026-07-06 10:00:00 BST\n"));
  EXPECT_THAT(Run("award show " + award_).out, HasSubstr("State         ended\n"));
}

TEST_F(CliLifeTest, ADeathIsSaidWithAllThatFollowsFromIt) {
  const std::string person = ledger_.MakePerson("T-9");
  const std::string fund = ledger_.MakeFund("MORE", 2026, 100'000);
  const std::string one = ledger_.ProposeAward(person, fund, 10'000);
  const std::string two = ledger_.ProposeAward(person, fund, 20'000);
  ledger_.ApproveAward(two);
  const std::string said = ByWorker("person state " + person + " deceased --since 2026-07-06");
  EXPECT_THAT(said, StartsWith("Person died on 6 July 2026. Every card is blocked.\n"));
  EXPECT_THAT(said, HasSubstr("  " + one + "\n"));
  EXPECT_THAT(said, HasSubstr("£200.00 given back to its funds.\n  " + two + "\n"));
  EXPECT_THAT(Run("person show " + person).out,
              HasSubstr("State       deceased since 6 July 2026"));
}

TEST_F(CliLifeTest, ACardIsShownToWhoLooksAfterIt) {
  const std::string card = NameOf("card request " + award_, "wes", "social_worker");
  const std::string issued =
      Said("card issue " + card + " --token tok-12345 --last-four 4821 --expires 2029-07", "iss",
           "issuer_system");
  EXPECT_EQ(issued, absl::StrCat("Card ending 4821 issued; last day 31 July 2029.\n  ", card,
                                 "\nRecorded as entry ", ledger_.Position(),
                                 ", 2026-07-06 10:00:00 BST\n"));
  const ProgramRun wrong = Run("card unblock " + card, "wes", "social_worker");
  EXPECT_EQ(wrong.exit_code, 3);
  EXPECT_THAT(wrong.err, HasSubstr("[CARD_NOT_IN_STATE, entry"));
  ByWorker("card block " + card + " --reason lost");
  const std::string shown = Run("card show " + card).out;
  EXPECT_THAT(shown, HasSubstr("State     blocked, lost\n"));
  EXPECT_THAT(shown, HasSubstr("Ends in   4821\n"));
  const std::string next = NameOf("card replace " + card, "wes", "social_worker");
  EXPECT_THAT(Run("card list --award " + award_).out, HasSubstr("replaced"));
  EXPECT_THAT(next, StartsWith("cards/"));
}

TEST_F(CliLifeTest, ARefusalThatAskedASeniorSaysWhereToLook) {
  const std::string line = "load create --due-date 2026-07-06 --amount ";
  EXPECT_EQ(Run(line + "1000 --award " + award_).exit_code, 0);
  const std::string shown = Run("award show " + award_ + " --json").out;
  const std::string other = ledger_.ProposeAward(At(Json(shown), "award.person"),
                                                 At(Json(shown), "award.funding.0.fund"), 50'000);
  ledger_.ApproveAward(other);
  const ProgramRun refused = Run(line + "200 --award " + other);
  EXPECT_EQ(refused.exit_code, 3);
  const std::string referral = absl::StrCat("referrals/", ledger_.Position());
  EXPECT_THAT(refused.err, HasSubstr("A senior is asked: cardledger referral show " + referral));
  EXPECT_THAT(Run("referral show " + referral).out,
              HasSubstr("Asks for    £200.00 beyond the annual limit\n"));
  EXPECT_THAT(Run("journal watch --until now").out,
              HasSubstr("A senior decides by 13 July 2026: £200.00 beyond the annual limit of the "
                        "year from 1 April 2026."));
}

TEST_F(CliLifeTest, WhatIsSealedStaysOutOfTheJournal) {
  const std::string person = ledger_.MakePerson("T-7");
  EXPECT_EQ(RunWords({"person", "supporter", "add", person, "--name", "Kim Hidden", "--scope",
                      "balance", "--first-day", "2026-07-01"},
                     "wes", "social_worker")
                .exit_code,
            0);
  ByWorker("person communication set " + person +
           " --format plain --channel letter --note Whisper");
  for (const char* form : {"journal watch --until now", "journal watch --until now --json"}) {
    const ProgramRun watched = Run(form);
    EXPECT_THAT(watched.out, Not(HasSubstr("Hidden")));
    EXPECT_THAT(watched.out, Not(HasSubstr("Whisper")));
  }
  EXPECT_THAT(ByWorker("person communication show " + person), HasSubstr("Note        Whisper\n"));
}

}  // namespace
}  // namespace cardledger::tests
