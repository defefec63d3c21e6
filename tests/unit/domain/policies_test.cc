#include "services/domain/policies.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/plain_text.h"
#include "services/domain/limits.h"
#include "tests/support/sample_journal.h"
#include "tests/support/test_ledger.h"

namespace cardledger::domain {
namespace {

using tests::TestPolicyText;

ActivePolicy Activated(uint64_t entry, int32_t valid_from) {
  return {entry, Day(valid_from), std::string(32, static_cast<char>(entry)), {}};
}

TEST(InForce, Table) {
  Policies policies;
  EXPECT_EQ(policies.InForce(Day(1'000)), nullptr);
  policies.Add(Activated(2, 100));
  policies.Add(Activated(3, 300));
  policies.Add(Activated(4, 200));  // activated later, for earlier days
  policies.Add(Activated(5, 200));  // replaces it
  const struct {
    int32_t day;
    uint64_t entry;  // 0: none
  } table[] = {{-1, 0}, {99, 0}, {100, 2}, {199, 2}, {200, 5}, {299, 5}, {300, 3}, {9'999, 3}};
  for (const auto& row : table) {
    const ActivePolicy* policy = policies.InForce(Day(row.day));
    EXPECT_EQ(policy == nullptr ? 0 : policy->activated_entry, row.entry) << row.day;
  }
}

std::vector<PolicyFault> FaultsOf(absl::string_view text) {
  PolicyText ignored;
  return ParsePolicyText(text, ignored);
}

TEST(ParsePolicyText, GoodText_isReadWhole) {
  PolicyText policy;
  ASSERT_TRUE(ParsePolicyText(TestPolicyText(), policy).empty());
  EXPECT_EQ(policy.scheme.version(), "scheme-2026-04");
  EXPECT_EQ(policy.scheme.annual_limit().pence(), 100'000);
  EXPECT_EQ(FormatIsoDay(ValidFrom(policy.scheme)), "2026-04-01");
  EXPECT_EQ(policy.sha256, base::Sha256(policy.canonical));
}

// Years later the rules for new policies may be narrower; what was activated still governs its
// days.
TEST(ReadActivatedPolicy, TextThatTodaysRulesRefuse_isReadAsItIs) {
  constexpr char kOld[] = "version: \"OLD STYLE\"\nannual_limit { pence: 100000 }\n";
  EXPECT_FALSE(FaultsOf(kOld).empty());
  const auto scheme = ReadActivatedPolicy(kOld);
  ASSERT_TRUE(scheme.has_value());
  EXPECT_EQ(scheme->annual_limit().pence(), 100'000);
  EXPECT_FALSE(ReadActivatedPolicy("version: \"cut").has_value());
}

// A council starts from these; one that is wrong would be found on the first day.
TEST(ParsePolicyText, EveryShippedPolicy_isOne) {
  size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(CARDLEDGER_SHIPPED_POLICIES)) {
    std::ifstream in(file.path());
    std::stringstream text;
    text << in.rdbuf();
    for (const PolicyFault& fault : FaultsOf(text.str())) {
      ADD_FAILURE() << file.path() << " line " << fault.line << ": " << fault.reason;
    }
    ++count;
  }
  EXPECT_GE(count, 1u);
}

TEST(ParsePolicyText, CanonicalText_isItsOwnCanonicalText) {
  PolicyText first;
  ASSERT_TRUE(ParsePolicyText(TestPolicyText(), first).empty());
  PolicyText second;
  ASSERT_TRUE(ParsePolicyText(first.canonical, second).empty());
  EXPECT_EQ(second.canonical, first.canonical);
  EXPECT_EQ(second.sha256, first.sha256);
}

struct Spoiled {
  const char* from;
  const char* to;
  int line;
  const char* reason_part;
};

TEST(ParsePolicyText, EachFault_hasItsLineAndReason) {
  const Spoiled table[] = {
      {"scheme-2026-04", "Scheme 2026", 1, "version: must be"},
      {"scheme-2026-04", "", 1, "version: must be"},
      {"month: 4 day: 1", "month: 4 day: 31", 2, "valid_from: must be a date"},
      {"month: 4 day: 1", "month: 4", 2, "valid_from: must be a date"},
      {"year: 2026", "year: 1926", 2, "valid_from: must be a date"},
      {"pence: 100000", "pence: -1", 3, "annual_limit: pence must be"},
      {"pence: 100000", "pence: 100000001", 3, "annual_limit: pence must be"},
      {"pence: 100000", "pence: 9999999999999999999999", 3, "column"},
      {"pence: 100000 source: \"test\"", "pence: 100000", 3, "annual_limit: source must say"},
      {"LIMIT_YEAR_FINANCIAL_YEAR", "LIMIT_YEAR_UNSPECIFIED", 4, "limit_year: limit_year must be"},
      // Here protobuf's parser names the place of the next word.
      {"LIMIT_YEAR_FINANCIAL_YEAR", "LIMIT_YEAR_LUNAR_YEAR", 6, "LIMIT_YEAR_LUNAR_YEAR"},
      {"days: 84", "days: 0", 9, "phase_length_max: days must be"},
      {"days: 84", "days: 367", 9, "phase_length_max: days must be"},
      {"days: 84", "days: 84.0", 9, "column"},
      {"phase_length_max", "phase_length", 9, "has no field named"},
      {"days: 84 source: \"test\" verification: VERIFICATION_NOT_VERIFIED",
       "days: 84 source: \"t\"", 9, "verification must be"},
  };
  for (const Spoiled& row : table) {
    const std::string text = absl::StrReplaceAll(TestPolicyText(), {{row.from, row.to}});
    const std::vector<PolicyFault> faults = FaultsOf(text);
    ASSERT_FALSE(faults.empty()) << row.to;
    EXPECT_EQ(faults[0].line, row.line) << row.to << ": " << faults[0].reason;
    EXPECT_THAT(faults[0].reason, ::testing::HasSubstr(row.reason_part)) << row.to;
  }
}

// Where a line says more than one wrong thing, the first is named first.
TEST(ParsePolicyText, EachFaultInWhatMayBeLeftOut_hasItsLineAndReason) {
  const std::string long_post(65, 'x');
  const std::string long_senior = absl::StrCat("senior: \"", long_post, "\"");
  const Spoiled table[] = {
      {"days: 112", "days: 0", 6, "award_length_max: days must be 1 to 732"},
      {"days: 112", "days: 733", 6, "award_length_max: days must be 1 to 732"},
      {"days: 112", "days: 83", 6, "award_length_max: days must be no fewer than phase_length_max"},
      {"LIMIT_BASIS_COUNCIL_NET", "LIMIT_BASIS_UNSPECIFIED", 7, "limit_basis must be LIMIT_BASIS"},
      {"pence: 5000", "pence: 0", 11, "emergency_load_max: pence must be 1 to 100000000"},
      {"pence: 5000", "pence: 100000001", 11, "emergency_load_max: pence must be"},
      {"senior: \"head of service\"", "senior: \"\"", 12, "referral: senior must name a post"},
      {"senior: \"head of service\"", long_senior.c_str(), 12,
       "senior must name a post, in 1 to 64"},
      {"head of service", "head\\nof service", 12, "referral: senior must name a post"},
      {"working_days: 5", "working_days: 0", 12, "referral: working_days must be 1 to 60"},
      {"working_days: 5", "working_days: 61", 12, "referral: working_days must be 1 to 60"},
      {"days: 3", "days: 0", 13, "safeguarding_review: days must be 1 to 60"},
      {"days: 3", "days: 61", 13, "safeguarding_review: days must be 1 to 60"},
      {"days: 56", "days: 367", 14, "surplus_above: days must be 1 to 366"},
      {"days: 28", "days: 0", 15, "ending_soon: days must be 1 to 366"},
      {"day: 29", "day: 32", 16, "bank_holidays: dates must exist"},
      {"day: 29", "day: 25", 16, "bank_holidays: dates must stand in order, each once"},
      {"day: 29", "day: 26", 16, "bank_holidays: dates must stand in order, each once"},
      {"_SENIOR_APPROVER", "_UNSPECIFIED", 17, "approval_bands: role must be APPROVER_ROLE_"},
      {"_SENIOR_APPROVER", "_APPROVER", 17, "approval_bands: bands must name each role once"},
      {"up_to_pence: 200000", "up_to_pence: 0", 17, "up_to_pence must be 1 to 1000000000000"},
      {"up_to_pence: 200000", "up_to_pence: 1000000000001", 17, "up_to_pence must be 1 to"},
      {"_SENIOR_APPROVER", "_SENIOR_APPROVER up_to_pence: 199999", 17, "must be no less"},
      {"CLASS_MONEY", "CLASS_CASE", 18, "retention: retention_class must be RETENTION_CLASS_IDENT"},
      {"CLASS_IDENTITY", "CLASS_UNSPECIFIED", 18, "each once and in this order"},
      {"years: 7", "years: 0", 18, "retention: years must be 1 to 100"},
      {"years: 7", "years: 101", 18, "retention: years must be 1 to 100"},
      {"up_to_pence: 200000 } bands { role: APPROVER_ROLE_SENIOR_APPROVER",
       "} bands { role: APPROVER_ROLE_SENIOR_APPROVER up_to_pence: 1", 17, "must be no less"},
  };
  EXPECT_TRUE(FaultsOf(tests::SamplePolicyText()).empty());
  for (const Spoiled& row : table) {
    const std::string text = absl::StrReplaceAll(tests::SamplePolicyText(), {{row.from, row.to}});
    const std::vector<PolicyFault> faults = FaultsOf(text);
    ASSERT_FALSE(faults.empty()) << row.to;
    EXPECT_EQ(faults[0].line, row.line) << row.to << ": " << faults[0].reason;
    EXPECT_THAT(faults[0].reason, ::testing::HasSubstr(row.reason_part)) << row.to;
  }
}

TEST(ParsePolicyText, ApprovalBands_nameOneRoleOrBoth) {
  constexpr absl::string_view kBoth =
      "bands { role: APPROVER_ROLE_APPROVER up_to_pence: 200000 } "
      "bands { role: APPROVER_ROLE_SENIOR_APPROVER }";
  const struct {
    absl::string_view bands;
    bool accepted;
  } table[] = {
      {"bands { role: APPROVER_ROLE_SENIOR_APPROVER up_to_pence: 1 }", true},
      {"bands { role: APPROVER_ROLE_APPROVER } bands { role: APPROVER_ROLE_SENIOR_APPROVER }",
       true},
      {"bands { role: APPROVER_ROLE_APPROVER up_to_pence: 7 } "
       "bands { role: APPROVER_ROLE_SENIOR_APPROVER up_to_pence: 7 }",
       true},
      {"", false},
  };
  for (const auto& [bands, accepted] : table) {
    const std::string text = absl::StrReplaceAll(tests::SamplePolicyText(), {{kBoth, bands}});
    EXPECT_EQ(FaultsOf(text).empty(), accepted) << bands;
  }
}

TEST(ParsePolicyText, EveryValueWithoutASourceOrWithoutAVerification_isNamedByItsLine) {
  const std::vector<std::string> lines = absl::StrSplit(tests::SamplePolicyText(), '\n');
  int values = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!absl::StrContains(lines[i], "source")) continue;
    ++values;
    for (const auto& [left_out, reason_part] :
         {std::pair{" source: \"test\"", "source must say"},
          std::pair{" verification: VERIFICATION_NOT_VERIFIED", "verification must be"}}) {
      std::vector<std::string> spoiled = lines;
      spoiled[i] = absl::StrReplaceAll(lines[i], {{left_out, ""}});
      const std::vector<PolicyFault> faults = FaultsOf(absl::StrJoin(spoiled, "\n"));
      ASSERT_EQ(faults.size(), 1u) << lines[i];
      EXPECT_EQ(faults[0].line, static_cast<int>(i) + 1);
      EXPECT_THAT(faults[0].reason, ::testing::HasSubstr(reason_part)) << lines[i];
    }
  }
  EXPECT_EQ(values, 16);  // all that a policy may set
}

TEST(ParsePolicyText, AllFaults_areNamedAtOnce) {
  EXPECT_EQ(FaultsOf("version: \"x\"").size(), 4u);
}

// Wherever a text is cut, each fault of its syntax says what would be accepted.
TEST(ParsePolicyText, CutInHalf_isToldWhereAndWhatAPolicyIs) {
  const std::vector<PolicyFault> faults = FaultsOf("version: \"half\"\nvalid_from { year: 2026");
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].line, 2);
  EXPECT_EQ(faults[0].reason,
            "column 24: Expected identifier, got: the end of the text; a policy is one "
            "cardledger.policy.v1.SchemePolicy in protobuf's text format, complete to its last "
            "closing brace: see docs/POLICY.md");
  for (size_t length = 1; length < TestPolicyText().size(); ++length) {
    for (const PolicyFault& fault : FaultsOf(TestPolicyText().substr(0, length))) {
      EXPECT_THAT(fault.reason, ::testing::ContainsRegex("must|every policy sets|; a policy is"))
          << length;
    }
  }
}

// What the parser quotes is passed on to clients, who can read nothing but UTF-8.
TEST(ParsePolicyText, FaultThatQuotesTheText_isPlainAndShort) {
  const std::string long_word(kPolicyTextBytesMax - 10, 'x');
  for (const std::string& text :
       {std::string("version: \u00E9"), std::string("\u00E9: 1"), std::string("days: \"\t\x01\""),
        std::string("version: \xFF"), std::string("version: \0", 10), long_word + ": 1"}) {
    const std::vector<PolicyFault> faults = FaultsOf(text);
    EXPECT_FALSE(faults.empty());
    for (const PolicyFault& fault : faults) {
      EXPECT_TRUE(base::IsPlainText(fault.reason)) << fault.reason;
      EXPECT_LT(fault.reason.size(), 1'000u);
    }
  }
}

// Escapes can name any byte. Once activated, such a policy could not be shown to any client.
TEST(ParsePolicyText, SourceThatIsNotPlainText_isRefused) {
  for (const char* source :
       {R"(caf\351)", R"(page\n4)", R"(\000)", R"(\033[1m)", R"(\302\205)", R"(\355\240\200)"}) {
    for (const char* value : {"pence: 100000", "LIMIT_YEAR_FINANCIAL_YEAR\n ", "days: 84"}) {
      const std::string text = absl::StrReplaceAll(
          TestPolicyText(), {{absl::StrCat(value, " source: \"test\""),
                              absl::StrCat(value, " source: \"", source, "\"")}});
      EXPECT_THAT(
          FaultsOf(text),
          ::testing::ElementsAre(::testing::Field(
              &PolicyFault::reason,
              ::testing::HasSubstr("source must be valid UTF-8 without control characters"))))
          << text;
    }
  }
}

TEST(ParsePolicyText, SourceBeyondAscii_isKeptAsItIs) {
  PolicyText policy;
  const std::string text = absl::StrReplaceAll(
      TestPolicyText(),
      {{"pence: 100000 source: \"test\"", "pence: 100000 source: \"caf\\303\\251 \u00A31,000\""}});
  ASSERT_TRUE(ParsePolicyText(text, policy).empty());
  EXPECT_EQ(policy.scheme.annual_limit().source(), "caf\u00E9 \u00A31,000");
}

TEST(ParsePolicyText, TooShortOrTooLong_isRefusedUnread) {
  EXPECT_EQ(FaultsOf("").size(), 1u);
  EXPECT_EQ(FaultsOf(std::string(kPolicyTextBytesMax + 1, ' ')).size(), 1u);
}

// Cut anywhere, a policy either is refused or says exactly what the whole said.
TEST(ParsePolicyText, CutAtEveryByte_neverPassesHalfAPolicy) {
  PolicyText whole;
  ASSERT_TRUE(ParsePolicyText(TestPolicyText(), whole).empty());
  for (size_t length = 0; length < TestPolicyText().size(); ++length) {
    PolicyText part;
    if (ParsePolicyText(TestPolicyText().substr(0, length), part).empty()) {
      EXPECT_EQ(part.canonical, whole.canonical) << length;
    }
  }
}

TEST(ParsePolicyText, EveryByteSpoiled_neverCrashes) {
  const std::string good(TestPolicyText());
  for (size_t place = 0; place < good.size(); ++place) {
    for (const char byte : {'\0', '\xFF', '"', '}', '\n', '9'}) {
      std::string text = good;
      text[place] = byte;
      PolicyText ignored;
      ParsePolicyText(text, ignored);
    }
  }
}

}  // namespace
}  // namespace cardledger::domain
