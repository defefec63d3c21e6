#include "clients/cli/words.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cardledger/journal/v1/types.pb.h"

namespace cardledger::cli {
namespace {

using journal::v1::Delivery;
using journal::v1::Power;
using ::testing::HasSubstr;

TEST(ParseWord, TakesTheValuesInLowerCaseWithHyphens) {
  EXPECT_EQ(*ParseWord<Power>("s18-duty"), journal::v1::POWER_S18_DUTY);
  EXPECT_EQ(*ParseWord<Delivery>("council-arranged"), journal::v1::DELIVERY_COUNCIL_ARRANGED);
  EXPECT_EQ(Word(journal::v1::POWER_S117), "s117");
}

TEST(ParseWord, RefusesOthersWithAllWords) {
  for (const std::string text :
       {"", "unspecified", "S18_DUTY", "s18_duty", "POWER_S18_DUTY", "1"}) {
    const auto power = ParseWord<Power>(text);
    ASSERT_FALSE(power.ok()) << text;
    EXPECT_THAT(std::string(power.status().message()),
                HasSubstr("s18-duty, s19-power, s20-carer, s2-prevention, s117, nhs"));
  }
}

TEST(Word, SaysTheNumberOfAValueNotKnown) {
  EXPECT_EQ(Word(static_cast<Power>(77)), "unknown (77)");
}

TEST(Quoted, CanBeShown_whateverTheBytes) {
  EXPECT_EQ(Quoted("£5"), "'£5'");
  EXPECT_EQ(Quoted("a\tb"), R"('a\tb')");
  EXPECT_EQ(Quoted("ro\x88\xA0"), R"('ro\210\240')");
  EXPECT_EQ(Quoted("\u0085"), R"('\302\205')");
  EXPECT_EQ(Quoted(std::string(61, 'x')), "'" + std::string(60, 'x') + "...'");
  // Not cut in the middle of a character.
  EXPECT_EQ(Quoted(std::string(59, 'x') + "££"), "'" + std::string(59, 'x') + "...'");
}

TEST(Phrase, IsTheWordAsInASentence) {
  EXPECT_EQ(Phrase(journal::v1::CANCEL_REASON_NEEDS_CHANGED), "needs changed");
}

TEST(ParseName, TakesTheNameAndTheIdAlone) {
  const std::string id = "3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a";
  EXPECT_EQ(*ParseName("awards", "awards/" + id), "awards/" + id);
  EXPECT_EQ(*ParseName("awards", id), "awards/" + id);
  for (const std::string& text :
       {std::string(), std::string("awards/"), "funds/" + id, "awards/awards/" + id,
        "awards/" + id + " ", std::string("3B1F8A52-6D0E-4F0B-8F43-1F2E3D4C5B6A")}) {
    EXPECT_FALSE(ParseName("awards", text).ok()) << text;
  }
}

TEST(ParseSequenceName, TakesTheNameAndTheSequenceAlone) {
  EXPECT_EQ(*ParseSequenceName("policies", "policies/12"), "policies/12");
  EXPECT_EQ(*ParseSequenceName("transactions", "12"), "transactions/12");
  EXPECT_FALSE(ParseSequenceName("referrals", "policies/12").ok());
  for (const std::string text : {"", "0", "012", "-1", "policies/", "policies/x", "2.textproto"}) {
    EXPECT_FALSE(ParseSequenceName("policies", text).ok()) << text;
  }
}

TEST(IsUtf8, TakesWhatIsAndRefusesWhatIsNot) {
  for (const std::string text : {"", "a", "\u00a3 caf\u00e9", "\u0800\uffff",
                                 "\U00010000\U0010ffff", "\ud7ff\ue000", "\u0080\u07ff"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  for (const std::string text :
       {"\x80", "\xA3", "\xC2", "\xC1\x81", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xC3(", "a\xFF"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

}  // namespace
}  // namespace cardledger::cli
