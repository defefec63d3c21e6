#pragma once

// Which entries of the journal a command shows: by event, role, subject and refusal, and from which
// position to which. Shared by `journal watch` and `audit`. One thread.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "cardledger/v1/journal.pb.h"
#include "clients/cli/command.h"

namespace cardledger::cli {

struct EntryFilters {
  std::vector<std::string> events;
  std::vector<std::string> roles;
  std::vector<std::string> subjects;
  bool refused = false;
};

// --event, --role, --by and --refused.
void AddEntryFilters(CLI::App& command, EntryFilters& filters);
// Either spelling of an event and of a role is taken, award_loaded and award-loaded.
void TakeEntryFilters(const EntryFilters& filters, InputErrors& errors,
                      v1::WatchEntriesRequest& request);

// How many entries were recorded at `time` or before.
absl::StatusOr<v1::FindPositionResponse> PositionAt(Context& context, absl::Time time);
// How many there are.
absl::StatusOr<uint64_t> PositionNow(Context& context);

}  // namespace cardledger::cli
