// What the model remembers of what is kept of people.

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "tests/simulation/model.h"

namespace cardledger::simulation {
namespace {

namespace journal = ::cardledger::journal::v1;

// Written out again, so that a kind in the wrong class is noticed.
int ClassOf(journal::DetailKind kind) {
  static const std::set<int> identity = {
      journal::DETAIL_KIND_CASE_REFERENCE, journal::DETAIL_KIND_COMMUNICATION_NEEDS,
      journal::DETAIL_KIND_PARTY_NAME, journal::DETAIL_KIND_PROVIDER_NAME};
  if (identity.contains(kind)) return journal::RETENTION_CLASS_IDENTITY;
  return kind == journal::DETAIL_KIND_PAYMENT_REFERENCE ? journal::RETENTION_CLASS_MONEY
                                                        : journal::RETENTION_CLASS_CASE;
}

}  // namespace

bool Model::IsErased(const Person& person, journal::DetailKind kind, uint64_t entry) const {
  const auto erased = person.erased.find(ClassOf(kind));
  return erased != person.erased.end() && entry <= erased->second.entry;
}

void Model::RememberSealed(const journal::Entry& entry) {
  const auto found = persons_.find(entry.person_id());
  if (found == persons_.end()) return;
  Person& person = found->second;
  Sealed& sealed = sealed_[entry.sequence()];
  sealed.person = entry.person_id();
  sealed.award = entry.award_id();
  const google::protobuf::FieldDescriptor* event = entry.GetReflection()->GetOneofFieldDescriptor(
      entry, journal::Entry::descriptor()->FindOneofByName("event"));
  for (const char* word : {"look", "lines_opened", "legal_hold", "relation"}) {
    sealed.of_staff_alone |= absl::StrContains(std::string(event->name()), word);
  }
  for (const journal::SealedDetail& detail : entry.details()) {
    sealed.kinds.push_back(detail.kind());
    const auto erased = person.erased.find(ClassOf(detail.kind()));
    if (erased != person.erased.end()) erased->second.sealed_since = true;
  }
  if (!entry.award_id().empty()) return;
  person.last_entry = entry.sequence();
  const bool about_keeping = entry.has_erasure_proposed() || entry.has_erasure_declined() ||
                             entry.has_details_erased() || entry.has_legal_hold_set() ||
                             entry.has_legal_hold_ended();
  const bool look = entry.has_lines_opened() || entry.has_withheld_look_requested() ||
                    entry.has_withheld_look_decided() || entry.has_withheld_look_reviewed();
  if (!entry.has_refused() && !about_keeping && !look) {
    person.last_day = std::max(person.last_day, entry.effective_day());
  }
}

void Model::RememberPrivacy(const journal::Entry& entry, const domain::Command& command) {
  const auto found = persons_.find(entry.person_id());
  if (found == persons_.end()) return;
  Person& person = found->second;
  if (entry.has_erasure_proposed()) {
    const journal::ErasureProposed& proposed = entry.erasure_proposed();
    person.proposed = {entry.sequence(), entry.caller().subject(),
                       std::set<int>(proposed.classes().begin(), proposed.classes().end()),
                       proposed.ground()};
  } else if (entry.has_erasure_declined()) {
    person.proposed.reset();
  } else if (entry.has_details_erased()) {
    person.proposed.reset();
    for (const int each : entry.details_erased().classes()) {
      person.erased[each] = {entry.sequence(), false};
      if (each != journal::RETENTION_CLASS_IDENTITY) continue;
      person.reference.clear();
      person.reference_changed = entry.sequence();
    }
  } else if (entry.has_legal_hold_set()) {
    person.hold_entry = entry.sequence();
    person.held_by = entry.caller().subject();
  } else if (entry.has_legal_hold_ended()) {
    person.hold_entry = 0;
  } else if (entry.has_detail_rectified()) {
    const auto& request = std::get<v1::RectifyDetailRequest>(command.request);
    if (request.kind() == journal::DETAIL_KIND_CASE_REFERENCE) {
      person.reference = absl::AsciiStrToUpper(request.text());
      person.reference_changed = entry.sequence();
    }
  }
}

}  // namespace cardledger::simulation
