// Every method of the client against a service that takes any call: which method of the API it
// calls, that a mutation sent again keeps its request id, and that no method of the API is left
// out.

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "clients/cpp/client.h"
#include "tests/unit/clients/cpp/any_service.h"

namespace cardledger::client {
namespace {

using ::testing::SizeIs;

class ClientMethodsTest : public ::testing::Test {
 protected:
  ClientMethodsTest() {
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
    ClientOptions options;
    options.environment.sleep = [](absl::Duration) {};
    client_ = Client::OverChannel(std::move(options), server_->InProcessChannel({}));
  }
  ~ClientMethodsTest() override {
    client_.reset();
    server_->Shutdown();
  }

  template <typename Response, typename Argument>
  void Call(absl::StatusOr<Response> (Client::*method)(Argument)) {
    using Request = std::remove_cvref_t<Argument>;
    EXPECT_TRUE((client_.get()->*method)(Request()).ok()) << Request::descriptor()->full_name();
    const std::string path = PathOf(*Request::descriptor());
    const std::vector<std::string>& sent = service_.sent_by_method[path];
    ASSERT_THAT(sent, SizeIs(2)) << path;
    EXPECT_EQ(sent[0], sent[1]) << path;
    const auto* id = Request::descriptor()->FindFieldByName("request_id");
    if (id == nullptr) return;
    Request request;
    ASSERT_TRUE(request.ParseFromString(sent[0])) << path;
    EXPECT_THAT(request.GetReflection()->GetString(request, id), SizeIs(36)) << path;
  }

  // Every message asks one method alone.
  std::string PathOf(const google::protobuf::Descriptor& request) {
    for (const auto* method : ApiMethods()) {
      if (method->input_type() == &request) {
        return absl::StrCat("/", method->service()->full_name(), "/", method->name());
      }
    }
    return "";
  }

  // The unary ones.
  static std::vector<const google::protobuf::MethodDescriptor*> ApiMethods() {
    std::vector<const google::protobuf::MethodDescriptor*> methods;
    for (const auto* file :
         {v1::Fund::descriptor()->file(), v1::Person::descriptor()->file(),
          v1::Award::descriptor()->file(), v1::CreateLoadRequest::descriptor()->file(),
          v1::PurseBalance::descriptor()->file(), v1::Card::descriptor()->file(),
          v1::Provider::descriptor()->file(), v1::Referral::descriptor()->file(),
          v1::Transaction::descriptor()->file(), v1::WorkItem::descriptor()->file(),
          v1::Look::descriptor()->file(), v1::ProposeErasureRequest::descriptor()->file(),
          v1::GetLedgerRequest::descriptor()->file(), v1::Policy::descriptor()->file()}) {
      const auto* service = file->service(0);
      for (int i = 0; i < service->method_count(); ++i) {
        if (!service->method(i)->server_streaming()) methods.push_back(service->method(i));
      }
    }
    return methods;
  }

  // The first call of each method is answered UNAVAILABLE.
  AnyService service_{1};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Client> client_;
};

TEST_F(ClientMethodsTest, EachCallsTheMethodOfItsNameAndAgainWithTheSameRequestId) {
  Call(&Client::CreateFund);
  Call(&Client::AllocateBudget);
  Call(&Client::TransferBudget);
  Call(&Client::GetFund);
  Call(&Client::ListFunds);
  Call(&Client::RegisterPerson);
  Call(&Client::GetPerson);
  Call(&Client::FindPerson);
  Call(&Client::SetPersonState);
  Call(&Client::SetCommunicationNeeds);
  Call(&Client::GetCommunicationNeeds);
  Call(&Client::AddSupporter);
  Call(&Client::EndSupporter);
  Call(&Client::AddRepresentative);
  Call(&Client::EndRepresentative);
  Call(&Client::SetPersonSubject);
  Call(&Client::DeclareRelation);
  Call(&Client::EndRelation);
  Call(&Client::ProposeErasure);
  Call(&Client::DecideErasure);
  Call(&Client::SetLegalHold);
  Call(&Client::EndLegalHold);
  Call(&Client::RectifyDetail);
  Call(&Client::ListDueErasures);
  Call(&Client::ExportPerson);
  Call(&Client::ProposeAward);
  Call(&Client::ApproveAward);
  Call(&Client::CancelAward);
  Call(&Client::GetAward);
  Call(&Client::ListAwards);
  Call(&Client::ProposeExtension);
  Call(&Client::DecideExtension);
  Call(&Client::EndAward);
  Call(&Client::RecordAgreement);
  Call(&Client::SetContribution);
  Call(&Client::ReceiveContribution);
  Call(&Client::AddOwnMoney);
  Call(&Client::RepayOwnMoney);
  Call(&Client::CreateLoad);
  Call(&Client::ApproveEmergencyLoad);
  Call(&Client::GetBalance);
  Call(&Client::GetPersonBalance);
  Call(&Client::GetCardBalance);
  Call(&Client::GetEntitlementStatus);
  Call(&Client::RequestCard);
  Call(&Client::IssueCard);
  Call(&Client::ActivateCard);
  Call(&Client::BlockCard);
  Call(&Client::UnblockCard);
  Call(&Client::ReviewBlock);
  Call(&Client::ReplaceCard);
  Call(&Client::CloseCard);
  Call(&Client::SetCardLimits);
  Call(&Client::GetCard);
  Call(&Client::ListCards);
  Call(&Client::RegisterProvider);
  Call(&Client::GetProvider);
  Call(&Client::ListProviders);
  Call(&Client::AddProviderSubject);
  Call(&Client::RemoveProviderSubject);
  Call(&Client::RequestException);
  Call(&Client::DecideReferral);
  Call(&Client::GetReferral);
  Call(&Client::ListReferrals);
  Call(&Client::ListTransactions);
  Call(&Client::GetTransaction);
  Call(&Client::GetStatement);
  Call(&Client::GetTransactionTotals);
  Call(&Client::OpenLines);
  Call(&Client::RequestWithheldLook);
  Call(&Client::DecideWithheldLook);
  Call(&Client::ReviewWithheldLook);
  Call(&Client::GetLook);
  Call(&Client::ListLooks);
  Call(&Client::ListWithheldLooks);
  Call(&Client::ReverseTransaction);
  Call(&Client::ListWork);
  Call(&Client::GetLedger);
  Call(&Client::FindPosition);
  Call(&Client::ConfirmClock);
  Call(&Client::ActivatePolicy);
  Call(&Client::GetPolicy);
  Call(&Client::ListPolicies);
  EXPECT_THAT(service_.sent_by_method, SizeIs(ApiMethods().size()));
}

}  // namespace
}  // namespace cardledger::client
