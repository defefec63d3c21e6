#include "services/domain/fold_subject.h"

#include <algorithm>

#include "services/domain/fold_checks.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

// The links of one entry's subjects. None is named where the subject is empty.
class LinkFolder {
 public:
  LinkFolder(const journal::Entry& entry, State& state, ChangedRows& changed)
      : entry_(entry), state_(state), changed_(changed) {}

  absl::Status Add(absl::string_view subject, store::v1::LinkKind kind, absl::string_view id) {
    if (subject.empty()) return absl::OkStatus();
    const SubjectHash hash = base::Sha256(subject);
    store::v1::SubjectRow& row = state_.subjects[hash];
    if (PlaceOf(row, kind, id) != row.links().end()) return absl::OkStatus();
    store::v1::SubjectLink& link = *row.add_links();
    link.set_kind(kind);
    link.set_id(std::string(id));
    changed_.subjects.insert(hash);
    return absl::OkStatus();
  }

  // One that no other command may have made: a subject signs in as one person and for one provider,
  // and is related to a person once.
  absl::Status AddNew(absl::string_view subject, store::v1::LinkKind kind, absl::string_view id) {
    const store::v1::SubjectRow* row = FindSubject(state_, subject);
    const bool one_only = kind != store::v1::LINK_KIND_RELATED;
    if (row != nullptr &&
        std::any_of(row->links().begin(), row->links().end(), [&](const auto& link) {
          return link.kind() == kind && (one_only || link.id() == id);
        })) {
      return Misfit(entry_, "the subject is linked so already");
    }
    return Add(subject, kind, id);
  }

  absl::Status Remove(absl::string_view subject, store::v1::LinkKind kind, absl::string_view id) {
    if (subject.empty()) return absl::OkStatus();
    const SubjectHash hash = base::Sha256(subject);
    const auto found = state_.subjects.find(hash);
    if (found == state_.subjects.end()) return Misfit(entry_, "the subject has no link");
    store::v1::SubjectRow& row = found->second;
    const auto place = PlaceOf(row, kind, id);
    if (place == row.links().end()) return Misfit(entry_, "the subject has no such link");
    row.mutable_links()->erase(place);
    if (row.links().empty()) state_.subjects.erase(found);
    changed_.subjects.insert(hash);
    return absl::OkStatus();
  }

  // The subject that the person signed in with until now gives way to the new one.
  absl::Status Replace() {
    const store::v1::PersonRow* person = FindRow(state_.persons, entry_.person_id());
    if (person == nullptr) return Misfit(entry_, "the person is not known");
    const absl::Status removed =
        Remove(person->course().subject(), store::v1::LINK_KIND_PERSON, entry_.person_id());
    if (!removed.ok()) return removed;
    return AddNew(entry_.person_subject_set().subject(), store::v1::LINK_KIND_PERSON,
                  entry_.person_id());
  }

 private:
  static google::protobuf::RepeatedPtrField<store::v1::SubjectLink>::const_iterator PlaceOf(
      const store::v1::SubjectRow& row, store::v1::LinkKind kind, absl::string_view id) {
    return std::find_if(row.links().begin(), row.links().end(), [kind, id](const auto& link) {
      return link.kind() == kind && link.id() == id;
    });
  }

  const journal::Entry& entry_;
  State& state_;
  ChangedRows& changed_;
};

}  // namespace

absl::Status FoldLinks(const journal::Entry& entry, State& state, ChangedRows& changed) {
  LinkFolder links(entry, state, changed);
  switch (entry.event_case()) {
    case journal::Entry::kPersonSubjectSet:
      return links.Replace();
    case journal::Entry::kRelationDeclared:
      return links.AddNew(entry.relation_declared().subject(), store::v1::LINK_KIND_RELATED,
                          entry.person_id());
    case journal::Entry::kRelationEnded:
      return links.Remove(entry.relation_ended().subject(), store::v1::LINK_KIND_RELATED,
                          entry.person_id());
    case journal::Entry::kSupporterAdded:
      return links.Add(entry.supporter_added().subject(), store::v1::LINK_KIND_SUPPORTER,
                       entry.person_id());
    case journal::Entry::kRepresentativeAdded:
      return links.Add(entry.representative_added().subject(), store::v1::LINK_KIND_REPRESENTATIVE,
                       entry.person_id());
    case journal::Entry::kProviderSubjectAdded:
      return links.AddNew(entry.provider_subject_added().subject(), store::v1::LINK_KIND_PROVIDER,
                          entry.provider_subject_added().provider_id());
    case journal::Entry::kProviderSubjectRemoved:
      return links.Remove(entry.provider_subject_removed().subject(), store::v1::LINK_KIND_PROVIDER,
                          entry.provider_subject_removed().provider_id());
    default:
      return absl::OkStatus();
  }
}

absl::Status TakeOut(const journal::Entry& entry, absl::string_view subject,
                     google::protobuf::RepeatedPtrField<std::string>& subjects) {
  const auto found = std::find(subjects.begin(), subjects.end(), subject);
  if (found == subjects.end()) return Misfit(entry, "the subject is not recorded there");
  subjects.erase(found);
  return absl::OkStatus();
}

}  // namespace cardledger::domain
