// Who signs in as whom, and who is related to whom.

#include <algorithm>

#include "tests/simulation/expectation.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

constexpr size_t kOfOnePersonOrProviderMax = 32;
constexpr size_t kOfOneSubjectMax = 1'000;

bool Names(const std::vector<std::string>& subjects, const std::string& subject) {
  return std::find(subjects.begin(), subjects.end(), subject) != subjects.end();
}

}  // namespace

void Expectation::LookForLink(const std::string& subject, size_t standing) {
  if (subject.empty()) return;
  AgainstUnless(
      standing < kOfOnePersonOrProviderMax && model_.LinksOf(subject).size() < kOfOneSubjectMax,
      journal::REFUSAL_REASON_SUBJECTS_FULL);
}

void Expectation::LookIfTaken(const std::string& subject, Model::Link kind, const std::string& id) {
  if (subject.empty()) return;
  for (const auto& [other_kind, other] : model_.LinksOf(subject)) {
    AgainstUnless(other_kind != kind || other == id, journal::REFUSAL_REASON_SUBJECT_TAKEN);
  }
}

void Expectation::Look(const v1::SetPersonSubjectRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  if (!r.subject().empty()) LookIfDeceased(*person);
  AgainstUnless(person->subject != r.subject(), journal::REFUSAL_REASON_SUBJECT_UNCHANGED);
  LookIfTaken(r.subject(), Model::Link::kPerson, IdIn(r.person()));
  LookForLink(r.subject(), 0);
  entry_.mutable_person_subject_set()->set_subject(r.subject());
}

void Expectation::Look(const v1::DeclareRelationRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  const std::string& subject = r.subject().empty() ? command_.caller.subject() : r.subject();
  AgainstUnless(!Names(person->related, subject), journal::REFUSAL_REASON_SUBJECT_UNCHANGED);
  LookForLink(subject, person->related.size());
  entry_.mutable_relation_declared()->set_subject(subject);
}

void Expectation::Look(const v1::EndRelationRequest& r) {
  const Model::Person* person = PersonIn(r.person());
  if (person == nullptr) return;
  AgainstUnless(r.subject() != command_.caller.subject(),
                journal::REFUSAL_REASON_APPROVER_IS_PREPARER);
  AgainstUnless(Names(person->related, r.subject()), journal::REFUSAL_REASON_SUBJECT_NOT_FOUND);
  entry_.mutable_relation_ended()->set_subject(r.subject());
}

bool Expectation::ProviderIn(const std::string& name) {
  const bool stands = model_.providers_.contains(IdIn(name));
  AgainstUnless(stands, journal::REFUSAL_REASON_PROVIDER_NOT_FOUND);
  return stands;
}

void Expectation::Look(const v1::AddProviderSubjectRequest& r) {
  if (!ProviderIn(r.provider())) return;
  const auto found = model_.provider_subjects_.find(IdIn(r.provider()));
  const auto standing =
      found == model_.provider_subjects_.end() ? std::vector<std::string>() : found->second;
  AgainstUnless(!Names(standing, r.subject()), journal::REFUSAL_REASON_SUBJECT_UNCHANGED);
  LookIfTaken(r.subject(), Model::Link::kProvider, IdIn(r.provider()));
  LookForLink(r.subject(), standing.size());
  entry_.mutable_provider_subject_added()->set_provider_id(IdIn(r.provider()));
  entry_.mutable_provider_subject_added()->set_subject(r.subject());
}

void Expectation::Look(const v1::RemoveProviderSubjectRequest& r) {
  if (!ProviderIn(r.provider())) return;
  const std::pair link{Model::Link::kProvider, IdIn(r.provider())};
  AgainstUnless(model_.LinksOf(r.subject()).contains(link),
                journal::REFUSAL_REASON_SUBJECT_NOT_FOUND);
  entry_.mutable_provider_subject_removed()->set_provider_id(IdIn(r.provider()));
  entry_.mutable_provider_subject_removed()->set_subject(r.subject());
}

}  // namespace cardledger::simulation
