#include "services/vault/kek.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/temporary_folder.h"

namespace cardledger::vault {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kDigits[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1F";

// One variable of the environment, which is not set before and after.
class EnvironmentVariable {
 public:
  explicit EnvironmentVariable(const char* name) : name_(name) { ::unsetenv(name_); }
  ~EnvironmentVariable() { ::unsetenv(name_); }
  EnvironmentVariable(const EnvironmentVariable&) = delete;
  EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

  void Set(const char* value) { ::setenv(name_, value, 1); }

 private:
  const char* const name_;
};

class KekTest : public ::testing::Test {
 protected:
  std::string Write(absl::string_view text, std::filesystem::perms mode) {
    const std::string path = folder_.file("kek");
    std::ofstream(path) << text;
    std::filesystem::permissions(path, mode);
    return path;
  }

  const tests::TemporaryFolder folder_;
};

TEST_F(KekTest, SixtyFourDigits_areAKey) {
  const auto key = ParseKek(absl::StrCat(" ", kDigits, "\n"), "it");
  ASSERT_TRUE(key.ok()) << key.status();
  ASSERT_EQ(key->size(), 32u);
  EXPECT_EQ((*key)[31], '\x1f');
}

TEST_F(KekTest, OtherTexts_areRefused_andNotRepeated) {
  for (const std::string& text :
       {std::string(), std::string(kDigits).substr(1), absl::StrCat(kDigits, "0"),
        absl::StrCat(std::string(kDigits).substr(1), "g"), std::string(32, 'k')}) {
    const auto key = ParseKek(text, "the file");
    EXPECT_EQ(key.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(key.status().message()), HasSubstr("the file must hold"));
    EXPECT_THAT(std::string(key.status().message()), Not(HasSubstr("0102030405")));
  }
}

TEST_F(KekTest, FileOfItsOwnerAlone_isRead) {
  using std::filesystem::perms;
  EXPECT_TRUE(ReadKek(Write(kDigits, perms::owner_read)).ok());
  for (const perms more : {perms::group_read, perms::others_read, perms::group_write}) {
    const auto key = ReadKek(Write(kDigits, perms::owner_read | perms::owner_write | more));
    EXPECT_EQ(key.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(key.status().message()), HasSubstr("chmod 600"));
  }
  EXPECT_EQ(ReadKek(folder_.file("none")).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(KekTest, Environment_isReadWhereNoFileIsNamed) {
  EnvironmentVariable variable(kKekVariable);
  EXPECT_EQ(ReadKek("").status().code(), absl::StatusCode::kNotFound);
  variable.Set(kDigits);
  EXPECT_EQ(ReadKek("").value_or(""), ParseKek(kDigits, "it").value_or("none"));
  EXPECT_EQ(ReadKek(folder_.file("none")).status().code(), absl::StatusCode::kNotFound)
      << "a file that is named is the one that counts";
  variable.Set("0102030405");
  const auto key = ReadKek("");
  EXPECT_EQ(key.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(key.status().message()),
              AllOf(HasSubstr(kKekVariable), Not(HasSubstr("0102030405"))));
}

TEST_F(KekTest, NewFile_isReadAgain_andNeverOverwritten) {
  const std::string path = folder_.file("new");
  const auto random = [](size_t count) { return std::string(count, 'r'); };
  ASSERT_TRUE(MakeKekFile(path, random).ok());
  const auto key = ReadKek(path);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(*key, std::string(32, 'r'));
  EXPECT_EQ(MakeKekFile(path, random).code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(KekTest, Paths_lieBesideTheLedgersFolder) {
  EXPECT_EQ(KeyPathsBeside("var/ledger").keys, "var/ledger.keys");
  EXPECT_EQ(KeyPathsBeside("var/ledger/").kek, "var/ledger.kek");
}

}  // namespace
}  // namespace cardledger::vault
