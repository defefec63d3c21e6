// `cardledger --json` against a whole server: one object a line, in protobuf's mapping, for every
// answer and every error.

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

class CliJsonTest : public CliJsonFixture {
 protected:
  Struct Proposed(const std::string& fund) {
    const std::string person = ledger_.MakePerson("T-1");
    return Accepted(
        "award propose --power s2-prevention --start 2026-07-06 --end 2026-07-19 "
        "--person " +
            person + " --fund " + fund + "=£40.00",
        "wes", "social_worker");
  }
};

TEST_F(CliJsonTest, FundsAreMadeAndTheirBudgetsMoved) {
  const Struct created = Accepted("fund create --code AA --year 2026", "fay", "finance_officer");
  const std::string fund = At(created, "fund.name");
  EXPECT_THAT(fund, StartsWith("funds/"));
  EXPECT_EQ(At(created, "fund.code"), "AA");
  EXPECT_EQ(At(created, "fund.financialYear"), "2026");
  EXPECT_EQ(At(created, "fund.availablePence"), "0");
  const Struct allocated =
      Accepted("fund allocate " + fund + " --amount 1,000.00", "gus", "finance_approver");
  EXPECT_EQ(At(allocated, "fund"), fund);
  EXPECT_EQ(At(allocated, "amountPence"), "100000");
  EXPECT_EQ(At(allocated, "availablePence"), "100000");
  const std::string other = ledger_.MakeFund("BB", 2026, 500);
  const Struct moved = Accepted("fund transfer --amount 9.99 --from " + fund + " --to " + other,
                                "gus", "finance_approver");
  EXPECT_EQ(At(moved, "amountPence"), "999");
  EXPECT_EQ(At(moved, "fromAvailablePence"), "99001");
  EXPECT_EQ(At(moved, "toAvailablePence"), "1499");
}

TEST_F(CliJsonTest, PersonsAreRegisteredShownAndFound) {
  const Struct made = Accepted("person register --case-reference T-9", "wes", "social_worker");
  const std::string person = At(made, "person");
  EXPECT_THAT(person, StartsWith("persons/"));
  for (const std::string& line : {"person show " + person, std::string("person find t-9")}) {
    const Struct shown = Shown(line, "wes", "social_worker");
    EXPECT_EQ(At(shown, "person.name"), person);
    EXPECT_EQ(At(shown, "person.registerTime"), "2026-07-06T09:00:00Z");
    EXPECT_EQ(SizeAt(shown, "person.awards"), 0);
  }
}

TEST_F(CliJsonTest, AwardsAreProposedApprovedAndCancelled) {
  ledger_.ActivateTestPolicy();
  const std::string fund = ledger_.MakeFund("ENABLE", 2026, 100'000);
  const Struct proposed = Proposed(fund);
  const std::string award = At(proposed, "award.name");
  EXPECT_EQ(At(proposed, "award.state"), "AWARD_STATE_PROPOSED");
  EXPECT_EQ(At(proposed, "award.power"), "POWER_S2_PREVENTION");
  EXPECT_EQ(At(proposed, "award.delivery"), "DELIVERY_COUNCIL_ARRANGED");
  EXPECT_EQ(At(proposed, "award.endDate.day"), "19");
  EXPECT_EQ(At(proposed, "award.proposedBy"), "wes");
  EXPECT_EQ(At(proposed, "award.funding.0.fund"), fund);
  EXPECT_EQ(At(proposed, "award.funding.0.amountPence"), "4000");
  EXPECT_EQ(SizeAt(proposed, "award.funding"), 1);
  const Struct approved = Accepted("award approve " + award, "abe", "approver");
  EXPECT_EQ(At(approved, "award"), award);
  EXPECT_EQ(At(approved, "committedPence"), "4000");
  const Struct cancelled =
      Accepted("award cancel --reason declined-by-person " + award, "wes", "social_worker");
  EXPECT_EQ(At(cancelled, "award"), award);
  EXPECT_EQ(At(cancelled, "releasedPence"), "4000");
}

TEST_F(CliJsonTest, AwardsAreShownAndListed) {
  const std::string award = ledger_.MakeAward();
  ledger_.MakeAward();
  const Struct shown = Shown("award show " + award);
  EXPECT_EQ(At(shown, "award.name"), award);
  EXPECT_EQ(At(shown, "award.state"), "AWARD_STATE_ACTIVE");
  EXPECT_EQ(At(shown, "award.approvedBy"), "approver-1");
  EXPECT_EQ(At(shown, "award.amountPence"), "100000");
  EXPECT_EQ(At(shown, "award.funding.0.committedPence"), "100000");
  EXPECT_EQ(At(shown, "award.funding.0.loadedPence"), "0");
  const std::string person = At(shown, "award.person");
  const Struct all = Shown("award list --state active");
  EXPECT_EQ(SizeAt(all, "awards"), 2);
  EXPECT_EQ(At(all, "nextPageToken"), "");
  const Struct own = Shown("award list --person " + person);
  EXPECT_EQ(SizeAt(own, "awards"), 1);
  EXPECT_EQ(At(own, "awards.0.name"), award);
  EXPECT_EQ(At(own, "awards.0.startDate.month"), "7");
  EXPECT_EQ(SizeAt(Shown("award list --state cancelled"), "awards"), 0);
}

TEST_F(CliJsonTest, ALoadMovesTheBalanceAndTheEntitlement) {
  const std::string award = ledger_.MakeAward();
  const Struct load =
      Accepted("load create --amount £250.01 --due-date 2026-07-06 --award " + award, "fay",
               "finance_officer");
  EXPECT_THAT(At(load, "load"), StartsWith("loads/"));
  EXPECT_EQ(At(load, "award"), award);
  EXPECT_EQ(At(load, "amountPence"), "25001");
  EXPECT_EQ(At(load, "dueDate.year"), "2026");
  EXPECT_EQ(At(load, "limitPence"), "100000");
  EXPECT_EQ(At(load, "limitUsedPence"), "25001");
  EXPECT_EQ(At(load, "limitRemainingPence"), "74999");
  const Struct balance = Shown("balance show " + award);
  EXPECT_EQ(At(balance, "award"), award);
  EXPECT_EQ(At(balance, "postedPence"), "25001");
  EXPECT_EQ(At(balance, "pendingPence"), "0");
  EXPECT_EQ(At(balance, "availablePence"), "25001");
  EXPECT_EQ(SizeAt(balance, "purses"), 1);
  EXPECT_EQ(At(balance, "purses.0.kind"), "PURSE_KIND_COUNCIL");
  EXPECT_EQ(At(balance, "purses.0.limitYear"), "2026");
  EXPECT_EQ(At(balance, "purses.0.availablePence"), "25001");
  const std::string person = At(Shown("award show " + award), "award.person");
  const Struct status = Shown("entitlement show --date 2026-12-24 " + person);
  EXPECT_EQ(At(status, "person"), person);
  EXPECT_EQ(At(status, "limitYear"), "2026");
  EXPECT_EQ(At(status, "firstDate.month"), "4");
  EXPECT_EQ(At(status, "lastDate.year"), "2027");
  EXPECT_EQ(At(status, "limitPence"), "100000");
  EXPECT_EQ(At(status, "usedPence"), "25001");
  EXPECT_EQ(At(status, "remainingPence"), "74999");
  EXPECT_EQ(At(status, "policySequence"), "2");
  const Struct next = Shown("entitlement show --date 2027-04-01 " + person);
  EXPECT_EQ(At(next, "limitYear"), "2027");
  EXPECT_EQ(At(next, "usedPence"), "0");
}

TEST_F(CliJsonTest, PoliciesAreActivatedListedAndShown) {
  ledger_.ActivateTestPolicy();
  const Struct made =
      Accepted("policy activate " CARDLEDGER_POLICY_FILE, "gus", "finance_approver");
  EXPECT_EQ(At(made, "policy"), "policies/3");
  EXPECT_EQ(At(made, "sha256").size(), 64U);
  const Struct list = Shown("policy list");
  ASSERT_EQ(SizeAt(list, "policies"), 2);
  EXPECT_EQ(At(list, "policies.0.name"), "policies/3");
  EXPECT_EQ(At(list, "policies.0.standing"), "POLICY_STANDING_IN_FORCE");
  EXPECT_EQ(At(list, "policies.0.sha256"), At(made, "sha256"));
  EXPECT_EQ(At(list, "policies.1.standing"), "POLICY_STANDING_REPLACED");
  const Struct shown = Shown("policy show 2");
  EXPECT_EQ(At(shown, "policy.name"), "policies/2");
  EXPECT_EQ(At(shown, "policy.activateTime"), "2026-07-06T09:00:00Z");
  EXPECT_EQ(At(shown, "policy.scheme.annualLimit.pence"), "100000");
  EXPECT_EQ(At(shown, "policy.scheme.limitYear.limitYear"), "LIMIT_YEAR_FINANCIAL_YEAR");
  EXPECT_THAT(At(shown, "text"), HasSubstr("pence: 100000"));
}

TEST_F(CliJsonTest, TheClockIsConfirmedAndTheLedgerShown) {
  ledger_.clock().Step(-10 * kMicrosecondsPerSecond);
  EXPECT_EQ(Run("fund create --code AA --year 2026 --timeout 0.1").exit_code, 5);
  EXPECT_EQ(At(Shown("ledger show"), "writeState"), "WRITE_STATE_CLOCK_UNSURE");
  Accepted("clock confirm", "ops", "administrator");
  const Struct ledger = Shown("ledger show");
  EXPECT_THAT(At(ledger, "ledger"), StartsWith("ledgers/"));
  EXPECT_EQ(At(ledger, "kind"), "LEDGER_KIND_SANDBOX");
  EXPECT_EQ(At(ledger, "writeState"), "WRITE_STATE_READY");
  EXPECT_EQ(At(ledger, "rootHash").size(), 64U);
  EXPECT_EQ(At(Shown("journal position --at 2026-07-06T10:00:00+01:00"), "position"), "2");
}

TEST_F(CliJsonTest, ACheckOnlySaysAtWhichPositionItWasTrue) {
  const Struct checked =
      Answer("fund create --code AA --year 2026 --validate-only", "fay", "finance_officer");
  EXPECT_EQ(At(checked, "decision.sequence"), "0");
  EXPECT_EQ(At(checked, "decision.recordedTime"), "(none)");
  EXPECT_EQ(At(checked, "decision.validatedPosition"), "1");
  EXPECT_EQ(ledger_.Position(), 1U);
}

TEST_F(CliJsonTest, JsonIsOneObjectALine) {
  const std::string fund = ledger_.MakeFund("ENABLE", 2026, 100'000);
  const Struct answer = Json(Run("fund show " + fund + " --json").out);
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
  const Struct object = Json(refused.err);
  const auto& error = object.fields().at("error").struct_value().fields();
  EXPECT_EQ(error.at("reason").string_value(), "FUND_ALREADY_EXISTS");
  EXPECT_EQ(error.at("exitCode").number_value(), 3);
  EXPECT_EQ(error.at("facts").struct_value().fields().at("fund").string_value(), fund);
}

TEST_F(CliJsonTest, ListsGoOnWithTheTokenOfAnEarlierOne) {
  for (const char* code : {"AA", "BB", "CC"}) ledger_.MakeFund(code, 2026, 100);
  const ProgramRun first = Run("fund list --limit 2 --json");
  const Struct page = Json(first.out);
  EXPECT_EQ(page.fields().at("funds").list_value().values_size(), 2);
  const std::string token = page.fields().at("nextPageToken").string_value();
  ASSERT_NE(token, "");
  const Struct rest = Json(Run("fund list --json --page-token " + token).out);
  EXPECT_EQ(rest.fields().at("funds").list_value().values_size(), 1);
  EXPECT_EQ(rest.fields().at("nextPageToken").string_value(), "");
  EXPECT_THAT(Run("fund list --limit 2").err, HasSubstr("--page-token"));
}

}  // namespace
}  // namespace cardledger::tests
