#pragma once

// What stood in the purses of an award, counting only what is effective on a day or before. Worked
// out backwards, from the amounts that the newest entry states: so only entries recorded after that
// day are looked at. Pure; as thread-safe as its owner.

#include <vector>

#include "absl/status/status.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/civil_day.h"

namespace cardledger::domain {

// Whether all that was recorded up to that instant counts for `day` or before: nothing moves money
// for a day that has not come.
bool AllEffectiveBy(Day day, int64_t recorded_time_us);

class PastPurses {
 public:
  // From what stood in the purses after the newest entry that counts.
  explicit PastPurses(journal::v1::AwardAmounts newest);

  // Takes back what the entry moved. DATA_LOSS where it moved what never stood in a purse.
  absl::Status TakeBack(const journal::v1::Entry& entry);

  // The purses; without those that hold nothing and of which something was taken back, as if they
  // had not been there yet. Says nothing of what is committed.
  journal::v1::AwardAmounts Take() &&;

 private:
  journal::v1::AwardAmounts amounts_;
  std::vector<bool> changed_;  // by the place of the purse
};

}  // namespace cardledger::domain
