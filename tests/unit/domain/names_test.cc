#include "services/domain/names.h"

#include "absl/strings/str_cat.h"
#include <gtest/gtest.h>

namespace cardledger::domain {
namespace {

constexpr absl::string_view kId = "0f8fad5b-d9cb-469f-a165-70867728950e";

TEST(Names, FormatAndParse_goThereAndBack) {
  const base::Uuid uuid = *base::Uuid::Parse(kId);
  EXPECT_EQ(FundName(FundId(uuid)), absl::StrCat("funds/", kId));
  EXPECT_EQ(PersonName(PersonId(uuid)), absl::StrCat("persons/", kId));
  EXPECT_EQ(AwardName(AwardId(uuid)), absl::StrCat("awards/", kId));
  EXPECT_EQ(LoadName(RequestId(uuid)), absl::StrCat("loads/", kId));
  EXPECT_EQ(LedgerName(LedgerId(uuid)), absl::StrCat("ledgers/", kId));
  EXPECT_EQ(RunName(12), "runs/12");
  EXPECT_EQ(PolicyName(12), "policies/12");
  EXPECT_EQ(ParseFundName(FundName(FundId(uuid))), FundId(uuid));
  EXPECT_EQ(ParsePersonName(PersonName(PersonId(uuid))), PersonId(uuid));
  EXPECT_EQ(ParseAwardName(AwardName(AwardId(uuid))), AwardId(uuid));
  EXPECT_EQ(ParseRequestId(kId), RequestId(uuid));
  EXPECT_EQ(CardName(CardId(uuid)), absl::StrCat("cards/", kId));
  EXPECT_EQ(ProviderName(ProviderId(uuid)), absl::StrCat("providers/", kId));
  EXPECT_EQ(SupporterName(PartyId(uuid)), absl::StrCat("supporters/", kId));
  EXPECT_EQ(RepresentativeName(PartyId(uuid)), absl::StrCat("representatives/", kId));
  EXPECT_EQ(TransactionName(12), "transactions/12");
  EXPECT_EQ(ReferralName(12), "referrals/12");
  EXPECT_EQ(CardOf(CardName(CardId(uuid))), CardId(uuid));
  EXPECT_EQ(ProviderOf(ProviderName(ProviderId(uuid))), ProviderId(uuid));
  EXPECT_EQ(SupporterOf(SupporterName(PartyId(uuid))), PartyId(uuid));
  EXPECT_EQ(RepresentativeOf(RepresentativeName(PartyId(uuid))), PartyId(uuid));
  EXPECT_EQ(TransactionOf("transactions/12"), 12u);
  EXPECT_EQ(ReferralOf("referrals/12"), 12u);
  EXPECT_EQ(ParsePolicyName("policies/12"), 12u);
}

TEST(ParseFundName, EverythingElse_isRefused) {
  const std::string good = absl::StrCat("funds/", kId);
  for (const std::string& name :
       {std::string(), std::string("funds/"), std::string(kId), absl::StrCat("fund/", kId),
        absl::StrCat("awards/", kId), absl::StrCat(good, "/"), absl::StrCat(good, " "),
        absl::StrCat(" ", good), absl::StrCat("funds//", kId),
        std::string("funds/0F8FAD5B-D9CB-469F-A165-70867728950E"),
        std::string("funds/0f8fad5bd9cb469fa16570867728950e"),
        std::string("funds/0f8fad5b-d9cb-469f-a165-70867728950g"),
        std::string("funds/00000000-0000-0000-0000-000000000000"), good.substr(0, good.size() - 1),
        good + std::string(1, '\0')}) {
    EXPECT_FALSE(ParseFundName(name).has_value()) << name;
  }
}

TEST(ParsePolicyName, OtherSpellings_areRefused) {
  for (const char* name : {"policies/0", "policies/01", "policies/-1", "policies/+1", "policies/ 1",
                           "policies/", "policies/1x", "policies/18446744073709551616", "1"}) {
    EXPECT_FALSE(ParsePolicyName(name).has_value()) << name;
  }
  EXPECT_EQ(ParsePolicyName("policies/18446744073709551615"), UINT64_MAX);
}

// The two kinds of party have one kind of id, and still cannot be taken for each other.
TEST(Names, OfAnotherCollection_areRefused) {
  EXPECT_FALSE(ParseSupporterName(absl::StrCat("representatives/", kId)).has_value());
  EXPECT_FALSE(ParseRepresentativeName(absl::StrCat("supporters/", kId)).has_value());
  EXPECT_FALSE(ParseCardName(absl::StrCat("awards/", kId)).has_value());
  EXPECT_FALSE(ParseTransactionName("referrals/12").has_value());
  EXPECT_FALSE(ParseReferralName("transactions/12").has_value());
}

TEST(NamesDeathTest, UncheckedName_aborts) {
  EXPECT_DEATH(FundOf("funds/x"), "checked at the edge");
  EXPECT_DEATH(RequestOf(""), "checked at the edge");
}

}  // namespace
}  // namespace cardledger::domain
