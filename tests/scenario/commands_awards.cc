// Steps of an award's life once it is proposed: approval, extension, agreement, end.

#include "tests/scenario/enum_words.h"
#include "tests/scenario/funding_words.h"
#include "tests/scenario/repeat.h"
#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kSocialWorker = "sam";
constexpr absl::string_view kApprover = "anna";

StepAnswer ApproveAward(Step& step) {
  v1::ApproveAwardRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kApprover);
}

StepAnswer CancelAward(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("award"));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto names, TakeTimes(step, name));
  v1::CancelAwardRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(const auto reason, TakeEnum<journal::CancelReason>(
                                                     step.words, "reason", "DECLINED_BY_PERSON"));
  request.set_reason(reason);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  StepAnswer answer;
  for (const std::string& each : names) {
    request.set_award(AwardNamed(step, each));
    answer = Answer(step, request, kSocialWorker);
    if (!answer.ok()) return answer;
    request.set_request_id(step.world.ledger().NewRequestId());
  }
  return answer;
}

StepAnswer ProposeExtension(Step& step) {
  v1::ProposeExtensionRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_end_date(), step.words.TakeDate("to"));
  if (const auto funding = step.words.TakeIf("funding")) {
    CARDLEDGER_RETURN_IF_ERROR(AddFunding(step, *funding, request));
  }
  request.set_reason(step.words.TakeOr("reason", "needs more time"));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer DecideExtension(Step& step, bool approve) {
  v1::DecideExtensionRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  request.set_approve(approve);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kApprover);
}

StepAnswer ApproveExtension(Step& step) { return DecideExtension(step, true); }
StepAnswer DeclineExtension(Step& step) { return DecideExtension(step, false); }

StepAnswer EndAward(Step& step) {
  v1::EndAwardRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_last_date(), step.words.TakeDate("last"));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto outcome,
                              TakeEnum<journal::Outcome>(step.words, "outcome"));
  request.set_outcome(outcome);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer RecordAgreement(Step& step) {
  v1::RecordAgreementRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  v1::DirectPaymentAgreement& agreement = *request.mutable_agreement();
  agreement.set_version(step.words.TakeOr("version", "dp-agreement-2026"));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto choice,
                              TakeEnum<journal::PaymentChoice>(step.words, "choice", "CARD"));
  agreement.set_choice(choice);
  CARDLEDGER_ASSIGN_OR_RETURN(*agreement.mutable_signed_date(), step.words.TakeDate("signed"));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

}  // namespace

void AddAwardSteps(StepTable& table) {
  table["award approve"] = ApproveAward;
  table["award cancel"] = CancelAward;
  table["award extend"] = ProposeExtension;
  table["extension approve"] = ApproveExtension;
  table["extension decline"] = DeclineExtension;
  table["award end"] = EndAward;
  table["award agreement"] = RecordAgreement;
}

}  // namespace cardledger::tests
