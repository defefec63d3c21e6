#pragma once

// One decision under way: the command, what it looks at, and the entry being written. Internal to
// domain: decide.cc makes one and hands it to the function of the command's kind, each in the file
// of its subject.

#include "services/domain/decide.h"
#include "services/domain/posting_set.h"
#include "services/domain/refusals.h"

namespace cardledger::domain {

struct Decider {
  const Command& command;
  const State& state;
  const DecisionContext& context;
  Day today;  // in Europe/London
  Decision& decision;
  journal::v1::Entry& entry;  // decision.entries[0]
  PostingSet postings;
  std::vector<journal::v1::Entry> further;  // after the first; their heads are written at the end

  // Sets the day the entry counts for, and so its accounting period.
  void TakeEffectOn(Day day);
  // Names the award, and with it the person, that the entry concerns.
  void Concern(const AwardId& id, const store::v1::AwardRow& award);
  // A further entry of the same command, effective as the first. Valid until the next is added.
  journal::v1::Entry& AddEntry() { return further.emplace_back(); }
  // Seals `text` beside the entry; nothing where it is empty.
  void Seal(journal::v1::DetailKind kind, absl::string_view text);
};

// Each fills the entry's event, postings and references, or says why not. Called before anything of
// the entry but its head stands.
MaybeRefusal DecideRequest(Decider& d, const v1::CreateFundRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::AllocateBudgetRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::TransferBudgetRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RegisterPersonRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ProposeAwardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ApproveAwardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::CancelAwardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::CreateLoadRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::BulkLoadStart& request);
MaybeRefusal DecideRequest(Decider& d, const v1::BulkLoadFinish& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ActivatePolicyRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ConfirmClockRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::SetPersonStateRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::SetCommunicationNeedsRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::AddSupporterRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::EndSupporterRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::AddRepresentativeRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::EndRepresentativeRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RegisterProviderRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ProposeExtensionRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::DecideExtensionRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::EndAwardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RecordAgreementRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::SetContributionRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ReceiveContributionRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::AddOwnMoneyRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RepayOwnMoneyRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ApproveEmergencyLoadRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RequestExceptionRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::DecideReferralRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ReverseTransactionRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RequestCardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::IssueCardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ActivateCardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::BlockCardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::UnblockCardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ReviewBlockRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ReplaceCardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::CloseCardRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::SetCardLimitsRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::SetPersonSubjectRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::DeclareRelationRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::EndRelationRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::AddProviderSubjectRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RemoveProviderSubjectRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ProposeErasureRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::DecideErasureRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::SetLegalHoldRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::EndLegalHoldRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RectifyDetailRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::OpenLinesRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::RequestWithheldLookRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::DecideWithheldLookRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::ReviewWithheldLookRequest& request);
MaybeRefusal DecideRequest(Decider& d, const v1::DueStep& step);

}  // namespace cardledger::domain
