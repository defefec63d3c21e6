#pragma once

// Which entries a WatchEntries stream shows. Immutable, any thread.

#include <string>

#include "absl/container/flat_hash_set.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/v1/journal.pb.h"

namespace cardledger::rpc {

class EntryFilter {
 public:
  // Lets everything pass.
  EntryFilter() = default;
  // Of a checked request.
  explicit EntryFilter(const v1::WatchEntriesRequest& request);

  // Whether it leaves anything out.
  bool narrows() const { return !events_.empty() || !roles_.empty() || names_callers(); }
  // Whether it chooses entries by who asked for them.
  bool names_callers() const { return !subjects_.empty(); }
  bool Passes(const journal::v1::Entry& entry) const;

 private:
  absl::flat_hash_set<int> events_;            // numbers of their fields; none: all
  absl::flat_hash_set<int> roles_;             // none: all
  absl::flat_hash_set<std::string> subjects_;  // none: all
};

}  // namespace cardledger::rpc
