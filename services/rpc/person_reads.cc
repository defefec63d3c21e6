#include "services/rpc/person_reads.h"

#include "base/status_macros.h"
#include "services/rpc/person_resources.h"
#include "services/rpc/recorded_time.h"

namespace cardledger::rpc {

absl::Status ShowPerson(const ReadScope& scope, const domain::PersonId& id,
                        const store::v1::PersonRow& row, v1::Person& person) {
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t registered_us,
                              RecordedTimeOf(scope.reader(), row.created_entry()));
  FillPerson(id, row, registered_us, scope.today(), person);
  return absl::OkStatus();
}

}  // namespace cardledger::rpc
