// Golden texts: what people read.

#include "clients/cli/render.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

#include "clients/cli/entry_text.h"

namespace cardledger::cli {
namespace {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TEST(RenderAward, ShowsWhoProposedAndApprovedAndWhatIsLeft) {
  const auto award = Parse<v1::Award>(R"(
    name: "awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a" person: "persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d"
    state: AWARD_STATE_ACTIVE power: POWER_S18_DUTY delivery: DELIVERY_COUNCIL_ARRANGED
    start_date { year: 2026 month: 7 day: 1 } end_date { year: 2026 month: 9 day: 22 }
    funding { fund: "funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10" amount_pence: 100000 committed_pence: 60000 loaded_pence: 40000 }
    amount_pence: 100000 proposed_by: "anna" approved_by: "ben")");
  EXPECT_EQ(RenderAward(award),
            "Award         awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a\n"
            "Person        persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d\n"
            "State         active\n"
            "Power         s18-duty\n"
            "Delivery      council-arranged\n"
            "Dates         2026-07-01 to 2026-09-22 (84 days)\n"
            "Proposed by   anna\n"
            "Approved by   ben\n"
            "Amount        £1,000.00\n"
            "Loaded        £400.00\n"
            "Left to load  £600.00\n"
            "\n"
            "Fund                                          Awarded   Loaded  Left to load\n"
            "funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10  £1,000.00  £400.00       £600.00\n");
}

TEST(RenderAwards, SaysWhenThereAreNone) {
  EXPECT_EQ(RenderAwards({}), "There are no such awards.\n");
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

TEST(RenderDecision, TellsARecordFromACheck) {
  EXPECT_EQ(
      RenderDecision(Parse<v1::Decision>("sequence: 12 recorded_time { seconds: 1782894600 }")),
      "Recorded as entry 12, 2026-07-01 09:30:00 BST\n");
  EXPECT_EQ(RenderDecision(Parse<v1::Decision>("validated_position: 7")),
            "Checked only, nothing stored: it would be accepted (true at entry 7)\n");
}

TEST(RenderEntry, IsOneLineForEveryKindOfEvent) {
  const auto* event = journal::v1::Entry::descriptor()->FindOneofByName("event");
  ASSERT_NE(event, nullptr);
  for (int i = 0; i < event->field_count(); ++i) {
    journal::v1::Entry entry;
    entry.set_sequence(5);
    entry.GetReflection()->MutableMessage(&entry, event->field(i));
    const std::string line = RenderEntry(entry);
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    EXPECT_EQ(line.find("not known"), std::string::npos) << line;
  }
}

TEST(RenderEntry, ShowsALoad) {
  journal::v1::Entry entry;
  entry.set_sequence(12);
  entry.set_recorded_time_us(1'782'894'600'000'000);
  entry.mutable_caller()->set_subject("anna");
  entry.set_award_id(std::string(16, '\x11'));
  entry.set_person_id(std::string(16, '\x22'));
  entry.mutable_award_loaded()->set_amount_pence(25'000);
  EXPECT_EQ(RenderEntry(entry),
            "12  2026-07-01 09:30:00 BST  award loaded  £250.00  "
            "awards/11111111-1111-1111-1111-111111111111  by anna");
}

}  // namespace
}  // namespace cardledger::cli
