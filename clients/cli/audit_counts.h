#pragma once

// Counts entries of the journal for an auditor. One thread.

#include <cstdint>
#include <map>
#include <string>

#include "google/protobuf/struct.pb.h"

#include "cardledger/v1/journal.pb.h"

namespace cardledger::cli {

// How many entries there are of what, and by whom.
class AuditCounts {
 public:
  // Of a response with an entry.
  void Add(const v1::WatchEntriesResponse& response);
  bool empty() const { return entries_ == 0; }
  // Whether there were more that the caller may not see.
  bool partial() const { return partial_; }

  // "12 entries by 3 callers, 2 refused\n".
  std::string Line() const;
  // Tables: by event, by role, refusals by reason, by caller; then that line.
  std::string Render() const;
  // {"audit": {"afterEntry", "untilEntry", "entries", "refused", "byEvent", "byRole",
  // "refusalsByReason", "callers", "partial"}}.
  google::protobuf::Struct Object(uint64_t after, uint64_t until) const;

 private:
  struct Acts {
    uint64_t entries = 0;
    uint64_t approvals = 0;
    uint64_t refused = 0;
  };
  using ByWord = std::map<std::string, uint64_t>;

  uint64_t entries_ = 0;
  uint64_t refused_ = 0;
  ByWord by_event_;
  ByWord by_role_;  // an entry counts for each role of its caller
  ByWord by_reason_;
  std::map<std::string, Acts> by_caller_;  // without the first entry, which nobody asked for
  bool partial_ = false;
};

}  // namespace cardledger::cli
