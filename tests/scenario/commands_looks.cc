// Steps about who opened a person's lines. A look goes by the number of its entry.

#include "tests/scenario/enum_words.h"
#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kOfficer = "frank";
constexpr absl::string_view kLead = "lee";
constexpr absl::string_view kSenior = "dora";

absl::StatusOr<std::string> TakeLook(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string number, step.words.Take("look"));
  return absl::StrCat("looks/", number);
}

StepAnswer OpenLines(Step& step) {
  v1::OpenLinesRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto reason,
                              TakeEnum<journal::LookReason>(step.words, "reason", "PAYMENT_QUERY"));
  request.set_reason(reason);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kOfficer);
}

StepAnswer RequestWithheld(Step& step) {
  v1::RequestWithheldLookRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto reason,
                              TakeEnum<journal::LookReason>(step.words, "reason", "SAFEGUARDING"));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto ground,
                              TakeEnum<journal::LookGround>(step.words, "ground", "SERIOUS_HARM"));
  request.set_reason(reason);
  request.set_ground(ground);
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_review_date(), step.words.TakeDate("review"));
  request.set_note(step.words.TakeOr("note", "somebody at home reads the letters"));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kLead);
}

StepAnswer Decide(Step& step, bool approve) {
  v1::DecideWithheldLookRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_look(), TakeLook(step));
  request.set_approve(approve);
  request.set_note(step.words.TakeOr("note", "decided on the papers"));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSenior);
}

StepAnswer ApproveLook(Step& step) { return Decide(step, true); }
StepAnswer DeclineLook(Step& step) { return Decide(step, false); }

StepAnswer Review(Step& step, bool disclose) {
  v1::ReviewWithheldLookRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_look(), TakeLook(step));
  request.set_disclose(disclose);
  if (!disclose) {
    CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_review_date(), step.words.TakeDate("until"));
  }
  request.set_note(step.words.TakeOr("note", "looked at again"));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSenior);
}

StepAnswer KeepLook(Step& step) { return Review(step, false); }
StepAnswer DiscloseLook(Step& step) { return Review(step, true); }

}  // namespace

void AddLookSteps(StepTable& table) {
  table["lines open"] = OpenLines;
  table["look withhold"] = RequestWithheld;
  table["look approve"] = ApproveLook;
  table["look decline"] = DeclineLook;
  table["look keep"] = KeepLook;
  table["look disclose"] = DiscloseLook;
}

}  // namespace cardledger::tests
