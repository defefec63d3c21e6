#include "services/rpc/recorded_time.h"

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"

namespace cardledger::rpc {

absl::StatusOr<int64_t> RecordedTimeOf(const engine::Reader& reader, uint64_t sequence) {
  CARDLEDGER_ASSIGN_OR_RETURN(const auto entries, reader.Entries(sequence, 1));
  if (entries.empty()) return absl::DataLossError(absl::StrCat("entry ", sequence, " is missing"));
  return entries.front().entry.recorded_time_us();
}

}  // namespace cardledger::rpc
