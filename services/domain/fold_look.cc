#include "services/domain/fold_look.h"

#include "base/status_macros.h"
#include "services/domain/fold_checks.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

absl::Status CheckPerson(const journal::Entry& entry, State& state) {
  if (FindRow(state.persons, entry.person_id()) != nullptr) return absl::OkStatus();
  return Misfit(entry, "the person is not known");
}

absl::Status FoldRequested(const journal::Entry& entry, State& state, ChangedRows& changed) {
  CARDLEDGER_RETURN_IF_ERROR(CheckPerson(entry, state));
  store::v1::WithheldLookRow& look = state.withheld_looks[entry.sequence()];
  look.set_person_id(entry.person_id());
  look.set_requested_by(entry.caller().subject());
  *look.mutable_roles() = entry.caller().roles();
  look.set_reason(entry.withheld_look_requested().reason());
  look.set_ground(entry.withheld_look_requested().ground());
  look.set_review_day(entry.withheld_look_requested().review_day());
  changed.withheld_looks.insert(entry.sequence());
  return absl::OkStatus();
}

absl::Status FoldDecided(const journal::Entry& entry, store::v1::WithheldLookRow& look) {
  if (look.decided_entry() != 0) return Misfit(entry, "the look has been decided before");
  look.set_decided_entry(entry.sequence());
  look.set_approved(entry.withheld_look_decided().approved());
  if (look.approved()) look.set_opened_time_us(entry.recorded_time_us());
  return absl::OkStatus();
}

absl::Status FoldReviewed(const journal::Entry& entry, store::v1::WithheldLookRow& look) {
  const journal::WithheldLookReviewed& reviewed = entry.withheld_look_reviewed();
  if (!look.approved() || look.disclosed_entry() != 0) {
    return Misfit(entry, "the look is not withheld");
  }
  look.set_review_day(reviewed.review_day());
  if (reviewed.disclosed()) look.set_disclosed_entry(entry.sequence());
  return absl::OkStatus();
}

}  // namespace

absl::Status FoldLook(const journal::Entry& entry, State& state, ChangedRows& changed) {
  if (entry.has_lines_opened()) return CheckPerson(entry, state);
  if (entry.has_withheld_look_requested()) return FoldRequested(entry, state, changed);
  const bool decided = entry.has_withheld_look_decided();
  if (!decided && !entry.has_withheld_look_reviewed()) return absl::OkStatus();
  const uint64_t requested = decided ? entry.withheld_look_decided().look_entry()
                                     : entry.withheld_look_reviewed().look_entry();
  const auto found = state.withheld_looks.find(requested);
  if (found == state.withheld_looks.end()) return Misfit(entry, "its look is not known");
  if (found->second.person_id() != entry.person_id()) {
    return Misfit(entry, "it names another person than the look's");
  }
  changed.withheld_looks.insert(requested);
  return decided ? FoldDecided(entry, found->second) : FoldReviewed(entry, found->second);
}

}  // namespace cardledger::domain
