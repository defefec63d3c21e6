#include "clients/cpp/client.h"

#include <utility>

#include "clients/cpp/bulk_stream.h"
#include "clients/cpp/channel.h"
#include "clients/cpp/client_error.h"
#include "clients/cpp/request_id.h"
#include "clients/cpp/stubs.h"

namespace cardledger::client {
namespace {

// One blocking call with its retries. `call(context, response)` sends it once.
template <typename Response, typename Send>
absl::StatusOr<Response> CallUnary(const ClientOptions& options, const Send& send) {
  Response response;
  const absl::Time deadline = options.environment.now() + options.timeout;
  const absl::Status status =
      CallWithRetry(options.retry, options.environment, deadline, [&](absl::Duration time_left) {
        grpc::ClientContext context;
        const absl::StatusOr<Metadata> proof = ProofOf(options);
        if (!proof.ok()) return proof.status();
        AddMetadata(*proof, context);
        SetTimeLeft(time_left, context);
        response.Clear();
        return FromGrpc(send(context, response));
      });
  if (!status.ok()) return status;
  return response;
}

template <typename Stub, typename Request, typename Response>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Read(const ClientOptions& options, Stub& stub,
                              Method<Stub, Request, Response> method, const Request& request) {
  return CallUnary<Response>(options, [&](grpc::ClientContext& context, Response& response) {
    return (stub.*method)(&context, request, &response);
  });
}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Mutate(const ClientOptions& options, Stub& stub,
                                Method<Stub, Request, Response> method, Request& request) {
  if (request.request_id().empty()) request.set_request_id(NewRequestId());
  absl::StatusOr<Response> response = Read(options, stub, method, request);
  if (response.ok()) return response;
  absl::Status failed = response.status();
  // Where nothing was to be stored there is nothing to go on with.
  if (!request.validate_only()) AttachRequestId(failed, request.request_id());
  return failed;
}

}  // namespace

std::unique_ptr<Client> Client::Connect(ClientOptions options) {
  const auto channel = MakeChannel(options);
  return OverChannel(std::move(options), channel);
}

std::unique_ptr<Client> Client::OverChannel(ClientOptions options,
                                            const std::shared_ptr<grpc::Channel>& channel) {
  return std::unique_ptr<Client>(
      new Client(std::move(options), std::make_shared<const Stubs>(channel)));
}

std::unique_ptr<Client> Client::As(Identity identity) const {
  ClientOptions options = options_;
  options.identity = std::move(identity);
  return std::unique_ptr<Client>(new Client(std::move(options), stubs_));
}

Client::Client(ClientOptions options, std::shared_ptr<const Stubs> stubs)
    : options_(std::move(options)), stubs_(std::move(stubs)) {}

Client::~Client() = default;

// Funds.

absl::StatusOr<v1::CreateFundResponse> Client::CreateFund(v1::CreateFundRequest request) {
  return Mutate(options_, *stubs_->funds, &v1::FundService::Stub::CreateFund, request);
}
absl::StatusOr<v1::AllocateBudgetResponse> Client::AllocateBudget(
    v1::AllocateBudgetRequest request) {
  return Mutate(options_, *stubs_->funds, &v1::FundService::Stub::AllocateBudget, request);
}
absl::StatusOr<v1::TransferBudgetResponse> Client::TransferBudget(
    v1::TransferBudgetRequest request) {
  return Mutate(options_, *stubs_->funds, &v1::FundService::Stub::TransferBudget, request);
}
absl::StatusOr<v1::GetFundResponse> Client::GetFund(const v1::GetFundRequest& request) {
  return Read(options_, *stubs_->funds, &v1::FundService::Stub::GetFund, request);
}
absl::StatusOr<v1::ListFundsResponse> Client::ListFunds(const v1::ListFundsRequest& request) {
  return Read(options_, *stubs_->funds, &v1::FundService::Stub::ListFunds, request);
}

// Persons.

absl::StatusOr<v1::RegisterPersonResponse> Client::RegisterPerson(
    v1::RegisterPersonRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::RegisterPerson, request);
}
absl::StatusOr<v1::GetPersonResponse> Client::GetPerson(const v1::GetPersonRequest& request) {
  return Read(options_, *stubs_->persons, &v1::PersonService::Stub::GetPerson, request);
}
absl::StatusOr<v1::FindPersonResponse> Client::FindPerson(const v1::FindPersonRequest& request) {
  return Read(options_, *stubs_->persons, &v1::PersonService::Stub::FindPerson, request);
}
absl::StatusOr<v1::Change> Client::SetPersonState(v1::SetPersonStateRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::SetPersonState, request);
}
absl::StatusOr<v1::Change> Client::SetCommunicationNeeds(v1::SetCommunicationNeedsRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::SetCommunicationNeeds,
                request);
}
absl::StatusOr<v1::GetCommunicationNeedsResponse> Client::GetCommunicationNeeds(
    const v1::GetCommunicationNeedsRequest& request) {
  return Read(options_, *stubs_->persons, &v1::PersonService::Stub::GetCommunicationNeeds, request);
}
absl::StatusOr<v1::Change> Client::AddSupporter(v1::AddSupporterRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::AddSupporter, request);
}
absl::StatusOr<v1::Change> Client::EndSupporter(v1::EndSupporterRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::EndSupporter, request);
}
absl::StatusOr<v1::Change> Client::AddRepresentative(v1::AddRepresentativeRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::AddRepresentative, request);
}
absl::StatusOr<v1::Change> Client::EndRepresentative(v1::EndRepresentativeRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::EndRepresentative, request);
}
absl::StatusOr<v1::Change> Client::SetPersonSubject(v1::SetPersonSubjectRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::SetPersonSubject, request);
}
absl::StatusOr<v1::Change> Client::DeclareRelation(v1::DeclareRelationRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::DeclareRelation, request);
}
absl::StatusOr<v1::Change> Client::EndRelation(v1::EndRelationRequest request) {
  return Mutate(options_, *stubs_->persons, &v1::PersonService::Stub::EndRelation, request);
}

// Awards.

absl::StatusOr<v1::Change> Client::ProposeErasure(v1::ProposeErasureRequest request) {
  return Mutate(options_, *stubs_->privacy, &v1::PrivacyService::Stub::ProposeErasure, request);
}
absl::StatusOr<v1::Change> Client::DecideErasure(v1::DecideErasureRequest request) {
  return Mutate(options_, *stubs_->privacy, &v1::PrivacyService::Stub::DecideErasure, request);
}
absl::StatusOr<v1::Change> Client::SetLegalHold(v1::SetLegalHoldRequest request) {
  return Mutate(options_, *stubs_->privacy, &v1::PrivacyService::Stub::SetLegalHold, request);
}
absl::StatusOr<v1::Change> Client::EndLegalHold(v1::EndLegalHoldRequest request) {
  return Mutate(options_, *stubs_->privacy, &v1::PrivacyService::Stub::EndLegalHold, request);
}
absl::StatusOr<v1::Change> Client::RectifyDetail(v1::RectifyDetailRequest request) {
  return Mutate(options_, *stubs_->privacy, &v1::PrivacyService::Stub::RectifyDetail, request);
}
absl::StatusOr<v1::ListDueErasuresResponse> Client::ListDueErasures(
    const v1::ListDueErasuresRequest& request) {
  return Read(options_, *stubs_->privacy, &v1::PrivacyService::Stub::ListDueErasures, request);
}
absl::StatusOr<v1::ExportPersonResponse> Client::ExportPerson(
    const v1::ExportPersonRequest& request) {
  return Read(options_, *stubs_->privacy, &v1::PrivacyService::Stub::ExportPerson, request);
}

absl::StatusOr<v1::ProposeAwardResponse> Client::ProposeAward(v1::ProposeAwardRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::ProposeAward, request);
}
absl::StatusOr<v1::ApproveAwardResponse> Client::ApproveAward(v1::ApproveAwardRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::ApproveAward, request);
}
absl::StatusOr<v1::CancelAwardResponse> Client::CancelAward(v1::CancelAwardRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::CancelAward, request);
}
absl::StatusOr<v1::GetAwardResponse> Client::GetAward(const v1::GetAwardRequest& request) {
  return Read(options_, *stubs_->awards, &v1::AwardService::Stub::GetAward, request);
}
absl::StatusOr<v1::ListAwardsResponse> Client::ListAwards(const v1::ListAwardsRequest& request) {
  return Read(options_, *stubs_->awards, &v1::AwardService::Stub::ListAwards, request);
}
absl::StatusOr<v1::Change> Client::ProposeExtension(v1::ProposeExtensionRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::ProposeExtension, request);
}
absl::StatusOr<v1::Change> Client::DecideExtension(v1::DecideExtensionRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::DecideExtension, request);
}
absl::StatusOr<v1::Change> Client::EndAward(v1::EndAwardRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::EndAward, request);
}
absl::StatusOr<v1::Change> Client::RecordAgreement(v1::RecordAgreementRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::RecordAgreement, request);
}
absl::StatusOr<v1::Change> Client::SetContribution(v1::SetContributionRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::SetContribution, request);
}
absl::StatusOr<v1::Change> Client::ReceiveContribution(v1::ReceiveContributionRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::ReceiveContribution, request);
}
absl::StatusOr<v1::Change> Client::AddOwnMoney(v1::AddOwnMoneyRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::AddOwnMoney, request);
}
absl::StatusOr<v1::Change> Client::RepayOwnMoney(v1::RepayOwnMoneyRequest request) {
  return Mutate(options_, *stubs_->awards, &v1::AwardService::Stub::RepayOwnMoney, request);
}

// Loads.

absl::StatusOr<v1::CreateLoadResponse> Client::CreateLoad(v1::CreateLoadRequest request) {
  return Mutate(options_, *stubs_->loads, &v1::LoadService::Stub::CreateLoad, request);
}
absl::StatusOr<v1::Change> Client::ApproveEmergencyLoad(v1::ApproveEmergencyLoadRequest request) {
  return Mutate(options_, *stubs_->loads, &v1::LoadService::Stub::ApproveEmergencyLoad, request);
}
absl::StatusOr<BulkLoadSummary> Client::BulkLoad(const BulkLoadPlan& plan,
                                                 const BulkLoadOptions& options) {
  return SendBulkLoad(options_, *stubs_->loads, plan, options);
}

// Balances.

absl::StatusOr<v1::GetBalanceResponse> Client::GetBalance(const v1::GetBalanceRequest& request) {
  return Read(options_, *stubs_->balances, &v1::BalanceService::Stub::GetBalance, request);
}
absl::StatusOr<v1::GetPersonBalanceResponse> Client::GetPersonBalance(
    const v1::GetPersonBalanceRequest& request) {
  return Read(options_, *stubs_->balances, &v1::BalanceService::Stub::GetPersonBalance, request);
}
absl::StatusOr<v1::GetCardBalanceResponse> Client::GetCardBalance(
    const v1::GetCardBalanceRequest& request) {
  return Read(options_, *stubs_->balances, &v1::BalanceService::Stub::GetCardBalance, request);
}
absl::StatusOr<v1::GetEntitlementStatusResponse> Client::GetEntitlementStatus(
    const v1::GetEntitlementStatusRequest& request) {
  return Read(options_, *stubs_->balances, &v1::BalanceService::Stub::GetEntitlementStatus,
              request);
}

// Cards.

absl::StatusOr<v1::Change> Client::RequestCard(v1::RequestCardRequest request) {
  return Mutate(options_, *stubs_->cards, &v1::CardService::Stub::RequestCard, request);
}
absl::StatusOr<v1::Change> Client::IssueCard(v1::IssueCardRequest request) {
  return Mutate(options_, *stubs_->cards, &v1::CardService::Stub::IssueCard, request);
}
absl::StatusOr<v1::Change> Client::ActivateCard(v1::ActivateCardRequest request) {
  return Mutate(options_, *stubs_->cards, &v1::CardService::Stub::ActivateCard, request);
}
absl::StatusOr<v1::Change> Client::BlockCard(v1::BlockCardRequest request) {
  return Mutate(options_, *stubs_->cards, &v1::CardService::Stub::BlockCard, request);
}
absl::StatusOr<v1::Change> Client::UnblockCard(v1::UnblockCardRequest request) {
  return Mutate(options_, *stubs_->cards, &v1::CardService::Stub::UnblockCard, request);
}
absl::StatusOr<v1::Change> Client::ReviewBlock(v1::ReviewBlockRequest request) {
  return Mutate(options_, *stubs_->cards, &v1::CardService::Stub::ReviewBlock, request);
}
absl::StatusOr<v1::Change> Client::ReplaceCard(v1::ReplaceCardRequest request) {
  return Mutate(options_, *stubs_->cards, &v1::CardService::Stub::ReplaceCard, request);
}
absl::StatusOr<v1::Change> Client::CloseCard(v1::CloseCardRequest request) {
  return Mutate(options_, *stubs_->cards, &v1::CardService::Stub::CloseCard, request);
}
absl::StatusOr<v1::Change> Client::SetCardLimits(v1::SetCardLimitsRequest request) {
  return Mutate(options_, *stubs_->cards, &v1::CardService::Stub::SetCardLimits, request);
}
absl::StatusOr<v1::GetCardResponse> Client::GetCard(const v1::GetCardRequest& request) {
  return Read(options_, *stubs_->cards, &v1::CardService::Stub::GetCard, request);
}
absl::StatusOr<v1::ListCardsResponse> Client::ListCards(const v1::ListCardsRequest& request) {
  return Read(options_, *stubs_->cards, &v1::CardService::Stub::ListCards, request);
}

// Providers.

absl::StatusOr<v1::Change> Client::RegisterProvider(v1::RegisterProviderRequest request) {
  return Mutate(options_, *stubs_->providers, &v1::ProviderService::Stub::RegisterProvider,
                request);
}
absl::StatusOr<v1::GetProviderResponse> Client::GetProvider(const v1::GetProviderRequest& request) {
  return Read(options_, *stubs_->providers, &v1::ProviderService::Stub::GetProvider, request);
}
absl::StatusOr<v1::ListProvidersResponse> Client::ListProviders(
    const v1::ListProvidersRequest& request) {
  return Read(options_, *stubs_->providers, &v1::ProviderService::Stub::ListProviders, request);
}
absl::StatusOr<v1::Change> Client::AddProviderSubject(v1::AddProviderSubjectRequest request) {
  return Mutate(options_, *stubs_->providers, &v1::ProviderService::Stub::AddProviderSubject,
                request);
}
absl::StatusOr<v1::Change> Client::RemoveProviderSubject(v1::RemoveProviderSubjectRequest request) {
  return Mutate(options_, *stubs_->providers, &v1::ProviderService::Stub::RemoveProviderSubject,
                request);
}

// Referrals.

absl::StatusOr<v1::Change> Client::RequestException(v1::RequestExceptionRequest request) {
  return Mutate(options_, *stubs_->referrals, &v1::ReferralService::Stub::RequestException,
                request);
}
absl::StatusOr<v1::Change> Client::DecideReferral(v1::DecideReferralRequest request) {
  return Mutate(options_, *stubs_->referrals, &v1::ReferralService::Stub::DecideReferral, request);
}
absl::StatusOr<v1::GetReferralResponse> Client::GetReferral(const v1::GetReferralRequest& request) {
  return Read(options_, *stubs_->referrals, &v1::ReferralService::Stub::GetReferral, request);
}
absl::StatusOr<v1::ListReferralsResponse> Client::ListReferrals(
    const v1::ListReferralsRequest& request) {
  return Read(options_, *stubs_->referrals, &v1::ReferralService::Stub::ListReferrals, request);
}

// Transactions.

absl::StatusOr<v1::ListTransactionsResponse> Client::ListTransactions(
    const v1::ListTransactionsRequest& request) {
  return Read(options_, *stubs_->transactions, &v1::TransactionService::Stub::ListTransactions,
              request);
}
absl::StatusOr<v1::GetTransactionResponse> Client::GetTransaction(
    const v1::GetTransactionRequest& request) {
  return Read(options_, *stubs_->transactions, &v1::TransactionService::Stub::GetTransaction,
              request);
}
absl::StatusOr<v1::GetStatementResponse> Client::GetStatement(
    const v1::GetStatementRequest& request) {
  return Read(options_, *stubs_->transactions, &v1::TransactionService::Stub::GetStatement,
              request);
}
absl::StatusOr<v1::GetTransactionTotalsResponse> Client::GetTransactionTotals(
    const v1::GetTransactionTotalsRequest& request) {
  return Read(options_, *stubs_->transactions, &v1::TransactionService::Stub::GetTransactionTotals,
              request);
}
absl::StatusOr<v1::Change> Client::ReverseTransaction(v1::ReverseTransactionRequest request) {
  return Mutate(options_, *stubs_->transactions, &v1::TransactionService::Stub::ReverseTransaction,
                request);
}

// Worklists.

absl::StatusOr<v1::ListWorkResponse> Client::ListWork(const v1::ListWorkRequest& request) {
  return Read(options_, *stubs_->worklists, &v1::WorklistService::Stub::ListWork, request);
}

// Looks.

absl::StatusOr<v1::Change> Client::OpenLines(v1::OpenLinesRequest request) {
  return Mutate(options_, *stubs_->looks, &v1::LookService::Stub::OpenLines, request);
}
absl::StatusOr<v1::Change> Client::RequestWithheldLook(v1::RequestWithheldLookRequest request) {
  return Mutate(options_, *stubs_->looks, &v1::LookService::Stub::RequestWithheldLook, request);
}
absl::StatusOr<v1::Change> Client::DecideWithheldLook(v1::DecideWithheldLookRequest request) {
  return Mutate(options_, *stubs_->looks, &v1::LookService::Stub::DecideWithheldLook, request);
}
absl::StatusOr<v1::Change> Client::ReviewWithheldLook(v1::ReviewWithheldLookRequest request) {
  return Mutate(options_, *stubs_->looks, &v1::LookService::Stub::ReviewWithheldLook, request);
}
absl::StatusOr<v1::GetLookResponse> Client::GetLook(const v1::GetLookRequest& request) {
  return Read(options_, *stubs_->looks, &v1::LookService::Stub::GetLook, request);
}
absl::StatusOr<v1::ListLooksResponse> Client::ListLooks(const v1::ListLooksRequest& request) {
  return Read(options_, *stubs_->looks, &v1::LookService::Stub::ListLooks, request);
}
absl::StatusOr<v1::ListWithheldLooksResponse> Client::ListWithheldLooks(
    const v1::ListWithheldLooksRequest& request) {
  return Read(options_, *stubs_->looks, &v1::LookService::Stub::ListWithheldLooks, request);
}

// Journal. WatchEntries is in watch.cc.

absl::StatusOr<v1::GetLedgerResponse> Client::GetLedger(const v1::GetLedgerRequest& request) {
  return Read(options_, *stubs_->journal, &v1::JournalService::Stub::GetLedger, request);
}
absl::StatusOr<v1::FindPositionResponse> Client::FindPosition(
    const v1::FindPositionRequest& request) {
  return Read(options_, *stubs_->journal, &v1::JournalService::Stub::FindPosition, request);
}
absl::StatusOr<v1::ConfirmClockResponse> Client::ConfirmClock(v1::ConfirmClockRequest request) {
  return Mutate(options_, *stubs_->journal, &v1::JournalService::Stub::ConfirmClock, request);
}

// Policies.

absl::StatusOr<v1::ActivatePolicyResponse> Client::ActivatePolicy(
    v1::ActivatePolicyRequest request) {
  return Mutate(options_, *stubs_->policies, &v1::PolicyService::Stub::ActivatePolicy, request);
}
absl::StatusOr<v1::GetPolicyResponse> Client::GetPolicy(const v1::GetPolicyRequest& request) {
  return Read(options_, *stubs_->policies, &v1::PolicyService::Stub::GetPolicy, request);
}
absl::StatusOr<v1::ListPoliciesResponse> Client::ListPolicies(
    const v1::ListPoliciesRequest& request) {
  return Read(options_, *stubs_->policies, &v1::PolicyService::Stub::ListPolicies, request);
}

}  // namespace cardledger::client
