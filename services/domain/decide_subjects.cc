// Who signs in as a person or for a provider, and which members of staff are related to a person.

#include <algorithm>

#include "services/domain/limits.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/domain/person_decisions.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// Whether the command's subject signs in for another person, or provider, than `id`.
bool IsTaken(const Decider& d, store::v1::LinkKind kind, absl::string_view id) {
  const store::v1::SubjectRow* row = FindSubject(d.state, SubjectOf(d.command));
  return row != nullptr &&
         std::any_of(row->links().begin(), row->links().end(), [kind, id](const auto& link) {
           return link.kind() == kind && link.id() != id;
         });
}

bool Names(const google::protobuf::RepeatedPtrField<std::string>& subjects,
           absl::string_view subject) {
  return std::find(subjects.begin(), subjects.end(), subject) != subjects.end();
}

Refusal ProviderRefusal(journal::RefusalReason reason, const ProviderId& id) {
  return Refusal(reason).Of(journal::FACT_KIND_PROVIDER, id);
}

}  // namespace

MaybeRefusal CheckLinks(const Decider& d, Refusal full) {
  const store::v1::SubjectRow* row = FindSubject(d.state, SubjectOf(d.command));
  if (row == nullptr || row->links_size() < kLinksPerSubjectMax) return std::nullopt;
  return std::move(full).Number(journal::FACT_KIND_COUNT_MAX, kLinksPerSubjectMax);
}

MaybeRefusal DecideRequest(Decider& d, const v1::SetPersonSubjectRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  const auto refuse = [&request](journal::RefusalReason reason) {
    return PersonRefusal(reason, request.person());
  };
  // Somebody who has died is only taken from who may sign in.
  if (IsDeceased(*person) && !request.subject().empty()) {
    return refuse(journal::REFUSAL_REASON_PERSON_DECEASED);
  }
  // Whose it is instead is not said: that would be another person's data.
  if (IsTaken(d, store::v1::LINK_KIND_PERSON, d.entry.person_id())) {
    return refuse(journal::REFUSAL_REASON_SUBJECT_TAKEN);
  }
  if (person->course().subject() == request.subject()) {
    return refuse(journal::REFUSAL_REASON_SUBJECT_UNCHANGED);
  }
  if ((refusal = CheckLinks(d, refuse(journal::REFUSAL_REASON_SUBJECTS_FULL)))) return refusal;
  d.entry.mutable_person_subject_set()->set_subject(request.subject());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::DeclareRelationRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  const absl::string_view subject = SubjectOf(d.command);
  if (Names(person->course().related_subjects(), subject)) {
    return PersonRefusal(journal::REFUSAL_REASON_SUBJECT_UNCHANGED, request.person());
  }
  Refusal full = PersonRefusal(journal::REFUSAL_REASON_SUBJECTS_FULL, request.person());
  if (person->course().related_subjects_size() >= kRelatedPerPersonMax) {
    return std::move(full).Number(journal::FACT_KIND_COUNT_MAX, kRelatedPerPersonMax);
  }
  if ((refusal = CheckLinks(d, std::move(full)))) return refusal;
  d.entry.mutable_relation_declared()->set_subject(std::string(subject));
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::EndRelationRequest& request) {
  MaybeRefusal refusal;
  const store::v1::PersonRow* person = ConcernPerson(d, request.person(), refusal);
  if (person == nullptr) return refusal;
  // Nobody gives themselves the sight of somebody they are related to.
  if (request.subject() == d.command.caller.subject()) {
    return PersonRefusal(journal::REFUSAL_REASON_APPROVER_IS_PREPARER, request.person());
  }
  if (!Names(person->course().related_subjects(), request.subject())) {
    return PersonRefusal(journal::REFUSAL_REASON_SUBJECT_NOT_FOUND, request.person());
  }
  d.entry.mutable_relation_ended()->set_subject(request.subject());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::AddProviderSubjectRequest& request) {
  const ProviderId id = ProviderOf(request.provider());
  const store::v1::ProviderRow* provider = FindProvider(d.state, id);
  if (provider == nullptr) return ProviderRefusal(journal::REFUSAL_REASON_PROVIDER_NOT_FOUND, id);
  if (IsTaken(d, store::v1::LINK_KIND_PROVIDER, id.bytes())) {
    return ProviderRefusal(journal::REFUSAL_REASON_SUBJECT_TAKEN, id);
  }
  if (Names(provider->subjects(), request.subject())) {
    return ProviderRefusal(journal::REFUSAL_REASON_SUBJECT_UNCHANGED, id);
  }
  Refusal full = ProviderRefusal(journal::REFUSAL_REASON_SUBJECTS_FULL, id);
  if (provider->subjects_size() >= kSubjectsPerProviderMax) {
    return std::move(full).Number(journal::FACT_KIND_COUNT_MAX, kSubjectsPerProviderMax);
  }
  if (MaybeRefusal refusal = CheckLinks(d, std::move(full))) return refusal;
  journal::ProviderSubjectAdded& added = *d.entry.mutable_provider_subject_added();
  added.set_provider_id(id.ToBytes());
  added.set_subject(request.subject());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::RemoveProviderSubjectRequest& request) {
  const ProviderId id = ProviderOf(request.provider());
  const store::v1::ProviderRow* provider = FindProvider(d.state, id);
  if (provider == nullptr) return ProviderRefusal(journal::REFUSAL_REASON_PROVIDER_NOT_FOUND, id);
  if (!Names(provider->subjects(), request.subject())) {
    return ProviderRefusal(journal::REFUSAL_REASON_SUBJECT_NOT_FOUND, id);
  }
  journal::ProviderSubjectRemoved& removed = *d.entry.mutable_provider_subject_removed();
  removed.set_provider_id(id.ToBytes());
  removed.set_subject(request.subject());
  return std::nullopt;
}

}  // namespace cardledger::domain
