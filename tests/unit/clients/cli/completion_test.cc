// Completion as a real bash makes it, and that no shell's script leaves a command out.

#include "clients/cli/completion.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cli/run.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

namespace cardledger::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Script(const char* shell) {
  std::ostringstream out;
  std::ostringstream err;
  Context context(out, err, false);
  const std::vector<const char*> words = {"cardledger", "completion", shell};
  EXPECT_EQ(RunCommandLine(words, context), kExitOk) << err.str();
  return out.str();
}

class BashCompletionTest : public ::testing::Test {
 protected:
  BashCompletionTest() { std::ofstream(script_) << Script("bash"); }

  // What bash offers for the last of the words, as it splits them itself: an = is a word. The
  // function is the one that the script has registered.
  std::vector<std::string> Offered(const std::vector<std::string>& words) {
    std::string line = absl::StrCat("source '", script_, "'; COMP_WORDS=(cardledger");
    for (const std::string& word : words) absl::StrAppend(&line, " '", word, "'");
    absl::StrAppend(&line, "); COMP_CWORD=", words.size(),
                    R"(; $(complete -p cardledger | sed 's/.*-F \([^ ]*\).*/\1/'); )",
                    R"(printf '%s\n' "${COMPREPLY[@]}")");
    const tests::ProgramRun run =
        tests::RunProgram("/bin/bash", {"--norc", "-c", line}, {{"PATH=/usr/bin:/bin"}});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.err, "");
    return absl::StrSplit(run.out, '\n', absl::SkipEmpty());
  }

  tests::TemporaryFolder folder_;
  const std::string script_ = folder_.file("cardledger.bash");
};

TEST_F(BashCompletionTest, TheScriptIsSound) {
  const tests::ProgramRun run = tests::RunProgram("/bin/bash", {"-n", script_});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.err, "");
}

TEST_F(BashCompletionTest, OffersTheCommandsAtEveryLevel) {
  EXPECT_THAT(Offered({"aw"}), ElementsAre("award"));
  EXPECT_THAT(Offered({"person", ""}),
              ElementsAre("register", "show", "find", "state", "communication", "supporter",
                          "representative", "sign-in", "relation", "erase", "hold", "rectify",
                          "export", "open-lines", "looks"));
  EXPECT_THAT(Offered({"person", "supporter", ""}), ElementsAre("add", "end"));
  EXPECT_THAT(Offered({"provider", "sign-in", ""}), ElementsAre("add", "remove"));
  EXPECT_THAT(Offered({"--as", "award", "fund", "cr"}), ElementsAre("create"));
  EXPECT_THAT(Offered({"--as", "=", "award", "fund", "cr"}), ElementsAre("create"));
}

TEST_F(BashCompletionTest, OffersOptionsAndTheWordsOfTheirValues) {
  EXPECT_THAT(Offered({"award", "propose", "--pow"}), ElementsAre("--power"));
  EXPECT_THAT(Offered({"award", "cancel", "x", "--j"}), ElementsAre("--json"));
  EXPECT_THAT(Offered({"award", "propose", "--power", "s1"}),
              ElementsAre("s18-duty", "s19-power", "s117"));
  EXPECT_THAT(Offered({"award", "propose", "--delivery", "="}),
              ElementsAre("council-arranged", "direct-payment", "managed-account", "grant"));
  EXPECT_THAT(Offered({"award", "propose", "--delivery", "=", "g"}), ElementsAre("grant"));
  EXPECT_THAT(Offered({"statement", "--format", ""}), ElementsAre("text", "json", "csv", "html"));
  EXPECT_THAT(Offered({"load", "bulk", "--progress", "n"}), ElementsAre("never"));
}

TEST_F(BashCompletionTest, OffersTheWordsOfPositionals) {
  EXPECT_THAT(Offered({"work", "list", ""}),
              ElementsAre("to-approve", "referral", "review", "ending", "surplus"));
  EXPECT_THAT(Offered({"completion", "f"}), ElementsAre("fish"));
  EXPECT_THAT(Offered({"help", "mon"}), ElementsAre("money"));
}

TEST_F(BashCompletionTest, LeavesOtherValuesToFileNames) {
  EXPECT_THAT(Offered({"award", "propose", "--person", ""}), IsEmpty());
  EXPECT_THAT(Offered({"policy", "check", ""}), IsEmpty());
  EXPECT_THAT(Script("bash"), HasSubstr("complete -o default -F _cardledger cardledger\n"));
}

TEST(Completion, OfZshAndFishOffersEveryCommandToo) {
  const std::string zsh = Script("zsh");
  const std::string fish = Script("fish");
  EXPECT_THAT(zsh, HasSubstr("#compdef cardledger\n"));
  for (const char* path : {"award propose", "person supporter add", "card block", "statement",
                           "journal watch", "completion"}) {
    EXPECT_THAT(zsh, HasSubstr(absl::StrCat("    ('", path, "') words_='"))) << path;
    EXPECT_THAT(fish, HasSubstr(absl::StrCat("'__cardledger_at \\'", path, "\\''"))) << path;
  }
  EXPECT_THAT(zsh, HasSubstr("('award propose':--power) choices='s18-duty s19-power"));
  EXPECT_THAT(fish, HasSubstr("-l power -x -a 's18-duty s19-power"));
  EXPECT_THAT(fish, HasSubstr("-n '__cardledger_at \\'card\\'' -a 'block' -d 'Blocks one card"));
}

TEST(CompletionTree, KnowsFlagsValuesAndWordsAndLeavesOutWhatTheProgramHas) {
  CLI::App root("program", "cardledger");
  std::string text;
  bool flag = false;
  root.add_option("--as", text, "who");
  CLI::App* group = root.add_subcommand("fund", "funds");
  CLI::App* command = group->add_subcommand("list", "lists");
  command->add_option("--kind", text, "kind")->type_name("{one,two}");
  command->add_option("PLACE", text, "place")->check(CLI::IsMember({"here", "there"}));
  command->add_flag("-n,--no", flag, "no");
  const std::vector<CompletionCommand> tree = CompletionTree(root);
  ASSERT_EQ(tree.size(), 3U);
  EXPECT_EQ(tree[0].path, "");
  EXPECT_THAT(tree[0].commands, ElementsAre("fund"));
  EXPECT_EQ(tree[2].path, "fund list");
  EXPECT_EQ(tree[2].purpose, "lists");
  EXPECT_THAT(tree[2].words, ElementsAre("here", "there"));
  ASSERT_EQ(tree[2].options.size(), 2U);
  EXPECT_TRUE(tree[2].options[0].takes_value);
  EXPECT_THAT(tree[2].options[0].words, ElementsAre("one", "two"));
  EXPECT_FALSE(tree[2].options[1].takes_value);
  EXPECT_THAT(tree[2].options[1].names, ElementsAre("--no", "-n"));
}

TEST(Completion, NeedsEveryOptionToTakeAValueEverywhereOrNowhere) {
  // The scripts skip the word after an option that takes a value, whatever the command.
  const std::string fish = Script("fish");
  std::map<std::string, std::set<bool>> seen;
  for (const absl::string_view line : absl::StrSplit(fish, '\n')) {
    if (!absl::StartsWith(line, "complete ")) continue;
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    for (size_t i = 0; i + 1 < words.size() && words[i] != "-d"; ++i) {
      if (words[i] != "-l") continue;
      seen[words[i + 1]].insert(absl::StrContains(line, " -r -d ") ||
                                absl::StrContains(line, " -x -a "));
    }
  }
  ASSERT_THAT(seen, Not(IsEmpty()));
  for (const auto& [name, takes_value] : seen) EXPECT_EQ(takes_value.size(), 1U) << name;
}

}  // namespace
}  // namespace cardledger::cli
