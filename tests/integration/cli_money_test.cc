// The real `cardledger` command against a whole server: balances, reads of the past, transactions,
// statements, what waits and a filtered journal, as text and as JSON.

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"

#include "tests/integration/cli_json_fixture.h"

namespace cardledger::tests {
namespace {

using ::google::protobuf::Struct;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class CliMoneyTest : public CliJsonFixture {
 protected:
  CliMoneyTest() : award_(ledger_.MakeAward()) {
    person_ = At(Shown("award show " + award_), "award.person");
    load_ = At(Accepted("load create --amount 250 --due-date 2026-07-06 --award " + award_, "fay",
                        "finance_officer"),
               "decision.sequence");
    Accepted("own-money add " + award_ + " --amount 20 --on 2026-07-06", "ida", "income_officer");
  }

  // Takes the load back.
  Struct Reverse() {
    return Accepted("transaction reverse " + load_ + " --award " + award_ +
                        " --on 2026-07-06 --reason wrong-amount",
                    "fay", "finance_officer");
  }

  const std::string award_;
  std::string person_;
  std::string load_;
};

TEST_F(CliMoneyTest, BalancesOfAnAwardAPersonAndACard) {
  const std::string card = NameOf("card request " + award_, "wes", "social_worker");
  EXPECT_EQ(At(Shown("balance show " + award_), "availablePence"), "27000");
  const Struct person = Shown("balance show " + person_);
  EXPECT_EQ(At(person, "availablePence"), "27000");
  EXPECT_EQ(At(person, "awards.0.award"), award_);
  const Struct of_card = Shown("balance show " + card);
  EXPECT_EQ(At(of_card, "award"), award_);
  EXPECT_EQ(At(of_card, "postedPence"), "27000");
  EXPECT_EQ(At(of_card, "availablePence"), "0");
  EXPECT_THAT(Run("balance show " + card).out, HasSubstr("May be used today  no\n"));
  EXPECT_THAT(Run("balance show " + person_).out, StartsWith("Person " + person_));
}

TEST_F(CliMoneyTest, BalancesAsTheyWere) {
  const Struct before = Answer("balance show " + award_ + " --at " + load_, "anna", "auditor");
  EXPECT_EQ(At(before, "availablePence"), "25000");
  EXPECT_EQ(At(before, "readPoint.position"), load_);
  EXPECT_EQ(At(Shown("balance show " + award_ + " --on 2026-07-05"), "availablePence"), "0");
  EXPECT_THAT(Run("balance show " + award_ + " --at " + load_ + " --on 2026-07-05").out,
              HasSubstr("As of entry " + load_ + ", counting up to 5 July 2026, "));
}

TEST_F(CliMoneyTest, ALoadIsNamedAsAReversalTakesIt) {
  const std::string load = NameOf("load create --amount 10 --due-date 2026-07-06 --award " + award_,
                                  "fay", "finance_officer");
  const ProgramRun reversed = Run("transaction reverse " + load + " --award " + award_ +
                                      " --on 2026-07-06 --reason wrong-amount",
                                  "fay", "finance_officer");
  EXPECT_EQ(reversed.exit_code, 0) << reversed.err;
  EXPECT_THAT(reversed.out, HasSubstr("£10.00 of " + load + " reversed"));
}

TEST_F(CliMoneyTest, AnAwardAndAFundAreShownAsTheyWere) {
  const std::string fund =
      At(Json(Run("award show " + award_ + " --json").out), "award.funding.0.fund");
  EXPECT_THAT(Run("award show " + award_).out, HasSubstr("Left to load  £750.00\n"));
  const std::string at = absl::StrCat(" --at ", ledger_.Position() - 2);
  EXPECT_THAT(Run("award show " + award_ + at).out, HasSubstr("Left to load  £1,000.00\n"));
  EXPECT_THAT(Run("fund show " + fund).out, HasSubstr("Loaded                £250.00\n"));
  EXPECT_THAT(Run("fund show " + fund + at).out, HasSubstr("Loaded                £0.00\n"));
  EXPECT_EQ(Run("award show " + award_ + " --at 999999").exit_code, 2);
}

TEST_F(CliMoneyTest, TransactionsAreListedShownAndReversed) {
  const ProgramRun closed = Run("transaction list " + award_, "anna", "auditor");
  EXPECT_NE(closed.exit_code, 0);
  EXPECT_THAT(closed.err, HasSubstr("--reason"));
  const Struct list = Shown("transaction list " + award_ + " --reason audit");
  ASSERT_EQ(SizeAt(list, "transactions"), 2);
  EXPECT_EQ(At(list, "transactions.0.kind"), "TRANSACTION_KIND_OWN_MONEY");
  EXPECT_EQ(At(list, "transactions.1.name"), "transactions/" + load_);
  EXPECT_EQ(SizeAt(Shown("transaction list " + award_ + " --kind load"), "transactions"), 1);
  EXPECT_EQ(SizeAt(Shown("transaction list " + award_ + " --to 2026-07-06"), "transactions"), 0);
  const Struct reversed = Reverse();
  EXPECT_EQ(At(reversed, "entries.0.transactionReversed.amountPence"), "25000");
  const Struct shown = Shown("transaction show " + load_);
  EXPECT_EQ(At(shown, "transaction.state"), "TRANSACTION_STATE_REVERSED");
  EXPECT_EQ(SizeAt(shown, "history"), 2);
  EXPECT_THAT(Run("transaction show " + load_).out,
              HasSubstr("£250.00 of transactions/" + load_ + " reversed: wrong amount"));
  EXPECT_THAT(Run("transaction list " + award_ + " --state reversed").out,
              HasSubstr("Money put on by the council (taken back by transactions/"));
}

TEST_F(CliMoneyTest, AStatementInItsFormats) {
  Reverse();
  const std::string line = "statement " + award_ + " --year 2026-27 --reason audit";
  const Struct json = Shown(line);
  EXPECT_EQ(At(json, "statement.opening.totalPence"), "0");
  EXPECT_EQ(At(json, "statement.closing.totalPence"), "2000");
  EXPECT_EQ(SizeAt(json, "statement.lines"), 3);
  const std::string text = Run(line).out;
  EXPECT_THAT(text, StartsWith("Statement, 1 April 2026 to 31 March 2027\n"));
  EXPECT_THAT(text, HasSubstr("Own money added"));
  const std::vector<std::string> csv =
      absl::StrSplit(Run(line + " --format csv").out, "\r\n", absl::SkipEmpty());
  ASSERT_EQ(csv.size(), 6U);
  EXPECT_THAT(csv[0], StartsWith("row,day,what,"));
  EXPECT_THAT(csv[5], StartsWith("closing,2027-03-31,"));
  const std::string path = folder_.file("statement.html");
  const ProgramRun written = Run(line + " --format html --output " + path);
  EXPECT_EQ(written.exit_code, 0) << written.err;
  std::ifstream file(path);
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(file), {}),
              StartsWith("<!DOCTYPE html>\n"));
}

TEST_F(CliMoneyTest, AStatementOfAPositionStaysTheSame) {
  const std::string line = absl::StrCat(
      "statement ", award_, " --month 2026-07 --reason audit --at ", ledger_.Position());
  const std::string before = Run(line).out;
  Reverse();
  EXPECT_EQ(Run(line).out, before);
}

TEST_F(CliMoneyTest, WhatWaitsIsListedByKind) {
  const std::string fund = ledger_.MakeFund("MORE", 2026, 100'000);
  const std::string award = ledger_.ProposeAward(person_, fund, 10'000);
  const Struct waiting = Shown("work list to-approve");
  ASSERT_EQ(SizeAt(waiting, "items"), 1);
  EXPECT_EQ(At(waiting, "items.0.name"), award);
  EXPECT_EQ(At(waiting, "items.0.amountPence"), "10000");
  EXPECT_THAT(Run("work list to-approve").out, HasSubstr(award));
  for (const char* kind : {"referral", "review", "ending", "surplus"}) {
    const ProgramRun run = Run(absl::StrCat("work list ", kind));
    EXPECT_EQ(run.exit_code, 0) << kind << run.err;
  }
}

TEST_F(CliMoneyTest, TheJournalIsWatchedByEventAndRole) {
  const auto watched = [this](const std::string& filter) {
    const ProgramRun run = Run("journal watch --until now --json " + filter);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    std::vector<std::string> sequences;
    for (const absl::string_view line : absl::StrSplit(run.out, '\n', absl::SkipEmpty())) {
      sequences.push_back(At(Json(std::string(line)), "entry.sequence"));
    }
    return sequences;
  };
  EXPECT_EQ(watched("--event award-loaded"), std::vector<std::string>{load_});
  EXPECT_EQ(watched("--event award_loaded --event award-approved").size(), 2U);
  EXPECT_EQ(watched("--role finance_officer --event award-loaded").size(), 1U);
  EXPECT_EQ(watched("--role approver --event award-loaded").size(), 0U);
  EXPECT_EQ(watched("").size(), ledger_.Position());
}

}  // namespace
}  // namespace cardledger::tests
