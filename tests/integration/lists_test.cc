// Lists page by page: nothing twice, nothing missing, nothing that came after page one; and tokens
// that are stale, forged or of another list.

#include <functional>
#include <map>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/served_ledger.h"
#include "tests/support/resealed_token.h"

namespace cardledger::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kOtherList[] =
    "must come from the same list with the same filters, or be empty to begin again";

class ListsTest : public ::testing::TestWithParam<Backing> {
 protected:
  ListsTest() : ledger_(GetParam()) {}

  std::string MakeFund(int number, int32_t year = 2026) {
    v1::CreateFundRequest request;
    request.set_request_id(ledger_.NewId());
    request.set_code(absl::StrCat("FUND", number));
    request.set_financial_year(year);
    return ledger_.Call(ledger_.funds, &v1::FundService::Stub::CreateFund, kFinanceOfficer, request)
        .response.fund()
        .name();
  }
  Answer<v1::ListFundsResponse> Funds(const v1::ListFundsRequest& request) {
    return ledger_.Call(ledger_.funds, &v1::FundService::Stub::ListFunds, kAuditor, request);
  }
  // All pages from the request's on, and what `between` does after each.
  std::vector<std::string> NamesFrom(v1::ListFundsRequest request,
                                     const std::function<void()>& between) {
    std::vector<std::string> names;
    do {
      const auto page = Funds(request);
      EXPECT_TRUE(page.ok()) << page.status.error_message();
      for (const v1::Fund& fund : page.response.funds()) names.push_back(fund.name());
      request.set_page_token(page.response.next_page_token());
      between();
    } while (!request.page_token().empty());
    return names;
  }
  void ExpectTokenRefused(const Answer<v1::ListFundsResponse>& answer, const std::string& words) {
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_THAT(ViolatedFields(answer.details), ElementsAre("page_token"));
    EXPECT_EQ(answer.status.error_message(),
              absl::StrCat("One field is not as it must be: page_token: ", words));
  }
  Answer<v1::ListAwardsResponse> Awards(const v1::ListAwardsRequest& request) {
    return ledger_.Call(ledger_.awards, &v1::AwardService::Stub::ListAwards, kAuditor, request);
  }

  ServedLedger ledger_;
};

TEST_P(ListsTest, Funds_pageByPage_areAllShownOnceInOrderWithoutNewOnes) {
  std::set<std::string> made;
  for (int i = 0; i < 7; ++i) made.insert(MakeFund(i));
  v1::ListFundsRequest request;
  request.set_page_size(3);
  int pages = 0;
  const std::vector<std::string> shown = NamesFrom(request, [&] {
    MakeFund(100 + pages);  // after page one: left out
    ++pages;
  });
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(shown, std::vector<std::string>(made.begin(), made.end()));
}

TEST_P(ListsTest, Funds_aFullLastPage_hasNoNext) {
  for (int i = 0; i < 4; ++i) MakeFund(i);
  v1::ListFundsRequest request;
  request.set_page_size(2);
  const auto first = Funds(request);
  request.set_page_token(first.response.next_page_token());
  const auto second = Funds(request);
  EXPECT_EQ(second.response.funds_size(), 2);
  EXPECT_EQ(second.response.next_page_token(), "");
}

TEST_P(ListsTest, Funds_ofOneYear_areTheOnlyOnes) {
  MakeFund(1, 2025);
  const std::string wanted = MakeFund(2, 2026);
  v1::ListFundsRequest request;
  request.set_financial_year(2026);
  const auto page = Funds(request);
  ASSERT_EQ(page.response.funds_size(), 1);
  EXPECT_EQ(page.response.funds(0).name(), wanted);
  EXPECT_EQ(page.response.next_page_token(), "");
}

TEST_P(ListsTest, PageSize_ofAMillion_givesTheMost) {
  for (int i = 0; i < 1'001; ++i) MakeFund(i);
  v1::ListFundsRequest request;
  request.set_page_size(1'000'000);
  const auto page = Funds(request);
  EXPECT_EQ(page.response.funds_size(), 1'000);
  EXPECT_NE(page.response.next_page_token(), "");
  request.set_page_size(0);
  EXPECT_EQ(Funds(request).response.funds_size(), 50);
}

TEST_P(ListsTest, Complaint_cursorThatDropsItsFilters_isRefused) {
  for (int i = 0; i < 3; ++i) MakeFund(i, 2026);
  MakeFund(3, 2025);
  v1::ListFundsRequest request;
  request.set_page_size(1);
  request.set_financial_year(2026);
  const std::string token = Funds(request).response.next_page_token();
  v1::ListFundsRequest dropped;
  dropped.set_page_token(token);
  ExpectTokenRefused(Funds(dropped), kOtherList);
  dropped.set_financial_year(2025);
  ExpectTokenRefused(Funds(dropped), kOtherList);
  v1::ListAwardsRequest other_list;
  other_list.set_page_token(token);
  EXPECT_THAT(ViolatedFields(Awards(other_list).details), ElementsAre("page_token"));
  EXPECT_THAT(NamesFrom(request, [] {}), SizeIs(3));
}

TEST_P(ListsTest, Token_fromBeforeARestart_goesOnWithTheSameRows) {
  for (int i = 0; i < 7; ++i) MakeFund(i);
  v1::ListFundsRequest request;
  request.set_page_size(2);
  const std::vector<std::string> without = NamesFrom(request, [] {});
  EXPECT_THAT(without, SizeIs(7));
  EXPECT_EQ(NamesFrom(request, [this] { ledger_.Restart(); }), without);
}

TEST_P(ListsTest, Token_ofAnOlderOrNewerVersion_isToldWhichIsAccepted) {
  for (int i = 0; i < 3; ++i) MakeFund(i);
  v1::ListFundsRequest request;
  request.set_page_size(1);
  const std::string token = Funds(request).response.next_page_token();
  const domain::LedgerId ledger = ledger_.server().engine().identity().id;
  for (const int version : {0, 2}) {
    request.set_page_token(Resealed(token, version, ledger));
    ExpectTokenRefused(Funds(request),
                       absl::StrCat("is of version ", version,
                                    "; must be of version 1, as this program gives it, or empty to "
                                    "begin again"));
  }
  request.set_page_token(Resealed(token, 1, ledger));
  EXPECT_TRUE(Funds(request).ok());
}

TEST_P(ListsTest, Token_changedInAnyPlace_isRefused) {
  for (int i = 0; i < 3; ++i) MakeFund(i);
  v1::ListFundsRequest request;
  request.set_page_size(1);
  const std::string token = Funds(request).response.next_page_token();
  for (size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    request.set_page_token(forged);
    const auto answer = Funds(request);
    EXPECT_THAT(ViolatedFields(answer.details), ElementsAre("page_token")) << i;
    EXPECT_THAT(answer.status.error_message(), HasSubstr("next_page_token of the page before"))
        << i;
  }
}

TEST_P(ListsTest, Token_ofAnotherLedger_isRefused) {
  for (int i = 0; i < 3; ++i) MakeFund(i);
  v1::ListFundsRequest request;
  request.set_page_size(1);
  request.set_page_token(Funds(request).response.next_page_token());
  ServedLedger other;
  ExpectTokenRefused(other.Call(other.funds, &v1::FundService::Stub::ListFunds, kAuditor, request),
                     "must be next_page_token of the page before, as this ledger gave it, or empty "
                     "to begin again");
}

TEST_P(ListsTest, Awards_byPersonAndState_areTheOnlyOnes) {
  ledger_.ActivateTestPolicy();
  const std::string fund = ledger_.MakeFund("ENABLE", 2026, 1'000'000);
  const std::string person = ledger_.MakePerson("CASE/1");
  std::set<std::string> of_person;
  for (int i = 0; i < 3; ++i) of_person.insert(ledger_.ProposeAward(person, fund, 1'000));
  ledger_.ProposeAward(ledger_.MakePerson("CASE/2"), fund, 1'000);
  ledger_.ApproveAward(*of_person.begin());

  v1::ListAwardsRequest request;
  EXPECT_EQ(Awards(request).response.awards_size(), 4);
  request.set_person(person);
  request.set_page_size(2);
  std::vector<std::string> shown;
  do {
    const auto page = Awards(request);
    ASSERT_TRUE(page.ok()) << page.status.error_message();
    for (const v1::Award& award : page.response.awards()) shown.push_back(award.name());
    request.set_page_token(page.response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(shown, std::vector<std::string>(of_person.begin(), of_person.end()));

  request.set_state(v1::AWARD_STATE_ACTIVE);
  const auto active = Awards(request);
  ASSERT_EQ(active.response.awards_size(), 1);
  EXPECT_EQ(active.response.awards(0).name(), *of_person.begin());
  EXPECT_EQ(active.response.awards(0).approved_by(), kApprover.subject);
}

TEST_P(ListsTest, Complaint_filteredReadThatSilentlyFindsNothing_isAnError) {
  v1::ListAwardsRequest request;
  request.set_person("persons/" + ledger_.NewId());
  const auto answer = Awards(request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(answer.details), "PERSON_NOT_FOUND");
}

TEST_P(ListsTest, Providers_pageByPage_areShownOnceWithTheirNames) {
  std::map<std::string, std::string> made;
  for (int i = 0; i < 5; ++i) {
    const std::string display_name = absl::StrCat("Provider ", i);
    made[ledger_.RegisterProvider(display_name)] = display_name;
  }
  std::map<std::string, std::string> shown;
  v1::ListProvidersRequest request;
  request.set_page_size(2);
  do {
    const auto page = ledger_.Call(ledger_.providers, &v1::ProviderService::Stub::ListProviders,
                                   kAuditor, request);
    ASSERT_TRUE(page.ok()) << page.status.error_message();
    for (const v1::Provider& each : page.response.providers()) {
      EXPECT_TRUE(shown.emplace(each.name(), each.display_name()).second);
    }
    request.set_page_token(page.response.next_page_token());
    ledger_.RegisterProvider("Later");  // after page one: left out
  } while (!request.page_token().empty());
  EXPECT_EQ(shown, made);
}

TEST_P(ListsTest, Provider_isShownByItsName) {
  v1::GetProviderRequest request;
  request.set_name(ledger_.RegisterProvider("Helping Hands"));
  const auto shown =
      ledger_.Call(ledger_.providers, &v1::ProviderService::Stub::GetProvider, kAuditor, request);
  EXPECT_EQ(shown.response.provider().display_name(), "Helping Hands");
  EXPECT_EQ(shown.response.provider().kind(), journal::v1::PROVIDER_KIND_VOLUNTARY);
  request.set_name("providers/" + ledger_.NewId());
  const auto missing =
      ledger_.Call(ledger_.providers, &v1::ProviderService::Stub::GetProvider, kAuditor, request);
  EXPECT_EQ(missing.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(missing.details), "PROVIDER_NOT_FOUND");
}

TEST_P(ListsTest, Lists_ofAnEmptyLedger_areEmptyWithoutANext) {
  const auto funds = Funds(v1::ListFundsRequest());
  EXPECT_EQ(funds.response.funds_size(), 0);
  EXPECT_EQ(funds.response.next_page_token(), "");
  EXPECT_EQ(funds.response.read_point().position(), 1u);
  const auto policies = ledger_.Call(ledger_.policies, &v1::PolicyService::Stub::ListPolicies,
                                     kAuditor, v1::ListPoliciesRequest());
  EXPECT_EQ(policies.response.policies_size(), 0);
  EXPECT_EQ(policies.response.next_page_token(), "");
}

INSTANTIATE_TEST_SUITE_P(Backings, ListsTest,
                         ::testing::Values(Backing::kMemory, Backing::kRocksDb),
                         [](const auto& backing) {
                           return backing.param == Backing::kMemory ? "Memory" : "RocksDb";
                         });

}  // namespace
}  // namespace cardledger::tests
