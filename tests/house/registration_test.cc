#include "tests/house/registration.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/house/source_tree.h"

namespace cardledger::tests::house {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST(Registration, WholeTree_everyTestIsRegistered) {
  EXPECT_THAT(CheckRegistration(ReadSourceTree(RepositoryRoot())), IsEmpty());
}

TEST(Registration, Sample_namedHereOrInAnOuterFolderIsFound) {
  EXPECT_THAT(CheckRegistration({SampleFile("CMakeLists.txt", "add_subdirectory(tests)"),
                                 SampleFile("tests/CMakeLists.txt", "t(SRCS unit/a_test.cc)"),
                                 SampleFile("tests/unit/a_test.cc", "")}),
              IsEmpty());
}

TEST(Registration, Sample_forgottenTestIsRefused) {
  EXPECT_THAT(CheckRegistration({SampleFile("CMakeLists.txt", "t(SRCS a_test.cc # b_fuzz.cc\n)"),
                                 SampleFile("a_test.cc", ""), SampleFile("b_fuzz.cc", ""),
                                 SampleFile("c_bench.cc", ""), SampleFile("d/a_test.cc", "")}),
              ElementsAre(StartsWith("b_fuzz.cc:1:"), StartsWith("c_bench.cc:1:"),
                          StartsWith("d/a_test.cc:1:")));
}

TEST(Registration, Sample_forgottenFolderIsRefused) {
  EXPECT_THAT(CheckRegistration({SampleFile("CMakeLists.txt", "add_subdirectory(a)"),
                                 SampleFile("a/CMakeLists.txt", ""),
                                 SampleFile("b/CMakeLists.txt", "t()")}),
              ElementsAre(StartsWith("b/CMakeLists.txt:1:")));
}

}  // namespace
}  // namespace cardledger::tests::house
