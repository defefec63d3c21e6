// Steps about people, those who may act for them, and providers.

#include "absl/strings/str_split.h"

#include "tests/scenario/enum_words.h"
#include "tests/scenario/repeat.h"
#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr absl::string_view kSocialWorker = "sam";
constexpr absl::string_view kBrokerage = "bea";

StepAnswer RegisterPerson(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("person"));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string reference, step.words.Take("case"));
  v1::RegisterPersonRequest request;
  request.set_case_reference(reference);
  request.set_request_id(step.world.RequestIdFor(step));
  CARDLEDGER_ASSIGN_OR_RETURN(Submitted submitted, Submit(step, request, kSocialWorker));
  if (!submitted.entry || !submitted.entry->has_person_registered()) return submitted.answer;
  Names& names = step.world.names();
  names.Bind("person", name, *base::Uuid::FromBytes(submitted.entry->person_id()));
  return DecisionText(*submitted.entry, names);
}

StepAnswer SetState(Step& step) {
  v1::SetPersonStateRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto state,
                              TakeEnum<journal::PersonState>(step.words, "state"));
  request.set_state(state);
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_since(), step.words.TakeDate("since"));
  request.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer SetCommunication(Step& step) {
  v1::SetCommunicationNeedsRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  v1::CommunicationNeeds& needs = *request.mutable_needs();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto format,
                              TakeEnum<v1::CommunicationFormat>(step.words, "format"));
  needs.set_format(format);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto channel,
                              TakeEnum<v1::CommunicationChannel>(step.words, "channel"));
  needs.set_channel(channel);
  needs.set_language(step.words.TakeOr("language", ""));
  needs.set_helper(step.words.TakeOr("helper", ""));
  needs.set_note(step.words.TakeOr("note", ""));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

// scopes=, from=, to= and subject= of a supporter or a representative.
template <typename Scope, typename Request>
absl::Status TakeParty(Step& step, Request& request) {
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string scopes, step.words.Take("scopes"));
  for (const absl::string_view name : absl::StrSplit(scopes, ',')) {
    CARDLEDGER_ASSIGN_OR_RETURN(const auto scope, ParseEnum<Scope>(name));
    request.add_scopes(scope);
  }
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_first_date(), step.words.TakeDate("from"));
  if (const auto to = step.words.TakeIf("to")) {
    CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_last_date(), ParseAnyDate(*to));
  }
  request.set_subject(step.words.TakeOr("subject", ""));
  return absl::OkStatus();
}

StepAnswer AddSupporter(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("supporter"));
  v1::AddSupporterRequest request;
  request.set_request_id(step.world.RequestIdFor(step, "supporter", name));
  CARDLEDGER_RETURN_IF_ERROR(TakeParty<journal::SupporterScope>(step, request));
  request.set_supporter_name(name);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto names, TakeTimes(step, name));
  return AnswerFor(step, "supporter", names, std::move(request), kSocialWorker);
}

// Left out: at once.
template <typename Request>
absl::Status TakeLastIfGiven(Step& step, Request& request) {
  if (!step.words.Has("last")) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_last_date(), step.words.TakeDate("last"));
  return absl::OkStatus();
}

StepAnswer EndSupporter(Step& step) {
  v1::EndSupporterRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_supporter(), TakeSupporter(step));
  CARDLEDGER_RETURN_IF_ERROR(TakeLastIfGiven(step, request));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer AddRepresentative(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("representative"));
  v1::AddRepresentativeRequest request;
  request.set_request_id(step.world.RequestIdFor(step, "representative", name));
  CARDLEDGER_ASSIGN_OR_RETURN(const auto authority,
                              TakeEnum<journal::Authority>(step.words, "authority"));
  request.set_authority(authority);
  CARDLEDGER_RETURN_IF_ERROR(TakeParty<journal::RepresentativeScope>(step, request));
  request.set_representative_name(name);
  request.set_evidence(step.words.TakeOr("evidence", "seen"));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer EndRepresentative(Step& step) {
  v1::EndRepresentativeRequest request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_representative(), TakeRepresentative(step));
  CARDLEDGER_RETURN_IF_ERROR(TakeLastIfGiven(step, request));
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), kSocialWorker);
}

StepAnswer RegisterProvider(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("provider"));
  v1::RegisterProviderRequest request;
  request.set_request_id(step.world.RequestIdFor(step, "provider", name));
  request.set_display_name(name);
  CARDLEDGER_ASSIGN_OR_RETURN(const auto kind,
                              TakeEnum<journal::ProviderKind>(step.words, "kind", "INDEPENDENT"));
  request.set_kind(kind);
  return Answer(step, std::move(request), kBrokerage);
}

}  // namespace

void AddPeopleSteps(StepTable& table) {
  table["person register"] = RegisterPerson;
  table["person state"] = SetState;
  table["person communication"] = SetCommunication;
  table["supporter add"] = AddSupporter;
  table["supporter end"] = EndSupporter;
  table["representative add"] = AddRepresentative;
  table["representative end"] = EndRepresentative;
  table["provider register"] = RegisterProvider;
}

}  // namespace cardledger::tests
