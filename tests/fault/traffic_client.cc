#include "tests/fault/traffic_client.h"

#include <memory>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

#include "base/check.h"
#include "clients/cpp/client_error.h"

namespace cardledger::fault {
namespace {

namespace journal = ::cardledger::journal::v1;

// Whoever it is may do everything: the rules of the ledger are looked at here, not those of access.
client::Identity IdentityOf(const journal::Caller& caller) {
  client::Identity identity{caller.subject(), {}};
  for (int role = 1; role <= journal::Role_MAX; ++role) {
    if (!journal::Role_IsValid(role) || role == journal::ROLE_LEDGER) continue;
    const std::string& name = journal::Role_Name(static_cast<journal::Role>(role));
    identity.roles.push_back(absl::AsciiStrToLower(absl::StripPrefix(name, "ROLE_")));
  }
  return identity;
}

using Answer = absl::StatusOr<std::string>;

template <typename Response>
Answer AnswerOf(const absl::StatusOr<Response>& response) {
  if (response.ok()) return response->SerializeAsString();
  const client::ClientError error = client::DecodeError(response.status());
  if (!error.facts.contains("sequence")) return response.status();  // no entry says so
  return error.message;
}

// One overload a request, each with its call.
struct Call {
  client::Client& to;

  Answer operator()(const v1::CreateFundRequest& r) const { return AnswerOf(to.CreateFund(r)); }
  Answer operator()(const v1::AllocateBudgetRequest& r) const {
    return AnswerOf(to.AllocateBudget(r));
  }
  Answer operator()(const v1::TransferBudgetRequest& r) const {
    return AnswerOf(to.TransferBudget(r));
  }
  Answer operator()(const v1::RegisterPersonRequest& r) const {
    return AnswerOf(to.RegisterPerson(r));
  }
  Answer operator()(const v1::ProposeAwardRequest& r) const { return AnswerOf(to.ProposeAward(r)); }
  Answer operator()(const v1::ApproveAwardRequest& r) const { return AnswerOf(to.ApproveAward(r)); }
  Answer operator()(const v1::CancelAwardRequest& r) const { return AnswerOf(to.CancelAward(r)); }
  Answer operator()(const v1::CreateLoadRequest& r) const { return AnswerOf(to.CreateLoad(r)); }
  Answer operator()(const v1::ActivatePolicyRequest& r) const {
    return AnswerOf(to.ActivatePolicy(r));
  }
  Answer operator()(const v1::ConfirmClockRequest& r) const { return AnswerOf(to.ConfirmClock(r)); }
  Answer operator()(const v1::SetPersonStateRequest& r) const {
    return AnswerOf(to.SetPersonState(r));
  }
  Answer operator()(const v1::SetCommunicationNeedsRequest& r) const {
    return AnswerOf(to.SetCommunicationNeeds(r));
  }
  Answer operator()(const v1::AddSupporterRequest& r) const { return AnswerOf(to.AddSupporter(r)); }
  Answer operator()(const v1::EndSupporterRequest& r) const { return AnswerOf(to.EndSupporter(r)); }
  Answer operator()(const v1::AddRepresentativeRequest& r) const {
    return AnswerOf(to.AddRepresentative(r));
  }
  Answer operator()(const v1::EndRepresentativeRequest& r) const {
    return AnswerOf(to.EndRepresentative(r));
  }
  Answer operator()(const v1::RegisterProviderRequest& r) const {
    return AnswerOf(to.RegisterProvider(r));
  }
  Answer operator()(const v1::ProposeExtensionRequest& r) const {
    return AnswerOf(to.ProposeExtension(r));
  }
  Answer operator()(const v1::DecideExtensionRequest& r) const {
    return AnswerOf(to.DecideExtension(r));
  }
  Answer operator()(const v1::EndAwardRequest& r) const { return AnswerOf(to.EndAward(r)); }
  Answer operator()(const v1::RecordAgreementRequest& r) const {
    return AnswerOf(to.RecordAgreement(r));
  }
  Answer operator()(const v1::SetContributionRequest& r) const {
    return AnswerOf(to.SetContribution(r));
  }
  Answer operator()(const v1::ReceiveContributionRequest& r) const {
    return AnswerOf(to.ReceiveContribution(r));
  }
  Answer operator()(const v1::AddOwnMoneyRequest& r) const { return AnswerOf(to.AddOwnMoney(r)); }
  Answer operator()(const v1::RepayOwnMoneyRequest& r) const {
    return AnswerOf(to.RepayOwnMoney(r));
  }
  Answer operator()(const v1::ApproveEmergencyLoadRequest& r) const {
    return AnswerOf(to.ApproveEmergencyLoad(r));
  }
  Answer operator()(const v1::RequestExceptionRequest& r) const {
    return AnswerOf(to.RequestException(r));
  }
  Answer operator()(const v1::DecideReferralRequest& r) const {
    return AnswerOf(to.DecideReferral(r));
  }
  Answer operator()(const v1::ReverseTransactionRequest& r) const {
    return AnswerOf(to.ReverseTransaction(r));
  }
  Answer operator()(const v1::RequestCardRequest& r) const { return AnswerOf(to.RequestCard(r)); }
  Answer operator()(const v1::IssueCardRequest& r) const { return AnswerOf(to.IssueCard(r)); }
  Answer operator()(const v1::ActivateCardRequest& r) const { return AnswerOf(to.ActivateCard(r)); }
  Answer operator()(const v1::BlockCardRequest& r) const { return AnswerOf(to.BlockCard(r)); }
  Answer operator()(const v1::UnblockCardRequest& r) const { return AnswerOf(to.UnblockCard(r)); }
  Answer operator()(const v1::ReviewBlockRequest& r) const { return AnswerOf(to.ReviewBlock(r)); }
  Answer operator()(const v1::ReplaceCardRequest& r) const { return AnswerOf(to.ReplaceCard(r)); }
  Answer operator()(const v1::CloseCardRequest& r) const { return AnswerOf(to.CloseCard(r)); }
  Answer operator()(const v1::SetCardLimitsRequest& r) const {
    return AnswerOf(to.SetCardLimits(r));
  }
  Answer operator()(const v1::SetPersonSubjectRequest& r) const {
    return AnswerOf(to.SetPersonSubject(r));
  }
  Answer operator()(const v1::DeclareRelationRequest& r) const {
    return AnswerOf(to.DeclareRelation(r));
  }
  Answer operator()(const v1::EndRelationRequest& r) const { return AnswerOf(to.EndRelation(r)); }
  Answer operator()(const v1::AddProviderSubjectRequest& r) const {
    return AnswerOf(to.AddProviderSubject(r));
  }
  Answer operator()(const v1::RemoveProviderSubjectRequest& r) const {
    return AnswerOf(to.RemoveProviderSubject(r));
  }
  Answer operator()(const v1::ProposeErasureRequest& r) const {
    return AnswerOf(to.ProposeErasure(r));
  }
  Answer operator()(const v1::DecideErasureRequest& r) const {
    return AnswerOf(to.DecideErasure(r));
  }
  Answer operator()(const v1::SetLegalHoldRequest& r) const { return AnswerOf(to.SetLegalHold(r)); }
  Answer operator()(const v1::EndLegalHoldRequest& r) const { return AnswerOf(to.EndLegalHold(r)); }
  Answer operator()(const v1::RectifyDetailRequest& r) const {
    return AnswerOf(to.RectifyDetail(r));
  }
  Answer operator()(const v1::OpenLinesRequest& r) const { return AnswerOf(to.OpenLines(r)); }
  Answer operator()(const v1::RequestWithheldLookRequest& r) const {
    return AnswerOf(to.RequestWithheldLook(r));
  }
  Answer operator()(const v1::DecideWithheldLookRequest& r) const {
    return AnswerOf(to.DecideWithheldLook(r));
  }
  Answer operator()(const v1::ReviewWithheldLookRequest& r) const {
    return AnswerOf(to.ReviewWithheldLook(r));
  }

  // Steps of runs are sent by the bulk stream, and due steps by nobody.
  template <typename Request>
  Answer operator()(const Request&) const {
    CARDLEDGER_CHECK(false, "every command that is sent alone has a call");
    return "";
  }
};

}  // namespace

absl::StatusOr<std::string> SendCommand(const client::Client& client,
                                        const domain::Command& command) {
  const std::unique_ptr<client::Client> as = client.As(IdentityOf(command.caller));
  return std::visit(Call{*as}, command.request);
}

}  // namespace cardledger::fault
