// Steps about who signs in as a person or for a provider, and about staff who are related to
// somebody.

#include "absl/strings/str_join.h"

#include "tests/scenario/enum_words.h"
#include "tests/scenario/repeat.h"
#include "tests/scenario/resource_words.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

constexpr absl::string_view kSocialWorker = "sam";
constexpr absl::string_view kBrokerage = "bea";
constexpr absl::string_view kApprover = "anna";

// Sends the request for subject=, which may be empty, and where times= stands for so many alike;
// the answer is the last one's.
template <typename Request>
StepAnswer AnswerForSubjects(Step& step, Request request, absl::string_view usual_caller) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto subjects,
                              TakeTimes(step, step.words.TakeOr("subject", "")));
  request.set_request_id(step.world.RequestIdFor(step));
  request.set_subject(subjects.front());
  StepAnswer answer = Answer(step, request, usual_caller);
  for (size_t i = 1; i < subjects.size() && answer.ok(); ++i) {
    const std::string id = absl::StrCat("#", step.command.index, ".", subjects[i]);
    request.set_request_id(step.world.names().IdOf("request", id).ToString());
    request.set_subject(subjects[i]);
    answer = Answer(step, request, usual_caller);
  }
  return answer;
}

template <typename Request>
StepAnswer OfPerson(Step& step, absl::string_view usual_caller) {
  Request request;
  CARDLEDGER_ASSIGN_OR_RETURN(*request.mutable_person(), TakePerson(step));
  return AnswerForSubjects(step, std::move(request), usual_caller);
}

template <typename Request>
StepAnswer OfProvider(Step& step) {
  Request request;
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string name, step.words.Take("provider"));
  request.set_provider(ProviderNamed(step, name));
  return AnswerForSubjects(step, std::move(request), kBrokerage);
}

StepAnswer SetPersonSubject(Step& step) {
  return OfPerson<v1::SetPersonSubjectRequest>(step, kSocialWorker);
}

StepAnswer DeclareRelation(Step& step) {
  return OfPerson<v1::DeclareRelationRequest>(step, kSocialWorker);
}

StepAnswer EndRelation(Step& step) { return OfPerson<v1::EndRelationRequest>(step, kApprover); }

StepAnswer AddProviderSubject(Step& step) {
  return OfProvider<v1::AddProviderSubjectRequest>(step);
}

StepAnswer RemoveProviderSubject(Step& step) {
  return OfProvider<v1::RemoveProviderSubjectRequest>(step);
}

StepAnswer ShowSubject(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string subject, step.words.Take("subject"));
  const auto view = step.world.ledger().view();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, step.world.ledger().Read(*view).Subject(subject));
  if (row.links().empty()) return std::string("linked to nobody\n");
  const Names& names = step.world.names();
  return absl::StrCat(absl::StrJoin(row.links(), ", ",
                                    [&names](std::string* out, const auto& link) {
                                      absl::StrAppend(out, EnumText(link.kind()), " ",
                                                      names.NameOf(link.id()));
                                    }),
                      "\n");
}

}  // namespace

void AddSubjectSteps(StepTable& table) {
  table["person subject"] = SetPersonSubject;
  table["relation declare"] = DeclareRelation;
  table["relation end"] = EndRelation;
  table["provider subject add"] = AddProviderSubject;
  table["provider subject remove"] = RemoveProviderSubject;
  table["subject show"] = ShowSubject;
}

}  // namespace cardledger::tests
