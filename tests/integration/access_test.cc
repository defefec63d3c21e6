// Who may call: nobody without an identity, nobody without a role the method names, and both are
// looked at before anything else.

#include "gtest/gtest.h"

#include "tests/integration/api_methods.h"

namespace cardledger::tests {
namespace {

class AccessTest : public ::testing::Test {
 protected:
  ServedLedger ledger_;
};

TEST_F(AccessTest, EveryMethod_withoutAnIdentity_isUnauthenticated) {
  for (const auto* method : AllMethods()) {
    const grpc::Status status = CallMethod(ledger_.channel(), *method, "", nullptr);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << ShortName(*method);
    EXPECT_EQ(ReasonOf(DetailsOf(status)), "IDENTITY_MISSING") << ShortName(*method);
  }
}

TEST_F(AccessTest, Request_thatIsRepeated_isStillDeniedInTheWrongRole) {
  const std::string award = ledger_.MakeAward();
  const v1::CreateLoadRequest request = ledger_.LoadOf(award, 1'000);
  ASSERT_TRUE(
      ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kFinanceOfficer, request)
          .ok());
  const auto answer =
      ledger_.Call(ledger_.loads, &v1::LoadService::Stub::CreateLoad, kAuditor, request);
  EXPECT_EQ(ReasonOf(answer.details), "ROLE_NOT_ALLOWED");
}

TEST_F(AccessTest, Identity_thatCannotBeRead_isUnauthenticated) {
  const std::vector<Identity> identities = {
      {"", "auditor"},
      {"two words", "auditor"},
      {std::string(65, 'a'), "auditor"},
      {"auditor-1", ""},
      {"auditor-1", "emperor"},
      {"auditor-1", "AUDITOR"},
      {"auditor-1", "auditor,"},
      {"auditor-1", "auditor, approver"},
      {"auditor-1", "unspecified"},
      {"auditor-1", "ledger"},
  };
  for (const Identity& identity : identities) {
    const auto answer = ledger_.Call(ledger_.journal, &v1::JournalService::Stub::GetLedger,
                                     identity, v1::GetLedgerRequest());
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNAUTHENTICATED)
        << identity.subject << " " << identity.roles;
    EXPECT_EQ(ReasonOf(answer.details), "IDENTITY_INVALID")
        << identity.subject << " " << identity.roles;
  }
}

TEST_F(AccessTest, Identity_givenTwice_isUnauthenticated) {
  grpc::ClientContext context;
  Identify(context, kAuditor);
  context.AddMetadata("x-cardledger-subject", "auditor-2");
  v1::GetLedgerResponse response;
  const grpc::Status status =
      ledger_.journal->GetLedger(&context, v1::GetLedgerRequest(), &response);
  EXPECT_EQ(ReasonOf(DetailsOf(status)), "IDENTITY_INVALID");
}

TEST_F(AccessTest, Roles_inAnyOrder_areTheSameCaller) {
  v1::CreateFundRequest request;
  request.set_request_id(ledger_.NewId());
  request.set_code("ORDER");
  request.set_financial_year(2026);
  const auto first = ledger_.Call(ledger_.funds, &v1::FundService::Stub::CreateFund,
                                  {"finance-1", "finance_officer,auditor"}, request);
  const auto again = ledger_.Call(ledger_.funds, &v1::FundService::Stub::CreateFund,
                                  {"finance-1", "auditor,finance_officer,auditor"}, request);
  ASSERT_TRUE(first.ok() && again.ok()) << again.status.error_message();
  EXPECT_EQ(again.response.SerializeAsString(), first.response.SerializeAsString());
}

}  // namespace
}  // namespace cardledger::tests
