#include "services/domain/card_number.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "tests/support/seeded_random.h"

namespace cardledger::domain {
namespace {

// `prefix` and noughts, `digits` in all, the last one so that the Luhn check passes, plus `wrong`.
std::string Number(const std::string& prefix, size_t digits, int wrong = 0) {
  std::string number = prefix;
  number.resize(digits, '0');
  int sum = 0;
  for (size_t i = 0; i < digits; ++i) {
    const int value = number[i] - '0';
    const bool doubled = (digits - i) % 2 == 0;
    sum += doubled ? value * 2 / 10 + value * 2 % 10 : value;
  }
  number.back() = static_cast<char>('0' + ((10 - sum % 10) + wrong) % 10);
  return number;
}

TEST(CardNumber, ThirteenToNineteenDigitsAreOneIfTheyCheck) {
  for (size_t digits = 10; digits <= 24; ++digits) {
    const bool counts = digits >= 13 && digits <= 19;
    EXPECT_EQ(HasCardNumber(Number("4", digits)), counts) << digits;
    EXPECT_FALSE(HasCardNumber(Number("4", digits, 1))) << digits;
  }
}

TEST(CardNumber, OnlyKnownBeginningsCount) {
  for (const char* known : {"4",    "51",   "55",   "2221", "2720", "5018", "5020", "5038", "5893",
                            "6304", "6759", "6761", "6763", "34",   "37",   "6011", "644",  "649",
                            "65",   "3528", "3589", "300",  "305",  "36",   "38",   "62"}) {
    EXPECT_TRUE(HasCardNumber(Number(known, 16))) << known;
  }
  for (const char* unknown : {"1", "2220", "2721", "50", "56", "6760", "6764", "6012", "643",
                              "3527", "3590", "306", "39", "7", "8", "9", "0"}) {
    EXPECT_FALSE(HasCardNumber(Number(unknown, 16))) << unknown;
  }
}

struct Case {
  std::string text;
  bool has;
  std::string masked;
};

TEST(CardNumber, StandsInText) {
  const std::vector<Case> cases = {
      {"", false, ""},
      {"4111111111111111", true, "************1111"},
      {"4111 1111 1111 1111", true, "**** **** **** 1111"},
      {"4111-1111-1111-1111", true, "****-****-****-1111"},
      {"4111 1111-1111 1111", true, "**** ****-**** 1111"},
      {"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", true, "* * * * * * * * * * * * 1 1 1 1"},
      {"her card 4111111111111111, and more", true, "her card ************1111, and more"},
      {"ref4111111111111111x", true, "ref************1111x"},
      {"4111 1111 1111 1111 12/27", true, "**** **** **** 1111 12/27"},
      {"7 4111 1111 1111 1111", true, "7 **** **** **** 1111"},
      {"two: 4111111111111111 5555555555554444", true, "two: ************1111 ************4444"},
      // One number begins inside another, or inside what happens to look like one.
      {"4111 1111 1111 4008 100000008", true, "**** **** **** **** *****0008"},
      {"44 7700 900005 4111 1111 1111 1111", true, "** **** ****** **** **** **** 1111"},
      {"4000 0004 4111 1111 1111 1111", true, "**** **** **** **** **** 1111"},
      // Two separators in a row, and others, end a number.
      {"4111  1111 1111 1111", false, "4111  1111 1111 1111"},
      {"4111 -1111 1111 1111", false, "4111 -1111 1111 1111"},
      {"4111.1111.1111.1111", false, "4111.1111.1111.1111"},
      {"41111111 1111\n1111", false, "41111111 1111\n1111"},
      // Not its own digits alone.
      {"94111111111111111", false, "94111111111111111"},
      {"00004111111111111111", false, "00004111111111111111"},
      // Digits of other scripts; hyphens and spaces of print.
      {"\uFF14\uFF11\uFF11\uFF11111111111111", true, "************1111"},
      {"\u0664\u0661\u0661\u0661111111111111", true, "************1111"},
      {"4111\u00A01111\u20131111\u00A01111", true, "****\u00A0****\u2013****\u00A01111"},
      // No text.
      {"\xEF\xBC", false, "\xEF\xBC"},
      {"4111\xEF\xBC", false, "4111\xEF\xBC"},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(HasCardNumber(each.text), each.has) << each.text;
    EXPECT_EQ(MaskCardNumbers(each.text), each.masked) << each.text;
    EXPECT_EQ(MaskCardNumbers(each.masked), each.masked) << each.text;
  }
}

// Whatever groups of digits stand around it.
TEST(CardNumber, OfANumberAmongGroups_noMoreThanTheLastFourIsLeft) {
  constexpr absl::string_view kNumber = "4111 1111 1111 1111";
  tests::SeededRandom random(16);
  const auto groups = [&random] {
    std::string text;
    for (uint64_t count = random.Below(4); count > 0; --count) {
      for (uint64_t digits = 1 + random.Below(10); digits > 0; --digits) {
        absl::StrAppend(&text, random.Below(10));
      }
      text += ' ';
    }
    return text;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string before = groups();
    const std::string text = absl::StrCat(before, kNumber, " ", groups());
    const std::string masked = MaskCardNumbers(text).substr(before.size(), kNumber.size());
    EXPECT_EQ(masked.substr(0, 15), "**** **** **** ") << text;
  }
}

}  // namespace
}  // namespace cardledger::domain
