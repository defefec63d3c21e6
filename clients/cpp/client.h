#pragma once

// The C++ client of a ledger: one method for every call of the API. For the command line, tests and
// other council systems. Safe from several threads. Every method blocks, tries again where the
// ledger cannot be reached (UNAVAILABLE alone, with the same request id), and gives up at the total
// timeout. A mutation without a request id is given one before its first send. A failed method
// returns a status that DecodeError (client_error.h) takes apart; INVALID_ARGUMENT, without a call,
// for an identity that cannot be sent. What it does not do: cache, or decide anything.

#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/balances.pb.h"
#include "cardledger/v1/cards.pb.h"
#include "cardledger/v1/changes.pb.h"
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
#include "clients/cpp/bulk_load.h"
#include "clients/cpp/identity.h"
#include "clients/cpp/retry.h"

namespace grpc {
class Channel;
}  // namespace grpc

namespace cardledger::client {

// How the connection is protected, and by what a system proves itself. All in PEM.
struct TlsOptions {
  std::string authorities;  // by whom the ledger's certificate is trusted; empty: the machine's
  std::string certificate;  // our own; empty: none
  std::string key;          // its private key
};

struct ClientOptions {
  std::string address = "127.0.0.1:7420";
  // Not set: no protection, for a sandbox ledger on the same machine.
  std::optional<TlsOptions> tls;
  std::optional<Identity> identity;
  Proof proof = NamesAsProof();
  // Total time of one unary call, over all its tries; for streams, the time without any progress.
  absl::Duration timeout = absl::Seconds(30);
  RetryPolicy retry;
  RetryEnvironment environment = SystemRetryEnvironment();
};

class Client {
 public:
  // Does not wait for the ledger to be there: the first call does.
  static std::unique_ptr<Client> Connect(ClientOptions options);
  // Over a channel made elsewhere, such as one inside the process.
  static std::unique_ptr<Client> OverChannel(ClientOptions options,
                                             const std::shared_ptr<grpc::Channel>& channel);
  // The same connection in another identity.
  std::unique_ptr<Client> As(Identity identity) const;

  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  absl::StatusOr<v1::CreateFundResponse> CreateFund(v1::CreateFundRequest request);
  absl::StatusOr<v1::AllocateBudgetResponse> AllocateBudget(v1::AllocateBudgetRequest request);
  absl::StatusOr<v1::TransferBudgetResponse> TransferBudget(v1::TransferBudgetRequest request);
  absl::StatusOr<v1::GetFundResponse> GetFund(const v1::GetFundRequest& request);
  absl::StatusOr<v1::ListFundsResponse> ListFunds(const v1::ListFundsRequest& request);

  absl::StatusOr<v1::RegisterPersonResponse> RegisterPerson(v1::RegisterPersonRequest request);
  absl::StatusOr<v1::GetPersonResponse> GetPerson(const v1::GetPersonRequest& request);
  absl::StatusOr<v1::FindPersonResponse> FindPerson(const v1::FindPersonRequest& request);
  absl::StatusOr<v1::Change> SetPersonState(v1::SetPersonStateRequest request);
  absl::StatusOr<v1::Change> SetCommunicationNeeds(v1::SetCommunicationNeedsRequest request);
  absl::StatusOr<v1::GetCommunicationNeedsResponse> GetCommunicationNeeds(
      const v1::GetCommunicationNeedsRequest& request);
  absl::StatusOr<v1::Change> AddSupporter(v1::AddSupporterRequest request);
  absl::StatusOr<v1::Change> EndSupporter(v1::EndSupporterRequest request);
  absl::StatusOr<v1::Change> AddRepresentative(v1::AddRepresentativeRequest request);
  absl::StatusOr<v1::Change> EndRepresentative(v1::EndRepresentativeRequest request);
  absl::StatusOr<v1::Change> SetPersonSubject(v1::SetPersonSubjectRequest request);
  absl::StatusOr<v1::Change> DeclareRelation(v1::DeclareRelationRequest request);
  absl::StatusOr<v1::Change> EndRelation(v1::EndRelationRequest request);

  absl::StatusOr<v1::Change> ProposeErasure(v1::ProposeErasureRequest request);
  absl::StatusOr<v1::Change> DecideErasure(v1::DecideErasureRequest request);
  absl::StatusOr<v1::Change> SetLegalHold(v1::SetLegalHoldRequest request);
  absl::StatusOr<v1::Change> EndLegalHold(v1::EndLegalHoldRequest request);
  absl::StatusOr<v1::Change> RectifyDetail(v1::RectifyDetailRequest request);
  absl::StatusOr<v1::ListDueErasuresResponse> ListDueErasures(
      const v1::ListDueErasuresRequest& request);
  absl::StatusOr<v1::ExportPersonResponse> ExportPerson(const v1::ExportPersonRequest& request);

  absl::StatusOr<v1::ProposeAwardResponse> ProposeAward(v1::ProposeAwardRequest request);
  absl::StatusOr<v1::ApproveAwardResponse> ApproveAward(v1::ApproveAwardRequest request);
  absl::StatusOr<v1::CancelAwardResponse> CancelAward(v1::CancelAwardRequest request);
  absl::StatusOr<v1::GetAwardResponse> GetAward(const v1::GetAwardRequest& request);
  absl::StatusOr<v1::ListAwardsResponse> ListAwards(const v1::ListAwardsRequest& request);
  absl::StatusOr<v1::Change> ProposeExtension(v1::ProposeExtensionRequest request);
  absl::StatusOr<v1::Change> DecideExtension(v1::DecideExtensionRequest request);
  absl::StatusOr<v1::Change> EndAward(v1::EndAwardRequest request);
  absl::StatusOr<v1::Change> RecordAgreement(v1::RecordAgreementRequest request);
  absl::StatusOr<v1::Change> SetContribution(v1::SetContributionRequest request);
  absl::StatusOr<v1::Change> ReceiveContribution(v1::ReceiveContributionRequest request);
  absl::StatusOr<v1::Change> AddOwnMoney(v1::AddOwnMoneyRequest request);
  absl::StatusOr<v1::Change> RepayOwnMoney(v1::RepayOwnMoneyRequest request);

  absl::StatusOr<v1::CreateLoadResponse> CreateLoad(v1::CreateLoadRequest request);
  absl::StatusOr<v1::Change> ApproveEmergencyLoad(v1::ApproveEmergencyLoadRequest request);
  // See bulk_load.h.
  absl::StatusOr<BulkLoadSummary> BulkLoad(const BulkLoadPlan& plan,
                                           const BulkLoadOptions& options);

  absl::StatusOr<v1::GetBalanceResponse> GetBalance(const v1::GetBalanceRequest& request);
  absl::StatusOr<v1::GetPersonBalanceResponse> GetPersonBalance(
      const v1::GetPersonBalanceRequest& request);
  absl::StatusOr<v1::GetCardBalanceResponse> GetCardBalance(
      const v1::GetCardBalanceRequest& request);
  absl::StatusOr<v1::GetEntitlementStatusResponse> GetEntitlementStatus(
      const v1::GetEntitlementStatusRequest& request);

  absl::StatusOr<v1::Change> RequestCard(v1::RequestCardRequest request);
  absl::StatusOr<v1::Change> IssueCard(v1::IssueCardRequest request);
  absl::StatusOr<v1::Change> ActivateCard(v1::ActivateCardRequest request);
  absl::StatusOr<v1::Change> BlockCard(v1::BlockCardRequest request);
  absl::StatusOr<v1::Change> UnblockCard(v1::UnblockCardRequest request);
  absl::StatusOr<v1::Change> ReviewBlock(v1::ReviewBlockRequest request);
  absl::StatusOr<v1::Change> ReplaceCard(v1::ReplaceCardRequest request);
  absl::StatusOr<v1::Change> CloseCard(v1::CloseCardRequest request);
  absl::StatusOr<v1::Change> SetCardLimits(v1::SetCardLimitsRequest request);
  absl::StatusOr<v1::GetCardResponse> GetCard(const v1::GetCardRequest& request);
  absl::StatusOr<v1::ListCardsResponse> ListCards(const v1::ListCardsRequest& request);

  absl::StatusOr<v1::Change> RegisterProvider(v1::RegisterProviderRequest request);
  absl::StatusOr<v1::GetProviderResponse> GetProvider(const v1::GetProviderRequest& request);
  absl::StatusOr<v1::ListProvidersResponse> ListProviders(const v1::ListProvidersRequest& request);
  absl::StatusOr<v1::Change> AddProviderSubject(v1::AddProviderSubjectRequest request);
  absl::StatusOr<v1::Change> RemoveProviderSubject(v1::RemoveProviderSubjectRequest request);

  absl::StatusOr<v1::Change> RequestException(v1::RequestExceptionRequest request);
  absl::StatusOr<v1::Change> DecideReferral(v1::DecideReferralRequest request);
  absl::StatusOr<v1::GetReferralResponse> GetReferral(const v1::GetReferralRequest& request);
  absl::StatusOr<v1::ListReferralsResponse> ListReferrals(const v1::ListReferralsRequest& request);

  absl::StatusOr<v1::ListTransactionsResponse> ListTransactions(
      const v1::ListTransactionsRequest& request);
  absl::StatusOr<v1::GetTransactionResponse> GetTransaction(
      const v1::GetTransactionRequest& request);
  absl::StatusOr<v1::GetStatementResponse> GetStatement(const v1::GetStatementRequest& request);
  absl::StatusOr<v1::GetTransactionTotalsResponse> GetTransactionTotals(
      const v1::GetTransactionTotalsRequest& request);
  absl::StatusOr<v1::Change> ReverseTransaction(v1::ReverseTransactionRequest request);

  absl::StatusOr<v1::ListWorkResponse> ListWork(const v1::ListWorkRequest& request);

  absl::StatusOr<v1::Change> OpenLines(v1::OpenLinesRequest request);
  absl::StatusOr<v1::Change> RequestWithheldLook(v1::RequestWithheldLookRequest request);
  absl::StatusOr<v1::Change> DecideWithheldLook(v1::DecideWithheldLookRequest request);
  absl::StatusOr<v1::Change> ReviewWithheldLook(v1::ReviewWithheldLookRequest request);
  absl::StatusOr<v1::GetLookResponse> GetLook(const v1::GetLookRequest& request);
  absl::StatusOr<v1::ListLooksResponse> ListLooks(const v1::ListLooksRequest& request);
  absl::StatusOr<v1::ListWithheldLooksResponse> ListWithheldLooks(
      const v1::ListWithheldLooksRequest& request);

  absl::StatusOr<v1::GetLedgerResponse> GetLedger(const v1::GetLedgerRequest& request = {});
  absl::StatusOr<v1::FindPositionResponse> FindPosition(const v1::FindPositionRequest& request);
  absl::StatusOr<v1::ConfirmClockResponse> ConfirmClock(v1::ConfirmClockRequest request);
  // Gives every entry that the request's filters let through to `receive`, in order and once, until
  // `receive` returns false (then OK), the stream reaches `until_sequence` (then OK), or an error.
  // After UNAVAILABLE it goes on after the last entry looked at. DATA_LOSS where, without a filter,
  // the server leaves out an entry.
  absl::Status WatchEntries(v1::WatchEntriesRequest request,
                            absl::FunctionRef<bool(const v1::WatchEntriesResponse&)> receive);

  absl::StatusOr<v1::ActivatePolicyResponse> ActivatePolicy(v1::ActivatePolicyRequest request);
  absl::StatusOr<v1::GetPolicyResponse> GetPolicy(const v1::GetPolicyRequest& request);
  absl::StatusOr<v1::ListPoliciesResponse> ListPolicies(const v1::ListPoliciesRequest& request);

 private:
  struct Stubs;

  Client(ClientOptions options, std::shared_ptr<const Stubs> stubs);

  ClientOptions options_;
  std::shared_ptr<const Stubs> stubs_;
};

}  // namespace cardledger::client
