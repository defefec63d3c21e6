#pragma once

// Whether a request is well formed: shape, ranges, enums, dates that exist. Says everything that is
// wrong at once, and what would be accepted. What the ledger's state allows is for Decide; page
// tokens are for the edge, which makes them. Called at the edge before a Command is made. Pure, any
// thread.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/balances.pb.h"
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
#include "cardledger/v1/worklists.pb.h"

namespace cardledger::domain {

struct Violation {
  std::string field;        // path in the request, such as funding[1].amount_pence
  std::string description;  // what would be accepted

  friend bool operator==(const Violation&, const Violation&) = default;
};

// Empty where the request is well formed; in the order of the fields otherwise.
using Violations = std::vector<Violation>;

Violations Validate(const v1::CreateFundRequest& request);
Violations Validate(const v1::AllocateBudgetRequest& request);
Violations Validate(const v1::TransferBudgetRequest& request);
Violations Validate(const v1::RegisterPersonRequest& request);
Violations Validate(const v1::ProposeAwardRequest& request);
Violations Validate(const v1::ApproveAwardRequest& request);
Violations Validate(const v1::CancelAwardRequest& request);
Violations Validate(const v1::CreateLoadRequest& request);
Violations Validate(const v1::BulkLoadStart& request);
Violations Validate(const v1::BulkLoadFinish& request);
// Also checks the policy's text as a whole: one violation for each thing wrong in it, with its
// line.
Violations Validate(const v1::ActivatePolicyRequest& request);
Violations Validate(const v1::ConfirmClockRequest& request);
Violations Validate(const v1::SetPersonStateRequest& request);
Violations Validate(const v1::SetCommunicationNeedsRequest& request);
Violations Validate(const v1::AddSupporterRequest& request);
Violations Validate(const v1::EndSupporterRequest& request);
Violations Validate(const v1::AddRepresentativeRequest& request);
Violations Validate(const v1::EndRepresentativeRequest& request);
Violations Validate(const v1::RegisterProviderRequest& request);
Violations Validate(const v1::ProposeExtensionRequest& request);
Violations Validate(const v1::DecideExtensionRequest& request);
Violations Validate(const v1::EndAwardRequest& request);
Violations Validate(const v1::RecordAgreementRequest& request);
Violations Validate(const v1::SetContributionRequest& request);
Violations Validate(const v1::ReceiveContributionRequest& request);
Violations Validate(const v1::AddOwnMoneyRequest& request);
Violations Validate(const v1::RepayOwnMoneyRequest& request);
Violations Validate(const v1::ApproveEmergencyLoadRequest& request);
Violations Validate(const v1::RequestExceptionRequest& request);
Violations Validate(const v1::DecideReferralRequest& request);
Violations Validate(const v1::ReverseTransactionRequest& request);
Violations Validate(const v1::RequestCardRequest& request);
Violations Validate(const v1::IssueCardRequest& request);
Violations Validate(const v1::ActivateCardRequest& request);
Violations Validate(const v1::BlockCardRequest& request);
Violations Validate(const v1::UnblockCardRequest& request);
Violations Validate(const v1::ReviewBlockRequest& request);
Violations Validate(const v1::ReplaceCardRequest& request);
Violations Validate(const v1::CloseCardRequest& request);
Violations Validate(const v1::SetCardLimitsRequest& request);
Violations Validate(const v1::SetPersonSubjectRequest& request);
Violations Validate(const v1::DeclareRelationRequest& request);
Violations Validate(const v1::EndRelationRequest& request);
Violations Validate(const v1::AddProviderSubjectRequest& request);
Violations Validate(const v1::RemoveProviderSubjectRequest& request);
Violations Validate(const v1::ProposeErasureRequest& request);
Violations Validate(const v1::DecideErasureRequest& request);
Violations Validate(const v1::SetLegalHoldRequest& request);
Violations Validate(const v1::EndLegalHoldRequest& request);
Violations Validate(const v1::RectifyDetailRequest& request);
Violations Validate(const v1::OpenLinesRequest& request);
Violations Validate(const v1::RequestWithheldLookRequest& request);
Violations Validate(const v1::DecideWithheldLookRequest& request);
Violations Validate(const v1::ReviewWithheldLookRequest& request);

Violations Validate(const v1::GetFundRequest& request);
Violations Validate(const v1::ListFundsRequest& request);
Violations Validate(const v1::GetPersonRequest& request);
Violations Validate(const v1::FindPersonRequest& request);
Violations Validate(const v1::GetAwardRequest& request);
Violations Validate(const v1::ListAwardsRequest& request);
Violations Validate(const v1::GetBalanceRequest& request);
Violations Validate(const v1::GetEntitlementStatusRequest& request);
Violations Validate(const v1::WatchEntriesRequest& request);
Violations Validate(const v1::FindPositionRequest& request);
Violations Validate(const v1::GetPolicyRequest& request);
Violations Validate(const v1::ListPoliciesRequest& request);
Violations Validate(const v1::GetCommunicationNeedsRequest& request);
Violations Validate(const v1::GetPersonBalanceRequest& request);
Violations Validate(const v1::GetCardBalanceRequest& request);
Violations Validate(const v1::GetCardRequest& request);
Violations Validate(const v1::ListCardsRequest& request);
Violations Validate(const v1::GetProviderRequest& request);
Violations Validate(const v1::ListProvidersRequest& request);
Violations Validate(const v1::GetReferralRequest& request);
Violations Validate(const v1::ListReferralsRequest& request);
Violations Validate(const v1::ListTransactionsRequest& request);
Violations Validate(const v1::GetTransactionRequest& request);
Violations Validate(const v1::GetStatementRequest& request);
Violations Validate(const v1::GetTransactionTotalsRequest& request);
Violations Validate(const v1::ListWorkRequest& request);
Violations Validate(const v1::ListDueErasuresRequest& request);
Violations Validate(const v1::ExportPersonRequest& request);
Violations Validate(const v1::GetLookRequest& request);
Violations Validate(const v1::ListLooksRequest& request);
Violations Validate(const v1::ListWithheldLooksRequest& request);

// Whether `subject` is 1 to 64 of A-Z a-z 0-9 . _ : | -
bool IsSubject(absl::string_view subject);

// The form in which case references are compared and sealed: upper case.
std::string NormaliseCaseReference(absl::string_view reference);

// Numbers of payment cards in the texts of a request that the card issuer may make too. Validate
// passes them over in those requests; the edge, which knows who calls, refuses them from everybody
// but the issuer. Empty for every other request.
Violations CardNumbersIn(const google::protobuf::Message& request);

}  // namespace cardledger::domain
