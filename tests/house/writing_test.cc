#include "tests/house/writing.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/house/source_tree.h"

namespace cardledger::tests::house {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Check(absl::string_view path, absl::string_view text) {
  return CheckWriting(SampleFile(path, text), RepositoryRoot());
}

TEST(Writing, WholeTree_keepsHouseStyle) {
  std::vector<std::string> findings;
  for (const SourceFile& file : ReadSourceTree(RepositoryRoot())) {
    for (std::string& finding : CheckWriting(file, RepositoryRoot())) {
      findings.push_back(std::move(finding));
    }
  }
  EXPECT_THAT(findings, IsEmpty());
}

TEST(Writing, Sample_unfinishedWorkIsRefused) {
  EXPECT_THAT(Check("docs/a.md",
                    "one\nTO"
                    "DO: two"),
              ElementsAre(HasSubstr("docs/a.md:2:")));
  EXPECT_THAT(Check("base/a.cc",
                    "// FIX"
                    "ME"),
              ElementsAre(HasSubstr("finish it")));
  EXPECT_THAT(Check("base/a.cc",
                    "// XX"
                    "X"),
              ElementsAre(HasSubstr("finish it")));
}

TEST(Writing, Sample_whatHasAReplacementIsRefused) {
  EXPECT_THAT(Check("base/a.cc", "throw 1;"), ElementsAre(HasSubstr("errors are values")));
  EXPECT_THAT(Check("base/a.cc", "absl::Mutex m;"), ElementsAre(HasSubstr("base/mutex.h")));
  EXPECT_THAT(Check("base/a.cc", "std::format(x);"), ElementsAre(HasSubstr("absl::StrCat")));
  EXPECT_THAT(Check("base/a.cc", "// may throw"), IsEmpty());
}

TEST(Writing, Sample_sleepInATestIsRefused) {
  EXPECT_THAT(Check("tests/a.cc", "std::this_thread::sleep_for(d);"),
              ElementsAre(HasSubstr("waits")));
  EXPECT_THAT(Check("tests/a.cc", "absl::SleepFor(d);"), ElementsAre(HasSubstr("waits")));
  EXPECT_THAT(Check("tests/a.cc", "usleep(1);"), ElementsAre(HasSubstr("waits")));
  EXPECT_THAT(Check("services/server/a.cc", "absl::SleepFor(d);"), IsEmpty());
}

TEST(Writing, Sample_pathOutOfTheRepositoryOrToNothingIsRefused) {
  EXPECT_THAT(Check("docs/a.md", absl::StrCat("see .", "./.", "./elsewhere/b.md")),
              ElementsAre(HasSubstr("leads to")));
  EXPECT_THAT(Check("docs/a.md",
                    "see .."
                    "/no_such_file.md"),
              ElementsAre(HasSubstr("leads to")));
  EXPECT_THAT(Check("docs/a.md", "see ../CMakeLists.txt, and up one: ../"), IsEmpty());
}

TEST(Writing, Sample_linkToNothingIsRefused) {
  EXPECT_THAT(Check("docs/a.md", "[a](no_such_file.md#b)"), ElementsAre(HasSubstr("leads to")));
  EXPECT_THAT(Check("README.md", "[a](deploy/setup) [b](#b) [c](https://example.org)"), IsEmpty());
}

TEST(Writing, Sample_headerWithoutItsWordsIsRefused) {
  EXPECT_THAT(Check("base/a.h", "#ifndef A\n\n// A."), ElementsAre(HasSubstr("#pragma once")));
  EXPECT_THAT(Check("base/a.h", "#pragma once\n\n#include <array>"),
              ElementsAre(HasSubstr("says")));
  EXPECT_THAT(Check("base/a.h", "#pragma once\n\n// What it is."), IsEmpty());
}

TEST(Writing, Sample_longFileIsRefused) {
  std::string text;
  for (size_t i = 0; i < kFileLinesMax; ++i) text += "int a;\n";
  EXPECT_THAT(Check("base/a.cc", text), IsEmpty());
  EXPECT_THAT(Check("base/a.cc", text + "int a;\n"), ElementsAre(HasSubstr("base/a.cc:451:")));
}

}  // namespace
}  // namespace cardledger::tests::house
