// Who signs in as whom, and who is related to whom. Few subjects, so that they meet.

#include <array>

#include "absl/strings/str_cat.h"

#include "tests/simulation/random_commands.h"

namespace cardledger::simulation {

std::string RandomCommands::Outsider() { return absl::StrCat("supporter-", random_.Below(5)); }

std::string RandomCommands::OneOfStaff() {
  static constexpr std::array kStaff = {"worker-1", "worker-2", "approver-1", "finance-1"};
  return kStaff[random_.Below(kStaff.size())];
}

domain::Request RandomCommands::PersonsSubject(const Model& model, int32_t) {
  v1::SetPersonSubjectRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  if (!random_.OneIn(5)) request.set_subject(Outsider());
  return request;
}

domain::Request RandomCommands::Relation(const Model& model, int32_t) {
  v1::DeclareRelationRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons()));
  if (random_.OneIn(2)) request.set_subject(OneOfStaff());
  return request;
}

domain::Request RandomCommands::RelationsEnd(const Model& model, int32_t) {
  v1::EndRelationRequest request;
  request.set_request_id(NewId());
  request.set_person(SomeName("persons", model.persons(),
                              [](const Model::Person& person) { return !person.related.empty(); }));
  request.set_subject(OneOfStaff());
  return request;
}

domain::Request RandomCommands::ProvidersSubject(const Model& model, int32_t) {
  v1::AddProviderSubjectRequest request;
  request.set_request_id(NewId());
  request.set_provider(SomeName("providers", model.providers()));
  request.set_subject(Outsider());
  return request;
}

domain::Request RandomCommands::ProvidersSubjectsEnd(const Model& model, int32_t) {
  v1::RemoveProviderSubjectRequest request;
  request.set_request_id(NewId());
  request.set_provider(SomeName("providers", model.provider_subjects()));
  request.set_subject(Outsider());
  return request;
}

}  // namespace cardledger::simulation
