// Who may call: nobody without an identity, nobody without a role the method names, and both are
// looked at before anything else.

#include "google/protobuf/descriptor.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"

#include "tests/integration/served_ledger.h"

namespace cardledger::tests {
namespace {

class AccessTest : public ::testing::Test {
 protected:
  // Of a call of `method` with an empty request, in an identity made by `identify`.
  template <typename Identifier>
  grpc::Status CallEmpty(const std::string& method, const Identifier& identify) {
    grpc::GenericStub stub(ledger_.channel());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
    identify(context);
    grpc::CompletionQueue queue;
    void* tag = nullptr;
    bool ok = false;
    // As a stream, which every kind of method understands.
    const auto call = stub.PrepareCall(&context, method, &queue);
    call->StartCall(nullptr);
    queue.Next(&tag, &ok);
    const grpc::Slice no_bytes;
    call->WriteLast(grpc::ByteBuffer(&no_bytes, 1), grpc::WriteOptions(), nullptr);
    queue.Next(&tag, &ok);
    grpc::Status status;
    call->Finish(&status, nullptr);
    queue.Next(&tag, &ok);
    queue.Shutdown();
    while (queue.Next(&tag, &ok)) {
    }
    return status;
  }

  // "/cardledger.v1.FundService/CreateFund" and all others of the API.
  static std::vector<std::string> AllMethods() {
    std::vector<std::string> methods;
    for (const google::protobuf::Descriptor* any :
         {v1::Fund::descriptor(), v1::Person::descriptor(), v1::Award::descriptor(),
          v1::CreateLoadRequest::descriptor(), v1::GetBalanceRequest::descriptor(),
          v1::GetLedgerRequest::descriptor(), v1::Policy::descriptor(), v1::Card::descriptor(),
          v1::Provider::descriptor(), v1::Referral::descriptor()}) {
      const google::protobuf::ServiceDescriptor* service = any->file()->service(0);
      for (int i = 0; i < service->method_count(); ++i) {
        methods.push_back("/" + service->full_name() + "/" + service->method(i)->name());
      }
    }
    return methods;
  }

  ServedLedger ledger_;
};

TEST_F(AccessTest, EveryMethod_withoutAnIdentity_isUnauthenticated) {
  ASSERT_EQ(AllMethods().size(), 60u);
  for (const std::string& method : AllMethods()) {
    const grpc::Status status = CallEmpty(method, [](grpc::ClientContext&) {});
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << method;
    EXPECT_EQ(ReasonOf(DetailsOf(status)), "IDENTITY_MISSING") << method;
  }
}

// The provider's role is named by no method yet, so it is let in nowhere; and an empty request is
// answered so too, because permission comes before form.
TEST_F(AccessTest, EveryMethod_inARoleItDoesNotName_isDeniedBeforeTheRequestIsLookedAt) {
  for (const std::string& method : AllMethods()) {
    const grpc::Status status = CallEmpty(method, [](grpc::ClientContext& context) {
      Identify(context, {"someone", "provider"});
    });
    EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED) << method;
    EXPECT_EQ(ReasonOf(DetailsOf(status)), "ROLE_NOT_ALLOWED") << method;
  }
}

// Grants over one's own objects alone let nobody in until owners are known.
TEST_F(AccessTest, Person_askingForABalance_isDeniedForNow) {
  for (const char* role : {"person", "supporter", "representative"}) {
    v1::GetBalanceRequest request;
    request.set_award("awards/" + ledger_.NewId());
    const auto answer = ledger_.Call(ledger_.balances, &v1::BalanceService::Stub::GetBalance,
                                     {"someone", role}, request);
    EXPECT_EQ(ReasonOf(answer.details), "ROLE_NOT_ALLOWED") << role;
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
