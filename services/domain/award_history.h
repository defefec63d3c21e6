#pragma once

// What stood in the purses of an award, counting only what is effective on a day or before. Worked
// out backwards, from the amounts that the newest entry states: so only entries recorded after that
// day are looked at. Pure; as thread-safe as its owner.

#include <vector>

#include "absl/status/status.h"

#include "services/domain/civil_day.h"
#include "services/domain/entry_brief.h"

namespace cardledger::domain {

// Whether all that was recorded up to that instant counts for `day` or before: nothing moves money
// for a day that has not come.
bool AllEffectiveBy(Day day, int64_t recorded_time_us);

class PastPurses {
 public:
  // From what stood in the purses after the newest entry that counts.
  explicit PastPurses(PurseBriefs newest);

  // Takes back what the entry moved. DATA_LOSS where it moved what never stood in a purse.
  absl::Status TakeBack(const EntryBrief& entry);

  // The purses; without those that hold nothing and of which something was taken back, as if they
  // had not been there yet.
  PurseBriefs Take() &&;

 private:
  PurseBriefs purses_;
  std::vector<bool> changed_;  // by the place of the purse
};

}  // namespace cardledger::domain
