// Steps of questions to a senior. A referral goes by the number of the entry that opened it.

#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

constexpr absl::string_view kSocialWorker = "sam";
constexpr absl::string_view kSenior = "dora";

StepAnswer RequestException(Step& step) {
  v1::RequestExceptionRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_award(), TakeAward(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, step.words.TakeAmount("amount"));
  request.set_amount_pence(pence);
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_date(), step.words.TakeDate("date"));
  request.set_reason(step.words.TakeOr("reason", "needs are not met otherwise"));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer Decide(Step& step, bool approve) {
  v1::DecideReferralRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_referral(), TakeReferral(step));
  request.set_approve(approve);
  if (const auto amount = step.words.TakeIf("amount")) {
    CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, ParseAmount(*amount));
    request.set_amount_pence(pence);
  }
  request.set_reason(step.words.TakeOr("reason", "decided on the papers"));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSenior);
}

StepAnswer ApproveReferral(Step& step) { return Decide(step, true); }
StepAnswer DeclineReferral(Step& step) { return Decide(step, false); }

}  // namespace

void AddReferralSteps(StepTable& table) {
  table["referral request"] = RequestException;
  table["referral approve"] = ApproveReferral;
  table["referral decline"] = DeclineReferral;
}

}  // namespace cardledger::tests
