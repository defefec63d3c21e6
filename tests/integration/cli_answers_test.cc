// The command line inside the test, against a whole server: what it says of changes that are only
// checked, of long lists and of identities that cannot be sent.

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cli/run.h"
#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Result {
  int code;
  std::string out;
  std::string err;
};

class CliAnswersTest : public ::testing::Test {
 protected:
  Result RunWords(std::vector<std::string> words) {
    words.insert(words.begin(), "cardledger");
    words.insert(words.end(), {"--server", absl::StrCat("127.0.0.1:", ledger_.server().port())});
    std::vector<const char*> raw;
    raw.reserve(words.size());
    for (const std::string& word : words) raw.push_back(word.c_str());
    std::ostringstream out;
    std::ostringstream err;
    cli::Context context(out, err, false);
    const int code = cli::RunCommandLine(raw, context);
    return {code, out.str(), err.str()};
  }

  // Words with their blanks between.
  Result Run(const std::string& line, const std::string& subject, const std::string& roles) {
    std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    words.insert(words.end(), {"--as", subject, "--roles", roles});
    return RunWords(words);
  }

  ServedLedger ledger_{Backing::kMemory, Transport::kTcp};
};

TEST_F(CliAnswersTest, WhatIsOnlyCheckedIsNotSaidToBeDone) {
  const std::string approved = ledger_.MakeAward();
  const std::string fund = ledger_.MakeFund("MORE", 2026, 100'000);
  const std::string other = ledger_.MakeFund("OTHER", 2026, 100'000);
  const std::string award = ledger_.ProposeAward(ledger_.MakePerson("W-1"), fund, 1'000);
  const uint64_t position = ledger_.Position();
  struct Case {
    std::string line;
    std::string roles;
    std::string checked;
    std::string done;
  };
  const std::vector<Case> cases = {
      {"award approve " + award, "approver", "Would be approved: awards/", "Approved awards/"},
      {"award cancel " + award + " --reason declined-by-person", "social_worker",
       "Would be cancelled: awards/", "Cancelled awards/"},
      {"fund allocate " + fund + " --amount 5", "finance_approver",
       fund + " would be changed by £5.00", fund + " changed by £5.00"},
      {"fund transfer --from " + fund + " --to " + other + " --amount 5", "finance_approver",
       "Would be moved: £5.00", "Moved £5.00"},
      {"load create --award " + approved + " --amount 5 --due-date 2026-07-06", "finance_officer",
       "On the award then", "On the award now"},
      {"fund create --code NEW --year 2026", "finance_officer", "Code", "Fund  "},
      {"person register --case-reference W-9", "social_worker", "Checked only", "Registered"},
  };
  for (const Case& c : cases) {
    const Result checked = Run(c.line + " --validate-only", "carl", c.roles);
    EXPECT_EQ(checked.code, 0) << c.line << checked.err;
    EXPECT_THAT(checked.out, StartsWith("Checked only, nothing stored")) << c.line;
    EXPECT_THAT(checked.out, HasSubstr(c.checked)) << c.line;
    EXPECT_THAT(checked.out, Not(HasSubstr(c.done))) << c.line;
    const Result quiet = Run(c.line + " --validate-only --quiet", "carl", c.roles);
    EXPECT_EQ(quiet.code, 0) << c.line;
    EXPECT_EQ(quiet.out, "") << c.line;
  }
  EXPECT_EQ(ledger_.Position(), position);
  const Result done = Run(cases[0].line, "carl", cases[0].roles);
  EXPECT_THAT(done.out, StartsWith(cases[0].done));
  EXPECT_EQ(Run(cases[0].line + " --quiet", "carl", "approver").code, 3);
}

TEST_F(CliAnswersTest, AQuietListSaysThatThereIsMore) {
  for (const char* code : {"AA", "BB", "CC"}) ledger_.MakeFund(code, 2026, 100);
  const Result cut = Run("fund list --limit 2 --quiet", "anna", "auditor");
  EXPECT_EQ(cut.code, 0);
  EXPECT_THAT(cut.out, StartsWith("funds/"));
  EXPECT_THAT(cut.err, HasSubstr("There is more: raise --limit"));
  EXPECT_EQ(Run("fund list --quiet", "anna", "auditor").err, "");
}

TEST_F(CliAnswersTest, AnIdentityThatCannotBeSentIsBadInput) {
  const std::vector<std::string> subjects = {"anna müller", "zoë", "a\nb", "",
                                             std::string(65, 'a')};
  for (const std::string& subject : subjects) {
    for (const char* json : {"--json", "--no-progress"}) {
      const Result result = RunWords({"fund", "list", json, "--as", subject, "--roles", "auditor"});
      EXPECT_EQ(result.code, subject.empty() ? 6 : 2) << subject << result.err;
      EXPECT_THAT(result.err, HasSubstr(subject.empty() ? "" : "--as")) << result.err;
    }
  }
  for (const std::string roles : {"audïtor", "auditor,nonsense", "auditor,\x01"}) {
    const Result result = RunWords({"fund", "list", "--as", "anna", "--roles", roles});
    EXPECT_EQ(result.code, 2) << roles << result.err;
    EXPECT_THAT(result.err, HasSubstr("--roles"));
    EXPECT_THAT(result.err, HasSubstr("finance-officer"));
  }
  const std::vector<std::string> both = {"fund",        "list",    "--as",
                                         "a.b_c:d|e-9", "--roles", "finance-officer, auditor"};
  EXPECT_EQ(RunWords(both).code, 0);
}

}  // namespace
}  // namespace cardledger::tests
