// The threats in docs/SECURITY.md each name a control and a test that is there.

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/house/source_tree.h"

namespace cardledger::tests::house {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFirst[] = "\n## Threats\n";
constexpr size_t kCells = 6;  // what stands before the first bar, four cells, what follows the last

std::string Page() {
  std::ifstream in(absl::StrCat(RepositoryRoot(), "/docs/SECURITY.md"));
  const std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const size_t from = all.find(kFirst) + sizeof(kFirst) - 1;
  return all.substr(from, all.find("\n## ", from) - from);
}

// The rows of the tables, without their heads.
std::vector<std::vector<std::string>> Rows() {
  std::vector<std::vector<std::string>> rows;
  for (const absl::string_view line : absl::StrSplit(Page(), '\n')) {
    if (!absl::StartsWith(line, "| ") || absl::StartsWith(line, "| | threat")) continue;
    std::vector<std::string>& cells = rows.emplace_back();
    for (const absl::string_view cell : absl::StrSplit(line, '|')) {
      cells.emplace_back(absl::StripAsciiWhitespace(cell));
    }
  }
  return rows;
}

// "Suite.Test" of every test, and the names of the fuzz targets.
std::set<std::string> AllTests() {
  std::set<std::string> tests;
  for (const SourceFile& file : ReadSourceTree(RepositoryRoot())) {
    if (absl::StartsWith(file.path, "tests/fuzz/") && absl::EndsWith(file.path, "_fuzz.cc")) {
      const size_t slash = file.path.rfind('/') + 1;
      tests.insert(file.path.substr(slash, file.path.size() - slash - 3));
    }
    for (const std::string& line : file.lines) {
      if (!absl::StartsWith(line, "TEST")) continue;
      const std::vector<std::string> parts = absl::StrSplit(line, absl::ByAnyChar("(,)"));
      if (parts.size() < 3) continue;
      tests.insert(absl::StrCat(parts[1], ".", absl::StripAsciiWhitespace(parts[2])));
    }
  }
  return tests;
}

TEST(Threats, EachNamesAControl_andATestThatIsThere) {
  const std::set<std::string> tests = AllTests();
  std::vector<std::string> missing;
  for (const std::vector<std::string>& cells : Rows()) {
    ASSERT_THAT(cells, SizeIs(kCells));
    EXPECT_NE(cells[2], "");
    EXPECT_NE(cells[3], "") << cells[2];
    EXPECT_NE(cells[4], "") << cells[2];
    for (const absl::string_view name : absl::StrSplit(cells[4], ", ")) {
      const std::string bare(absl::StripSuffix(absl::StripPrefix(name, "`"), "`"));
      if (!tests.contains(bare)) missing.push_back(bare);
    }
  }
  EXPECT_THAT(missing, IsEmpty());
}

TEST(Threats, EveryKindIsThoughtOf) {
  std::set<std::string> kinds;
  for (const std::vector<std::string>& cells : Rows()) kinds.insert(cells[1]);
  EXPECT_EQ(kinds, (std::set<std::string>{"S", "T", "R", "I", "D", "E"}));
  EXPECT_GT(Rows().size(), 25u);
}

}  // namespace
}  // namespace cardledger::tests::house
