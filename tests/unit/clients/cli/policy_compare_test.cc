#include "clients/cli/policy_compare.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cardledger::cli {
namespace {

using ::testing::HasSubstr;

constexpr char kText[] = R"(
version: "a"
valid_from { year: 2026 month: 4 day: 1 }
annual_limit { pence: 100000 source: "paper" verification: VERIFICATION_VERIFIED }
phase_length_max { days: 84 source: "paper" verification: VERIFICATION_VERIFIED }
)";

TEST(ComparePolicies, NamesTheValuesThatDiffer) {
  const auto left = ParsePolicyText("a", kText);
  ASSERT_TRUE(left.ok()) << left.status();
  auto right = *left;
  right.set_version("b");
  right.mutable_valid_from()->set_year(2027);
  right.mutable_annual_limit()->set_pence(120'000);
  right.mutable_annual_limit()->set_verification(policy::v1::VERIFICATION_NOT_VERIFIED);
  right.clear_phase_length_max();
  std::string shown;
  for (const PolicyDifference& difference : ComparePolicies(*left, right)) {
    shown += difference.value + ": " + difference.left + " / " + difference.right + "\n";
  }
  EXPECT_EQ(shown,
            "version: a / b\n"
            "valid_from: 2026-04-01 / 2027-04-01\n"
            "annual_limit.pence: £1,000.00 / £1,200.00\n"
            "annual_limit.verification: verified / not-verified\n"
            "phase_length_max: days: 84 source: \"paper\" verification: VERIFICATION_VERIFIED / "
            "(not set)\n");
}

TEST(ComparePolicies, SaysListsOfDaysWhole) {
  const auto left = ParsePolicyText("a", std::string(kText) + R"(
    bank_holidays { dates { year: 2026 month: 12 day: 25 } dates { year: 2026 month: 12 day: 28 } source: "p" })");
  ASSERT_TRUE(left.ok()) << left.status();
  auto right = *left;
  right.mutable_bank_holidays()->mutable_dates(1)->set_day(29);
  auto differences = ComparePolicies(*left, right);
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].value, "bank_holidays.dates");
  EXPECT_EQ(differences[0].left, "2026-12-25, 2026-12-28");
  EXPECT_EQ(differences[0].right, "2026-12-25, 2026-12-29");
  right.mutable_bank_holidays()->clear_dates();
  differences = ComparePolicies(*left, right);
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].right, "(not set)");
}

TEST(ComparePolicies, SaysApprovalBandsWhole) {
  const auto left = ParsePolicyText("a", std::string(kText) + R"(
    approval_bands { bands { role: APPROVER_ROLE_APPROVER up_to_pence: 50000 }
                     bands { role: APPROVER_ROLE_SENIOR_APPROVER } source: "p" })");
  ASSERT_TRUE(left.ok()) << left.status();
  auto right = *left;
  right.mutable_approval_bands()->mutable_bands(1)->set_up_to_pence(0);
  const auto differences = ComparePolicies(*left, right);
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].value, "approval_bands.bands");
  EXPECT_EQ(differences[0].left, "approver up to £500.00, senior approver any amount");
  EXPECT_EQ(differences[0].right, "approver up to £500.00, senior approver up to £0.00");
}

TEST(ComparePolicies, FindsNothingBetweenEqualOnes) {
  const auto policy = ParsePolicyText("a", kText);
  EXPECT_TRUE(ComparePolicies(*policy, *policy).empty());
}

TEST(ParsePolicyText, NamesLineAndReasonOfAFileCutInHalf) {
  const std::string text = std::string(kText).substr(0, 90);
  const auto policy = ParsePolicyText("half.textproto", text);
  ASSERT_FALSE(policy.ok());
  EXPECT_THAT(std::string(policy.status().message()), HasSubstr("half.textproto"));
  EXPECT_THAT(std::string(policy.status().message()), HasSubstr("line 4"));
}

}  // namespace
}  // namespace cardledger::cli
