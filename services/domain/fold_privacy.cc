#include "services/domain/fold_privacy.h"

#include "services/domain/fold_checks.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

void Propose(const journal::Entry& entry, store::v1::PersonCourseRow& course) {
  store::v1::ProposedErasureRow& proposed = *course.mutable_proposed_erasure();
  proposed.set_entry(entry.sequence());
  *proposed.mutable_classes() = entry.erasure_proposed().classes();
  proposed.set_ground(entry.erasure_proposed().ground());
  proposed.set_proposed_by(entry.caller().subject());
}

absl::Status Settle(const journal::Entry& entry, uint64_t proposed_entry,
                    store::v1::PersonCourseRow& course) {
  if (proposed_entry == 0 || course.proposed_erasure().entry() != proposed_entry) {
    return Misfit(entry, "no such erasure waits for a decision");
  }
  course.clear_proposed_erasure();
  return absl::OkStatus();
}

store::v1::ErasureRow& ErasureFor(journal::RetentionClass retention_class,
                                  store::v1::PersonCourseRow& course) {
  for (store::v1::ErasureRow& erasure : *course.mutable_erasures()) {
    if (erasure.retention_class() == retention_class) return erasure;
  }
  store::v1::ErasureRow& erasure = *course.add_erasures();
  erasure.set_retention_class(retention_class);
  return erasure;
}

absl::Status Erase(const journal::Entry& entry, store::v1::PersonCourseRow& course) {
  for (const int retention_class : entry.details_erased().classes()) {
    store::v1::ErasureRow& erasure =
        ErasureFor(static_cast<journal::RetentionClass>(retention_class), course);
    erasure.set_entry(entry.sequence());
    erasure.set_sealed_since(false);
  }
  return Settle(entry, entry.details_erased().proposed_entry(), course);
}

absl::Status EndHold(const journal::Entry& entry, store::v1::PersonCourseRow& course) {
  const uint64_t set_entry = entry.legal_hold_ended().set_entry();
  if (set_entry == 0 || course.legal_hold().entry() != set_entry) {
    return Misfit(entry, "no such legal hold is set");
  }
  course.clear_legal_hold();
  return absl::OkStatus();
}

absl::Status Rectify(const journal::Entry& entry, store::v1::PersonCourseRow& course) {
  if (entry.details().empty()) return Misfit(entry, "it rectifies nothing");
  if (entry.details(0).kind() == journal::DETAIL_KIND_CASE_REFERENCE) {
    course.set_reference_entry(entry.sequence());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FoldPrivacy(const journal::Entry& entry, store::v1::PersonRow& person) {
  switch (entry.event_case()) {
    case journal::Entry::kErasureProposed:
      Propose(entry, *person.mutable_course());
      return absl::OkStatus();
    case journal::Entry::kDetailsErased:
      return Erase(entry, *person.mutable_course());
    case journal::Entry::kErasureDeclined:
      return Settle(entry, entry.erasure_declined().proposed_entry(), *person.mutable_course());
    case journal::Entry::kLegalHoldSet:
      person.mutable_course()->mutable_legal_hold()->set_entry(entry.sequence());
      person.mutable_course()->mutable_legal_hold()->set_set_by(entry.caller().subject());
      return absl::OkStatus();
    case journal::Entry::kLegalHoldEnded:
      return EndHold(entry, *person.mutable_course());
    case journal::Entry::kDetailRectified:
      return Rectify(entry, *person.mutable_course());
    default:
      return absl::OkStatus();
  }
}

}  // namespace cardledger::domain
