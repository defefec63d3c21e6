// Golden texts: what people read.

#include "clients/cli/render.h"

#include <string>

#include "gtest/gtest.h"

#include "clients/cli/render_policy.h"
#include "tests/unit/clients/cli/parse_message.h"

namespace cardledger::cli {
namespace {

TEST(RenderFund, ShowsWhatIsLeftAlsoBelowZero) {
  const auto fund = Parse<v1::Fund>(
      R"(name: "funds/a" code: "TIER3" financial_year: 2026 allocated_pence: 100000
         committed_pence: 90000 loaded_pence: 30000 available_pence: -15000 recovered_pence: 2000
         carried_pence: 3000)");
  EXPECT_EQ(RenderFund(fund),
            "Fund                  funds/a\n"
            "Code                  TIER3\n"
            "Financial year        2026-27\n"
            "Budget                £1,000.00\n"
            "Promised, not loaded  £900.00\n"
            "Loaded                £300.00\n"
            "Taken back            £20.00\n"
            "Carried forward       £30.00\n"
            "Still to promise      -£150.00 (more is promised than there is)\n");
}

TEST(RenderFunds, AlignsAmounts) {
  v1::ListFundsResponse list;
  *list.add_funds() = Parse<v1::Fund>(
      R"(name: "funds/a" code: "TIER3" financial_year: 2026 allocated_pence: 11100000
         committed_pence: 100000 loaded_pence: 5 available_pence: 10999995)");
  *list.add_funds() = Parse<v1::Fund>(R"(name: "funds/b" code: "X-1" financial_year: 2099)");
  EXPECT_EQ(RenderFunds(list.funds()),
            "Code   Year          Budget   Promised  Loaded  Still to promise  Fund\n"
            "TIER3  2026-27  £111,000.00  £1,000.00   £0.05       £109,999.95  funds/a\n"
            "X-1    2099-00        £0.00      £0.00   £0.00             £0.00  funds/b\n");
}

TEST(RenderBalance, ShowsZeroAsABalance) {
  const auto balance = Parse<v1::GetBalanceResponse>(R"(award: "awards/a")");
  EXPECT_EQ(RenderBalance(balance),
            "Award awards/a\n"
            "\n"
            "Purse  Loaded in  Posted  Pending  Available\n"
            "all                £0.00    £0.00      £0.00\n");
}

TEST(RenderBalance, ShowsPurses) {
  const auto balance = Parse<v1::GetBalanceResponse>(R"(
    award: "awards/a" posted_pence: 100000 pending_pence: -2500 available_pence: 97500
    purses { kind: PURSE_KIND_COUNCIL limit_year: 2026 posted_pence: 100000 pending_pence: -2500 available_pence: 97500 })");
  EXPECT_EQ(RenderBalance(balance),
            "Award awards/a\n"
            "\n"
            "Purse    Loaded in     Posted  Pending  Available\n"
            "council  2026-27    £1,000.00  -£25.00    £975.00\n"
            "all                 £1,000.00  -£25.00    £975.00\n");
}

TEST(RenderBalance, OfAPersonIsThatOfEachAwardAndOfAll) {
  const auto balance = Parse<v1::GetPersonBalanceResponse>(R"(
    person: "persons/p" posted_pence: 1500 pending_pence: -500 available_pence: 1000
    awards { award: "awards/a" posted_pence: 1500 pending_pence: -500 available_pence: 1000 }
    awards { award: "awards/b" })");
  EXPECT_EQ(RenderBalance(balance),
            "Person persons/p\n"
            "\n"
            "Award     Posted  Pending  Available\n"
            "awards/a  £15.00   -£5.00     £10.00\n"
            "awards/b   £0.00    £0.00      £0.00\n"
            "all       £15.00   -£5.00     £10.00\n");
}

TEST(RenderBalance, OfACardSaysWhetherItMayBeUsed) {
  auto balance = Parse<v1::GetCardBalanceResponse>(R"(
    card: "cards/c" award: "awards/a" usable: true available_pence: 1000 payment_max_pence: 500
    posted_pence: 1200 pending_pence: -200)");
  EXPECT_EQ(RenderBalance(balance),
            "Card               cards/c\n"
            "Award              awards/a\n"
            "May be used today  yes\n"
            "Can be spent       £10.00\n"
            "Largest payment    £5.00\n"
            "Posted             £12.00\n"
            "Pending            -£2.00\n");
  balance.set_usable(false);
  EXPECT_NE(RenderBalance(balance).find("May be used today  no\n"), std::string::npos);
}

TEST(RenderLoad, OfAnEmergencySaysWhoseMoneyItIsAndWhoApprovesIt) {
  const auto load = Parse<v1::CreateLoadResponse>(R"(
    transaction: "transactions/9" award: "awards/a" amount_pence: 5000 due_date { year: 2026 month: 7 day: 6 }
    available_pence: 4500 limit_year: 2026 limit_pence: 100000 limit_used_pence: 5000
    limit_remaining_pence: 95000 decision { sequence: 9 } contribution_pence: 500
    approve_by_date { year: 2026 month: 7 day: 7 })");
  EXPECT_EQ(RenderLoad(load),
            "Transaction       transactions/9\n"
            "Award             awards/a\n"
            "Amount            £50.00\n"
            "Of it             £5.00 to come from the person; the council loads £45.00\n"
            "Due               2026-07-06\n"
            "Emergency         somebody else approves it by 7 July 2026\n"
            "On the award now  £45.00\n"
            "Limit 2026-27     £1,000.00, used £50.00, left £950.00\n");
}

TEST(RenderReadPoint, SaysWhichPastStateItIs) {
  auto point = Parse<v1::ReadPoint>("position: 12 as_of_time { seconds: 1782894600 }");
  EXPECT_EQ(RenderReadPoint(point), "As of entry 12, 2026-07-01 09:30:00 BST\n");
  *point.mutable_effective_date() = Parse<google::type::Date>("year: 2026 month: 6 day: 30");
  EXPECT_EQ(RenderReadPoint(point),
            "As of entry 12, counting up to 30 June 2026, 2026-07-01 09:30:00 BST\n");
}

TEST(RenderEntitlement, NamesLimitUseAndRule) {
  const auto status = Parse<v1::GetEntitlementStatusResponse>(R"(
    person: "persons/p" limit_year: 2026 first_date { year: 2026 month: 4 day: 1 }
    last_date { year: 2027 month: 3 day: 31 } limit_pence: 100000 used_pence: 90000
    planned_pence: 5000 remaining_pence: 10000 rule: "annual limit" policy_version: "scheme-2026-04"
    policy_sequence: 2 notice: "This limit is for this scheme.")");
  EXPECT_EQ(RenderEntitlement(status),
            "Person      persons/p\n"
            "Limit year  2026-27 (2026-04-01 to 2027-03-31)\n"
            "Limit       £1,000.00\n"
            "Exceptions  £0.00\n"
            "Used        £900.00\n"
            "Planned     £50.00\n"
            "Left        £100.00\n"
            "Set by      annual limit, policy scheme-2026-04 (policies/2)\n"
            "\n"
            "This limit is for this scheme.\n");
}

TEST(RenderPolicy, NamesEveryValueWithItsSource) {
  const auto policy = Parse<v1::Policy>(R"(
    name: "policies/2" sha256: "abc" activate_time { seconds: 1782894600 } standing: POLICY_STANDING_IN_FORCE
    scheme {
      version: "v" valid_from { year: 2026 month: 4 day: 1 }
      annual_limit { pence: 100000 source: "paper 5.8" verification: VERIFICATION_VERIFIED }
      limit_year { limit_year: LIMIT_YEAR_FINANCIAL_YEAR source: "taken" verification: VERIFICATION_NOT_VERIFIED }
      phase_length_max { days: 84 source: "paper 5" verification: VERIFICATION_VERIFIED }
    })");
  EXPECT_EQ(RenderPolicy(policy),
            "Policy         policies/2\n"
            "Version        v\n"
            "Standing       in-force\n"
            "Valid from     2026-04-01\n"
            "Activated      2026-07-01 09:30:00 BST\n"
            "SHA-256        abc\n"
            "Annual limit   £1,000.00  (verified)\n"
            "Limit year     financial-year  (not-verified)\n"
            "Longest phase  84 days  (verified)\n"
            "\n"
            "Where they stand\n"
            "  Annual limit: paper 5.8\n"
            "  Limit year: taken\n"
            "  Longest phase: paper 5\n");
}

TEST(RenderPolicy, ShowsWhatIsSetBeyondTheOldValues) {
  v1::Policy policy;
  *policy.mutable_scheme() = Parse<policy::v1::SchemePolicy>(R"(
    limit_basis { limit_basis: LIMIT_BASIS_COUNCIL_NET source: "a" }
    pro_rata_first_year { source: "b" } award_length_max { days: 112 source: "c" }
    pause_loads_in_hospital { on: true source: "d" } pause_loads_in_detention { source: "e" }
    emergency_load_max { pence: 5000 source: "f" }
    referral { senior: "Head of Service" working_days: 5 source: "g" }
    safeguarding_review { days: 5 source: "h" } surplus_above { days: 56 source: "i" }
    ending_soon { days: 14 source: "j" } bank_holidays { dates { year: 2026 month: 12 day: 25 } source: "k" }
    approval_bands { bands { role: APPROVER_ROLE_APPROVER up_to_pence: 50000 }
                     bands { role: APPROVER_ROLE_SENIOR_APPROVER } source: "l" })");
  const std::string text = RenderPolicy(policy);
  for (const char* line :
       {"Limit counts         council-net", "Limit pro rata       off",
        "Longest award        112 days", "Paused in hospital   on", "Paused in detention  off",
        "Emergency loads to   £50.00",
        "Referrals            Head of Service, within 5 working days",
        "Safeguarding review  5 days", "Surplus above        56 days",
        "Ending soon          14 days", "Bank holidays        1 days",
        "Approval bands       approver up to £500.00, senior approver any amount",
        "\n  Referrals: g\n", "\n  Bank holidays: k\n", "\n  Approval bands: l\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  }
}

TEST(RenderDecision, TellsARecordFromACheck) {
  EXPECT_EQ(
      RenderDecision(Parse<v1::Decision>("sequence: 12 recorded_time { seconds: 1782894600 }")),
      "Recorded as entry 12, 2026-07-01 09:30:00 BST\n");
  EXPECT_EQ(RenderDecision(Parse<v1::Decision>("validated_position: 7")),
            "Checked only, nothing stored: it would be accepted (true at entry 7)\n");
}

}  // namespace
}  // namespace cardledger::cli
