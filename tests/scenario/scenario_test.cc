// Runs every scenario under rules/: one test a file. With --rewrite each file gets the answers the
// ledger gives now; read the difference before you keep it. Usage:
//   scenario_test [--rewrite] <folder of scenarios>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include <gtest/gtest.h>

#include "cardledger/journal/v1/refusal.pb.h"
#include "tests/scenario/script.h"
#include "tests/scenario/unified_diff.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace fs = std::filesystem;
namespace journal = ::cardledger::journal::v1;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

// The script's text with the answers the ledger gives.
absl::StatusOr<std::string> Play(const Script& script) {
  World world;
  CARDLEDGER_RETURN_IF_ERROR(world.Open());
  std::vector<std::string> answers;
  for (const ScriptBlock& block : script.blocks) {
    std::string& answer = answers.emplace_back();
    for (const ScriptCommand& command : block.commands) {
      CARDLEDGER_ASSIGN_OR_RETURN(const std::string lines, world.Run(command));
      absl::StrAppend(&answer, lines);
    }
  }
  if (world.ledger().is_open()) {
    CARDLEDGER_ASSIGN_OR_RETURN(const std::string findings, world.Fsck());
    if (!findings.empty()) return absl::DataLossError(absl::StrCat("fsck: ", findings));
  }
  return FormatScript(script, answers);
}

class ScenarioTest : public ::testing::Test {
 public:
  ScenarioTest(fs::path path, bool rewrite) : path_(std::move(path)), rewrite_(rewrite) {}

  void TestBody() override {
    const std::string text = ReadFile(path_);
    const auto script = ParseScript(text);
    ASSERT_TRUE(script.ok()) << path_ << ": " << script.status();
    const auto played = Play(*script);
    ASSERT_TRUE(played.ok()) << path_ << ": " << played.status();
    if (rewrite_) {
      std::ofstream(path_, std::ios::binary) << *played;
    } else {
      EXPECT_EQ(text, *played) << path_ << " expects (-) and got (+):\n"
                               << UnifiedDiff(text, *played)
                               << "Where the new answers are right, run with --rewrite.";
    }
  }

 private:
  const fs::path path_;
  const bool rewrite_;
};

// No reason to refuse may go without a scenario that shows it.
class EveryRefusalTest : public ::testing::Test {
 public:
  explicit EveryRefusalTest(std::vector<fs::path> paths) : paths_(std::move(paths)) {}

  void TestBody() override {
    std::string all;
    for (const fs::path& path : paths_) all += ReadFile(path);
    const auto* reasons = journal::RefusalReason_descriptor();
    for (int i = 0; i < reasons->value_count(); ++i) {
      const auto* value = reasons->value(i);
      if (value->number() == journal::REFUSAL_REASON_UNSPECIFIED) continue;
      const std::string name = value->name().substr(std::string("REFUSAL_REASON_").size());
      EXPECT_TRUE(absl::StrContains(all, absl::StrCat("refused ", name, " ")))
          << "no scenario is refused with " << name;
    }
  }

 private:
  const std::vector<fs::path> paths_;
};

std::vector<fs::path> ScenariosIn(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace
}  // namespace cardledger::tests

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  const bool rewrite = argc == 3 && std::string(argv[1]) == "--rewrite";
  if (argc != 2 && !rewrite) {
    std::cerr << "usage: scenario_test [--rewrite] <folder of scenarios>\n";
    return 2;
  }
  const auto paths = cardledger::tests::ScenariosIn(argv[argc - 1]);
  for (const auto& path : paths) {
    ::testing::RegisterTest("Scenario", path.stem().c_str(), nullptr, nullptr, path.c_str(), 1,
                            [path, rewrite]() -> ::testing::Test* {
                              return new cardledger::tests::ScenarioTest(path, rewrite);
                            });
  }
  ::testing::RegisterTest(
      "Scenarios", "ShowEveryRefusal", nullptr, nullptr, __FILE__, __LINE__,
      [paths]() -> ::testing::Test* { return new cardledger::tests::EveryRefusalTest(paths); });
  return RUN_ALL_TESTS();
}
