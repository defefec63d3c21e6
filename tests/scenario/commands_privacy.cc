// Steps about what is kept of people: erasing it, holding it, and putting it right.

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

#include "tests/scenario/enum_words.h"
#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kSocialWorker = "sam";
constexpr absl::string_view kAdministrator = "olga";
constexpr absl::string_view kSeniorApprover = "dora";
constexpr absl::string_view kSafeguardingLead = "lee";

StepAnswer ProposeErasure(Step& step) {
  v1::ProposeErasureRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string classes, step.words.Take("classes"));
  for (const absl::string_view name : absl::StrSplit(classes, ',')) {
    CARDLEDGER_ASSIGN_OR_RETURN(const auto each, ParseEnum<journal::RetentionClass>(name));
    request.add_classes(each);
  }
  CARDLEDGER_ASSIGN_OR_RETURN(
      const auto ground, TakeEnum<journal::ErasureGround>(step.words, "ground", "RETENTION_ENDED"));
  request.set_ground(ground);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kAdministrator);
}

StepAnswer DecideErasure(Step& step, bool approve) {
  v1::DecideErasureRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  request.set_approve(approve);
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSeniorApprover);
}

StepAnswer ApproveErasure(Step& step) { return DecideErasure(step, true); }

StepAnswer DeclineErasure(Step& step) { return DecideErasure(step, false); }

template <typename Request>
StepAnswer Hold(Step& step, absl::string_view usual_caller) {
  Request request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  request.set_note(step.words.TakeOr("note", "a claim"));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), usual_caller);
}

StepAnswer SetHold(Step& step) { return Hold<v1::SetLegalHoldRequest>(step, kSafeguardingLead); }

StepAnswer EndHold(Step& step) { return Hold<v1::EndLegalHoldRequest>(step, kAdministrator); }

StepAnswer Rectify(Step& step) {
  v1::RectifyDetailRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t entry, step.words.TakeNumber("entry"));
  request.set_entry(static_cast<uint64_t>(entry));
  int32_t place = 0;
  if (!absl::SimpleAtoi(step.words.TakeOr("place", "0"), &place)) {
    return absl::InvalidArgumentError("place= is a number from 0");
  }
  request.set_place(static_cast<uint32_t>(place));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto kind, TakeEnum<journal::DetailKind>(step.words, "kind"));
  request.set_kind(kind);
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_text(), step.words.Take("text"));
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

}  // namespace

void AddPrivacySteps(StepTable& table) {
  table["erasure propose"] = ProposeErasure;
  table["erasure approve"] = ApproveErasure;
  table["erasure decline"] = DeclineErasure;
  table["hold set"] = SetHold;
  table["hold end"] = EndHold;
  table["detail rectify"] = Rectify;
}

}  // namespace cardledger::tests
