#pragma once

// A command: a request of the API that changes the ledger, with who asked and the id under which it
// has one answer for ever. The request is the command's input as it came; Validate (validate.h) has
// passed before a Command is made. Value type.

#include <array>
#include <cstdint>
#include <variant>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/cards.pb.h"
#include "cardledger/v1/due.pb.h"
#include "cardledger/v1/funds.pb.h"
#include "cardledger/v1/journal.pb.h"
#include "cardledger/v1/loads.pb.h"
#include "cardledger/v1/looks.pb.h"
#include "cardledger/v1/persons.pb.h"
#include "cardledger/v1/policies.pb.h"
#include "cardledger/v1/privacy.pb.h"
#include "cardledger/v1/providers.pb.h"
#include "cardledger/v1/referrals.pb.h"
#include "cardledger/v1/transactions.pb.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

using Request = std::variant<
    v1::CreateFundRequest, v1::AllocateBudgetRequest, v1::TransferBudgetRequest,
    v1::RegisterPersonRequest, v1::ProposeAwardRequest, v1::ApproveAwardRequest,
    v1::CancelAwardRequest, v1::CreateLoadRequest, v1::BulkLoadStart, v1::BulkLoadFinish,
    v1::ActivatePolicyRequest, v1::ConfirmClockRequest, v1::SetPersonStateRequest,
    v1::SetCommunicationNeedsRequest, v1::AddSupporterRequest, v1::EndSupporterRequest,
    v1::AddRepresentativeRequest, v1::EndRepresentativeRequest, v1::RegisterProviderRequest,
    v1::ProposeExtensionRequest, v1::DecideExtensionRequest, v1::EndAwardRequest,
    v1::RecordAgreementRequest, v1::SetContributionRequest, v1::ReceiveContributionRequest,
    v1::AddOwnMoneyRequest, v1::RepayOwnMoneyRequest, v1::ApproveEmergencyLoadRequest,
    v1::RequestExceptionRequest, v1::DecideReferralRequest, v1::ReverseTransactionRequest,
    v1::RequestCardRequest, v1::IssueCardRequest, v1::ActivateCardRequest, v1::BlockCardRequest,
    v1::UnblockCardRequest, v1::ReviewBlockRequest, v1::ReplaceCardRequest, v1::CloseCardRequest,
    v1::SetCardLimitsRequest, v1::SetPersonSubjectRequest, v1::DeclareRelationRequest,
    v1::EndRelationRequest, v1::AddProviderSubjectRequest, v1::RemoveProviderSubjectRequest,
    v1::ProposeErasureRequest, v1::DecideErasureRequest, v1::SetLegalHoldRequest,
    v1::EndLegalHoldRequest, v1::RectifyDetailRequest, v1::OpenLinesRequest,
    v1::RequestWithheldLookRequest, v1::DecideWithheldLookRequest, v1::ReviewWithheldLookRequest,
    v1::DueStep>;

// First 16 bytes of a SHA-256 over the named decision fields (fingerprint.h).
using Fingerprint = std::array<uint8_t, 16>;

struct Command {
  RequestId request_id;
  journal::v1::Caller caller;
  Fingerprint fingerprint{};
  uint64_t run_entry = 0;  // the entry that started the run, for its rows and its finish; else 0
  Request request;
};

// The sequence of the entry that the command names and its decision looks at; 0 for none.
uint64_t OriginalOf(const Command& command);

// The subject of the identity provider whose links the command's decision looks at; empty for none.
// Valid as long as the command.
absl::string_view SubjectOf(const Command& command);

// Of a validated request: reads its request id and works out its fingerprint.
Command MakeCommand(Request request, journal::v1::Caller caller, uint64_t run_entry = 0);

}  // namespace cardledger::domain
