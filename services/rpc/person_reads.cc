#include "services/rpc/person_reads.h"

#include "base/status_macros.h"
#include "services/rpc/person_resources.h"
#include "services/rpc/recorded_time.h"

namespace cardledger::rpc {
namespace {

// How others sign in, who of the staff is related to the person, and whether a legal matter is
// looked into, is shown to staff alone.
void HideSubjects(v1::Person& person) {
  person.clear_related_subjects();
  person.clear_legal_hold();
  for (v1::Supporter& supporter : *person.mutable_supporters()) supporter.clear_subject();
  for (v1::Representative& other : *person.mutable_representatives()) other.clear_subject();
}

}  // namespace

absl::Status ShowPerson(const ReadScope& scope, const domain::PersonId& id,
                        const store::v1::PersonRow& row, v1::Person& person) {
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t registered_us,
                              RecordedTimeOf(scope.reader(), row.created_entry()));
  FillPerson(id, row, registered_us, scope.today(), person);
  if (!scope.reach().by_any()) HideSubjects(person);
  return absl::OkStatus();
}

}  // namespace cardledger::rpc
