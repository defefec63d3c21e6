#include "services/rpc/entry_sight.h"

#include "base/status_macros.h"
#include "services/rpc/looks_in_force.h"

namespace cardledger::rpc {
namespace {

// They name members of staff, or say that a legal matter is looked into.
bool IsOfStaffAlone(const journal::v1::Entry& entry) {
  return entry.has_relation_declared() || entry.has_relation_ended() ||
         entry.has_legal_hold_set() || entry.has_legal_hold_ended();
}

// The entry that asked for the withheld look that the entry is a step of; 0 of any other entry.
uint64_t WithheldLookOf(const journal::v1::Entry& entry) {
  if (entry.has_withheld_look_requested()) return entry.sequence();
  if (entry.has_withheld_look_decided()) return entry.withheld_look_decided().look_entry();
  return entry.withheld_look_reviewed().look_entry();
}

// Of a step that belongs to somebody whom the caller reaches.
absl::StatusOr<bool> ShowsWithheld(const ReadScope& scope, const journal::v1::Entry& entry,
                                   uint64_t look, bool filtered) {
  const Reach& reach = scope.reach();
  const auto person = domain::IdFromBytes<domain::PersonId>(entry.person_id());
  if (reach.ReachesAs(filtered ? SeersOfWithheldLooks() : StaffRoles(), person)) return true;
  CARDLEDGER_ASSIGN_OR_RETURN(const auto row, scope.reader().WithheldLook(look));
  return row && row->disclosed_entry() != 0;
}

}  // namespace

absl::StatusOr<bool> Shows(const ReadScope& scope, const journal::v1::Entry& entry, bool filtered) {
  const Reach& reach = scope.reach();
  const uint64_t withheld = WithheldLookOf(entry);
  if (reach.everything() && (withheld == 0 || !filtered)) return true;
  if (entry.person_id().empty()) return reach.by_any();
  if (!reach.by_any() && IsOfStaffAlone(entry)) return false;
  CARDLEDGER_ASSIGN_OR_RETURN(
      const bool reached, reach.Includes(domain::IdFromBytes<domain::PersonId>(entry.person_id())));
  if (!reached || withheld == 0) return reached;
  return ShowsWithheld(scope, entry, withheld, filtered);
}

void VeilEntry(journal::v1::Entry& entry) {
  entry.mutable_caller()->clear_subject();
  entry.mutable_caller()->clear_carried_by();
  entry.clear_request_id();
  entry.clear_fingerprint();
  // It may be one that is not shown, such as a withheld look.
  entry.clear_previous_person_entry();
}

void Veil(v1::WatchEntriesResponse& response) {
  VeilEntry(*response.mutable_entry());
  response.clear_leaf_hash();
}

}  // namespace cardledger::rpc
