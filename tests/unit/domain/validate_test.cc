#include "services/domain/validate.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/domain/limits.h"
#include "tests/support/test_ledger.h"
#include "tests/unit/domain/requests.h"
#include "tests/unit/domain/spoiled.h"

namespace cardledger::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Validate, CreateFund) {
  ExpectTable<v1::CreateFundRequest>(
      GoodCreateFund(),
      {{{"request_id"}, [](auto& r) { r.clear_request_id(); }},
       {{"request_id"}, [](auto& r) { r.set_request_id("0F8FAD5B-D9CB-469F-A165-000000000001"); }},
       {{"code"}, [](auto& r) { r.set_code("A"); }},
       {{"code"}, [](auto& r) { r.set_code(std::string(25, 'A')); }},
       {{}, [](auto& r) { r.set_code(std::string(24, 'A')); }},
       {{"code"}, [](auto& r) { r.set_code("-AB"); }},
       {{"code"}, [](auto& r) { r.set_code("AB-"); }},
       {{"code"}, [](auto& r) { r.set_code("AB C"); }},
       {{"financial_year"}, [](auto& r) { r.set_financial_year(2014); }},
       {{}, [](auto& r) { r.set_financial_year(2098); }},
       {{"financial_year"}, [](auto& r) { r.set_financial_year(2099); }},
       {{"request_id", "code", "financial_year"}, [](auto& r) { r.Clear(); }}});
}

TEST(Validate, AllocateBudget) {
  ExpectTable<v1::AllocateBudgetRequest>(
      GoodAllocateBudget(),
      {{{"amount_pence"}, [](auto& r) { r.set_amount_pence(0); }},
       {{}, [](auto& r) { r.set_amount_pence(-kBudgetPenceMax); }},
       {{"amount_pence"}, [](auto& r) { r.set_amount_pence(kBudgetPenceMax + 1); }},
       {{"amount_pence"}, [](auto& r) { r.set_amount_pence(-kBudgetPenceMax - 1); }},
       {{"amount_pence"}, [](auto& r) { r.set_amount_pence(INT64_MIN); }},
       {{"reason"}, [](auto& r) { r.clear_reason(); }},
       {{"reason"}, [](auto& r) { r.set_reason(static_cast<journal::v1::BudgetReason>(99)); }},
       {{"reason"}, [](auto& r) { r.set_reason(static_cast<journal::v1::BudgetReason>(-1)); }},
       {{}, [](auto& r) { r.set_note(std::string(kNoteBytesMax, 'x')); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "fund", "amount_pence", "reason"}, [](auto& r) { r.Clear(); }}});
}

TEST(Validate, TransferBudget) {
  ExpectTable<v1::TransferBudgetRequest>(
      GoodTransferBudget(),
      {{{"to_fund"}, [](auto& r) { r.set_to_fund(r.from_fund()); }},
       {{"amount_pence"}, [](auto& r) { r.set_amount_pence(-1); }},
       {{"from_fund"}, [](auto& r) { r.set_from_fund("awards/" + TestUuid(2)); }},
       {{"request_id", "from_fund", "to_fund", "to_fund", "amount_pence"},
        [](auto& r) { r.Clear(); }}});
}

TEST(Validate, RegisterPerson) {
  ExpectTable<v1::RegisterPersonRequest>(
      GoodRegisterPerson(),
      {{{"case_reference"}, [](auto& r) { r.clear_case_reference(); }},
       {{"case_reference"}, [](auto& r) { r.set_case_reference("Jo Smith"); }},
       {{"case_reference"}, [](auto& r) { r.set_case_reference("LL-1001\n"); }},
       {{}, [](auto& r) { r.set_case_reference(std::string(64, 'x')); }},
       {{"case_reference"}, [](auto& r) { r.set_case_reference(std::string(65, 'x')); }}});
}

TEST(Validate, ProposeAward) {
  ExpectTable<v1::ProposeAwardRequest>(
      GoodProposeAward(),
      {{{"power"}, [](auto& r) { r.clear_power(); }},
       {{"power"}, [](auto& r) { r.set_power(static_cast<journal::v1::Power>(77)); }},
       {{"delivery"}, [](auto& r) { r.set_delivery(static_cast<journal::v1::Delivery>(99)); }},
       {{"start_date"}, [](auto& r) { r.clear_start_date(); }},
       {{"end_date"}, [](auto& r) { *r.mutable_end_date() = TestDate(2026, 11, 31); }},
       {{"end_date"}, [](auto& r) { *r.mutable_end_date() = TestDate(2026, 10, 0); }},
       {{"end_date"}, [](auto& r) { *r.mutable_end_date() = TestDate(2026, 7, 5); }},
       {{}, [](auto& r) { *r.mutable_end_date() = TestDate(2026, 7, 6); }},
       {{"funding"}, [](auto& r) { r.clear_funding(); }},
       {{"funding"},
        [](auto& r) {
          for (int i = 0; i < kFundPartsMax; ++i) *r.add_funding() = r.funding(0);
        }},
       {{"funding[1].fund"}, [](auto& r) { *r.add_funding() = r.funding(0); }},
       {{"funding[0].amount_pence"}, [](auto& r) { r.mutable_funding(0)->set_amount_pence(0); }},
       {{"funding[0].amount_pence"},
        [](auto& r) { r.mutable_funding(0)->set_amount_pence(kAwardPenceMax + 1); }},
       {{"goal"}, [](auto& r) { r.set_goal(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "person", "power", "delivery", "start_date", "end_date", "funding"},
        [](auto& r) { r.Clear(); }}});
}

TEST(Validate, ApproveAndCancelAward) {
  ExpectTable<v1::ApproveAwardRequest>(GoodApproveAward(),
                                       {{{"award"}, [](auto& r) { r.set_award("awards/"); }},
                                        {{"request_id", "award"}, [](auto& r) { r.Clear(); }}});
  ExpectTable<v1::CancelAwardRequest>(
      GoodCancelAward(),
      {{{"reason"}, [](auto& r) { r.set_reason(static_cast<journal::v1::CancelReason>(42)); }},
       {{"note"}, [](auto& r) { r.set_note(std::string(kNoteBytesMax + 1, 'x')); }},
       {{"request_id", "award", "reason"}, [](auto& r) { r.Clear(); }}});
}

TEST(Validate, CreateLoad) {
  ExpectTable<v1::CreateLoadRequest>(
      GoodCreateLoad(),
      {{{"amount_pence"}, [](auto& r) { r.set_amount_pence(0); }},
       {{"amount_pence"}, [](auto& r) { r.set_amount_pence(-1); }},
       {{"amount_pence"}, [](auto& r) { r.set_amount_pence(INT64_MAX); }},
       {{}, [](auto& r) { r.set_amount_pence(kAwardPenceMax); }},
       {{"due_date"}, [](auto& r) { *r.mutable_due_date() = TestDate(2026, 2, 29); }},
       {{"due_date"}, [](auto& r) { *r.mutable_due_date() = TestDate(0, 7, 6); }},
       {{"request_id", "award", "amount_pence", "due_date"}, [](auto& r) { r.Clear(); }}});
}

TEST(Validate, Runs) {
  ExpectTable<v1::BulkLoadStart>(
      GoodBulkLoadStart(),
      {{{"declared_count"}, [](auto& r) { r.set_declared_count(0); }},
       {{}, [](auto& r) { r.set_declared_count(kBulkRowsPerRunMax); }},
       {{"declared_count"}, [](auto& r) { r.set_declared_count(kBulkRowsPerRunMax + 1); }},
       {{"declared_pence"}, [](auto& r) { r.set_declared_pence(-5); }},
       {{"request_id", "declared_count", "declared_pence"}, [](auto& r) { r.Clear(); }}});
  ExpectTable<v1::BulkLoadFinish>(GoodBulkLoadFinish(),
                                  {{{"request_id"}, [](auto& r) { r.Clear(); }}});
  ExpectTable<v1::ConfirmClockRequest>(GoodConfirmClock(),
                                       {{{"request_id"}, [](auto& r) { r.Clear(); }}});
}

TEST(Validate, ActivatePolicy_namesEachFaultWithItsLine) {
  v1::ActivatePolicyRequest request;
  request.set_request_id(TestUuid(1));
  request.set_text(std::string(tests::TestPolicyText()));
  EXPECT_THAT(Validate(request), IsEmpty());
  request.set_text("version: \"x\"\nvalid_from: 3\nnonsense: 4\n");
  const Violations violations = Validate(request);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_THAT(violations[0].description, ::testing::StartsWith("line 2: "));
  request.set_text("");
  EXPECT_THAT(FieldsOf(request), ElementsAre("text"));
}

TEST(Validate, EnumComplaint_listsWhatWouldBeAccepted) {
  v1::ProposeAwardRequest request = GoodProposeAward();
  request.set_delivery(static_cast<journal::v1::Delivery>(99));
  EXPECT_THAT(Validate(request), ElementsAre(Violation{"delivery",
                                                       "must be one of DELIVERY_COUNCIL_ARRANGED, "
                                                       "DELIVERY_DIRECT_PAYMENT, "
                                                       "DELIVERY_MANAGED_ACCOUNT, DELIVERY_GRANT, "
                                                       "not number 99"}));
}

// Of every message in the API's files.
std::vector<const google::protobuf::FieldDescriptor*> AmountFields() {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  for (const google::protobuf::Descriptor* any :
       {v1::AwardFunding::descriptor(), v1::AwardEarmark::descriptor(),
        v1::SetContributionRequest::descriptor(), v1::GetBalanceResponse::descriptor(),
        v1::Fund::descriptor(), v1::CreateLoadRequest::descriptor(), v1::Policy::descriptor(),
        v1::DecideReferralRequest::descriptor(), v1::Transaction::descriptor(),
        journal::v1::CardLimits::descriptor()}) {
    for (int m = 0; m < any->file()->message_type_count(); ++m) {
      const google::protobuf::Descriptor& message = *any->file()->message_type(m);
      for (int f = 0; f < message.field_count(); ++f) {
        if (absl::EndsWith(message.field(f)->name(), "pence")) fields.push_back(message.field(f));
      }
    }
  }
  return fields;
}

// Whether a message whose one field stands in JSON as `value` can be read.
bool IsReadFromJson(const google::protobuf::FieldDescriptor& field, absl::string_view value) {
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()
          ->GetPrototype(field.containing_type())
          ->New());
  return google::protobuf::util::JsonStringToMessage(
             absl::StrCat("{\"", field.json_name(), "\": ", value, "}"), message.get())
      .ok();
}

TEST(Validate, Complaint_amountsThatNeedRounding_cannotBeSaidOnTheWireNorInJson) {
  const std::vector<const google::protobuf::FieldDescriptor*> amounts = AmountFields();
  EXPECT_GT(amounts.size(), 40u);
  for (const google::protobuf::FieldDescriptor* field : amounts) {
    EXPECT_EQ(field->type(), google::protobuf::FieldDescriptor::TYPE_INT64) << field->full_name();
    EXPECT_TRUE(IsReadFromJson(*field, "100")) << field->full_name();
    for (const char* value : {"100.5", "\"100.5\"", "0.001", "1e-1", "\"1e-1\""}) {
      EXPECT_FALSE(IsReadFromJson(*field, value)) << field->full_name() << " as " << value;
    }
  }
}

TEST(Validate, Reads) {
  v1::ListFundsRequest funds;
  EXPECT_THAT(FieldsOf(funds), IsEmpty());
  funds.set_page_size(1'000'000);  // capped, not refused
  EXPECT_THAT(FieldsOf(funds), IsEmpty());
  funds.set_page_size(-1);
  funds.set_financial_year(1);
  EXPECT_THAT(FieldsOf(funds), ElementsAre("page_size", "financial_year"));

  v1::ListAwardsRequest awards;
  awards.set_state(static_cast<v1::AwardState>(9));
  awards.set_person("persons/x");
  EXPECT_THAT(FieldsOf(awards), ElementsAre("person", "state"));

  v1::GetEntitlementStatusRequest status;
  status.set_person("persons/" + TestUuid(1));
  EXPECT_THAT(FieldsOf(status), IsEmpty());
  *status.mutable_date() = TestDate(2026, 6, 31);
  EXPECT_THAT(FieldsOf(status), ElementsAre("date"));

  v1::FindPositionRequest find;
  EXPECT_THAT(FieldsOf(find), ElementsAre("time"));
  find.mutable_time()->set_seconds(1);
  EXPECT_THAT(FieldsOf(find), IsEmpty());
  find.mutable_time()->set_nanos(1'000'000'000);
  EXPECT_THAT(FieldsOf(find), ElementsAre("time"));
  find.mutable_time()->set_nanos(0);
  find.mutable_time()->set_seconds(-1);
  EXPECT_THAT(FieldsOf(find), ElementsAre("time"));
  find.mutable_time()->set_seconds(INT64_MAX);
  EXPECT_THAT(FieldsOf(find), ElementsAre("time"));
}

TEST(Validate, ReadsByName) {
  EXPECT_THAT(FieldsOf(v1::GetFundRequest()), ElementsAre("name"));
  EXPECT_THAT(FieldsOf(v1::GetPersonRequest()), ElementsAre("name"));
  EXPECT_THAT(FieldsOf(v1::GetAwardRequest()), ElementsAre("name"));
  EXPECT_THAT(FieldsOf(v1::GetBalanceRequest()), ElementsAre("award"));
  EXPECT_THAT(FieldsOf(v1::FindPersonRequest()), ElementsAre("case_reference"));
  EXPECT_THAT(FieldsOf(v1::GetPolicyRequest()), ElementsAre("name"));
  EXPECT_THAT(FieldsOf(v1::GetCardRequest()), ElementsAre("name"));
  EXPECT_THAT(FieldsOf(v1::GetProviderRequest()), ElementsAre("name"));
  EXPECT_THAT(FieldsOf(v1::GetReferralRequest()), ElementsAre("name"));
  EXPECT_THAT(FieldsOf(v1::GetCommunicationNeedsRequest()), ElementsAre("person"));
}

TEST(Validate, Lists_acceptNoFilterAndRefuseOneThatIsNone) {
  v1::ListCardsRequest cards;
  EXPECT_THAT(FieldsOf(cards), IsEmpty());
  cards.set_award("awards/" + TestUuid(1));
  cards.set_person("persons/" + TestUuid(2));
  cards.set_state(v1::CARD_STATE_EXPIRED);
  EXPECT_THAT(FieldsOf(cards), IsEmpty());
  cards.set_page_size(-1);
  cards.set_award("cards/" + TestUuid(1));
  cards.set_person("x");
  cards.set_state(static_cast<v1::CardState>(99));
  EXPECT_THAT(FieldsOf(cards), ElementsAre("page_size", "award", "person", "state"));

  v1::ListReferralsRequest referrals;
  EXPECT_THAT(FieldsOf(referrals), IsEmpty());
  referrals.set_page_size(-1);
  referrals.set_state(static_cast<v1::ReferralState>(99));
  EXPECT_THAT(FieldsOf(referrals), ElementsAre("page_size", "state"));

  v1::ListProvidersRequest providers;
  EXPECT_THAT(FieldsOf(providers), IsEmpty());
  providers.set_page_size(-1);
  EXPECT_THAT(FieldsOf(providers), ElementsAre("page_size"));
}

TEST(IsSubject, Table) {
  EXPECT_TRUE(IsSubject("sam"));
  EXPECT_TRUE(IsSubject("auth0|5f7c_A.b:c-9"));
  EXPECT_TRUE(IsSubject(std::string(64, 'x')));
  EXPECT_FALSE(IsSubject(std::string(65, 'x')));
  EXPECT_FALSE(IsSubject(""));
  EXPECT_FALSE(IsSubject("sam smith"));
  EXPECT_FALSE(IsSubject("sam@example.org"));
  EXPECT_FALSE(IsSubject(absl::string_view("sam\0", 4)));
}

}  // namespace
}  // namespace cardledger::domain
