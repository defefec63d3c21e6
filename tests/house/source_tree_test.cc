#include "tests/house/source_tree.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cardledger::tests::house {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

TEST(SourceTree, Read_findsWhatPeopleWriteAndNothingFrozen) {
  std::vector<std::string> paths;
  for (const SourceFile& file : ReadSourceTree(RepositoryRoot())) paths.push_back(file.path);
  EXPECT_THAT(paths, IsSupersetOf({"tests/house/source_tree_test.cc", "deploy/setup", "README.md",
                                   "proto/cardledger/v1/loads.proto", ".ci/run"}));
  EXPECT_THAT(paths, Each(Not(HasSubstr("proto/baseline/"))));
}

TEST(SourceTree, CodeOnly_blanksCommentsAndLiteralsAndKeepsTheRest) {
  EXPECT_THAT(CodeOnly({"a // b", "c /* d", "e */ f"}), ElementsAre("a     ", "c     ", "     f"));
  EXPECT_THAT(CodeOnly({R"(x("y\"z") w)"}), ElementsAre("x(      ) w"));
  EXPECT_THAT(CodeOnly({"'\\'' 1'000 'a'"}), ElementsAre("     1'000    "));
  EXPECT_THAT(CodeOnly({"R\"x(a", "b)\" c)x\" d"}), ElementsAre("     ", "         d"));
}

TEST(SourceTree, HasWord_findsWholeWordsOnly) {
  EXPECT_TRUE(HasWord("(float)", "float"));
  EXPECT_TRUE(HasWord("floats float", "float"));
  EXPECT_FALSE(HasWord("floats", "float"));
  EXPECT_FALSE(HasWord("a_float", "float"));
}

}  // namespace
}  // namespace cardledger::tests::house
