// Steps that move money on an award: loads, contributions, own money, reversals.

#include "tests/scenario/enum_words.h"
#include "tests/scenario/loads.h"
#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kFinanceOfficer = "frank";
constexpr absl::string_view kApprover = "anna";
constexpr absl::string_view kAssessor = "fiona";
constexpr absl::string_view kIncomeOfficer = "ian";

StepAnswer Load(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(v1::CreateLoadRequest request, LoadOf(step));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kFinanceOfficer);
}

StepAnswer ApproveLoad(Step& step) {
  v1::ApproveEmergencyLoadRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_transaction(), TakeTransaction(step));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kApprover);
}

StepAnswer SetContribution(Step& step) {
  v1::SetContributionRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, step.words.TakeAmount("weekly"));
  request.set_weekly_pence(pence);
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_from_date(), step.words.TakeDate("from"));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kAssessor);
}

// What the steps of the person's money have in common: award=, amount= and reference=.
template <typename Request>
absl::StatusOr<Request> PaymentOf(Step& step) {
  Request request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, step.words.TakeAmount("amount"));
  request.set_amount_pence(pence);
  request.set_reference(step.words.TakeOr("reference", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return request;
}

StepAnswer ReceiveContribution(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto request, PaymentOf<v1::ReceiveContributionRequest>(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_received_date(), step.words.TakeDate("on"));
  return Answer(step, std::move(request), kIncomeOfficer);
}

StepAnswer AddOwnMoney(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto request, PaymentOf<v1::AddOwnMoneyRequest>(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_received_date(), step.words.TakeDate("on"));
  return Answer(step, std::move(request), kIncomeOfficer);
}

StepAnswer RepayOwnMoney(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto request, PaymentOf<v1::RepayOwnMoneyRequest>(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_paid_date(), step.words.TakeDate("on"));
  return Answer(step, std::move(request), kIncomeOfficer);
}

StepAnswer Reverse(Step& step) {
  v1::ReverseTransactionRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_transaction(), TakeTransaction(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_effective_date(), step.words.TakeDate("on"));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto reason, TakeEnum<journal::ReversalReason>(
                                                     step.words, "reason", "ENTERED_IN_ERROR"));
  request.set_reason(reason);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kFinanceOfficer);
}

}  // namespace

absl::StatusOr<v1::CreateLoadRequest> LoadOf(Step& step) {
  v1::CreateLoadRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, step.words.TakeAmount("amount"));
  request.set_amount_pence(pence);
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_due_date(), step.words.TakeDate("due"));
  request.set_emergency(step.words.TakeOr("emergency", "no") == "yes");
  return request;
}

void AddMoneySteps(StepTable& table) {
  table["load"] = Load;
  table["load approve"] = ApproveLoad;
  table["contribution set"] = SetContribution;
  table["contribution receive"] = ReceiveContribution;
  table["own money add"] = AddOwnMoney;
  table["own money repay"] = RepayOwnMoney;
  table["reverse"] = Reverse;
}

}  // namespace cardledger::tests
