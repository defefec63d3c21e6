#pragma once

// Which method of the client library sends which request. Internal to clients/demo.

#include "absl/status/statusor.h"

#include "clients/cpp/client.h"
#include "clients/demo/plan.h"

namespace cardledger::demo {

// One overload for each request of a plan.
struct Call {
  client::Client& client;

  auto operator()(const v1::CreateFundRequest& r) const { return client.CreateFund(r); }
  auto operator()(const v1::AllocateBudgetRequest& r) const { return client.AllocateBudget(r); }
  auto operator()(const v1::RegisterProviderRequest& r) const { return client.RegisterProvider(r); }
  auto operator()(const v1::RegisterPersonRequest& r) const { return client.RegisterPerson(r); }
  auto operator()(const v1::SetPersonStateRequest& r) const { return client.SetPersonState(r); }
  auto operator()(const v1::SetCommunicationNeedsRequest& r) const {
    return client.SetCommunicationNeeds(r);
  }
  auto operator()(const v1::AddSupporterRequest& r) const { return client.AddSupporter(r); }
  auto operator()(const v1::EndSupporterRequest& r) const { return client.EndSupporter(r); }
  auto operator()(const v1::AddRepresentativeRequest& r) const {
    return client.AddRepresentative(r);
  }
  auto operator()(const v1::SetPersonSubjectRequest& r) const { return client.SetPersonSubject(r); }
  auto operator()(const v1::DeclareRelationRequest& r) const { return client.DeclareRelation(r); }
  auto operator()(const v1::AddProviderSubjectRequest& r) const {
    return client.AddProviderSubject(r);
  }
  auto operator()(const v1::ProposeAwardRequest& r) const { return client.ProposeAward(r); }
  auto operator()(const v1::RecordAgreementRequest& r) const { return client.RecordAgreement(r); }
  auto operator()(const v1::SetContributionRequest& r) const { return client.SetContribution(r); }
  auto operator()(const v1::ApproveAwardRequest& r) const { return client.ApproveAward(r); }
  auto operator()(const v1::CancelAwardRequest& r) const { return client.CancelAward(r); }
  auto operator()(const v1::ProposeExtensionRequest& r) const { return client.ProposeExtension(r); }
  auto operator()(const v1::DecideExtensionRequest& r) const { return client.DecideExtension(r); }
  auto operator()(const v1::EndAwardRequest& r) const { return client.EndAward(r); }
  auto operator()(const v1::CreateLoadRequest& r) const { return client.CreateLoad(r); }
  auto operator()(const v1::ApproveEmergencyLoadRequest& r) const {
    return client.ApproveEmergencyLoad(r);
  }
  auto operator()(const v1::ReverseTransactionRequest& r) const {
    return client.ReverseTransaction(r);
  }
  auto operator()(const v1::ReceiveContributionRequest& r) const {
    return client.ReceiveContribution(r);
  }
  auto operator()(const v1::AddOwnMoneyRequest& r) const { return client.AddOwnMoney(r); }
  auto operator()(const v1::RepayOwnMoneyRequest& r) const { return client.RepayOwnMoney(r); }
  auto operator()(const v1::RequestExceptionRequest& r) const { return client.RequestException(r); }
  auto operator()(const v1::DecideReferralRequest& r) const { return client.DecideReferral(r); }
  auto operator()(const v1::RequestCardRequest& r) const { return client.RequestCard(r); }
  auto operator()(const v1::IssueCardRequest& r) const { return client.IssueCard(r); }
  auto operator()(const v1::ActivateCardRequest& r) const { return client.ActivateCard(r); }
  auto operator()(const v1::BlockCardRequest& r) const { return client.BlockCard(r); }
  auto operator()(const v1::UnblockCardRequest& r) const { return client.UnblockCard(r); }
  auto operator()(const v1::ReviewBlockRequest& r) const { return client.ReviewBlock(r); }
  auto operator()(const v1::ReplaceCardRequest& r) const { return client.ReplaceCard(r); }
  auto operator()(const v1::CloseCardRequest& r) const { return client.CloseCard(r); }
  auto operator()(const v1::SetCardLimitsRequest& r) const { return client.SetCardLimits(r); }
  absl::StatusOr<v1::BulkLoadFinished> operator()(const LoadRun& run) const;
};

}  // namespace cardledger::demo
