#include "services/domain/award_history.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/domain/london_time.h"
#include "services/domain/money.h"

namespace cardledger::domain {
namespace {

bool HoldsNothing(const PurseBrief& purse) {
  return purse.posted_pence == 0 && purse.pending_pence == 0;
}

}  // namespace

bool AllEffectiveBy(Day day, int64_t recorded_time_us) {
  return LondonDay(recorded_time_us) <= day;
}

PastPurses::PastPurses(PurseBriefs newest) : purses_(std::move(newest)), changed_(purses_.size()) {}

absl::Status PastPurses::TakeBack(const EntryBrief& entry) {
  for (const PurseBrief& moved : entry.moved) {
    auto* const purse = std::find_if(purses_.begin(), purses_.end(), [&](const auto& candidate) {
      return candidate.kind == moved.kind && candidate.limit_year == moved.limit_year;
    });
    if (purse == purses_.end()) {
      return absl::DataLossError(
          absl::StrCat("entry ", entry.sequence, " moved what its award never had"));
    }
    changed_[static_cast<size_t>(purse - purses_.begin())] = true;
    purse->posted_pence = SubtractPence(purse->posted_pence, moved.posted_pence);
    purse->pending_pence = SubtractPence(purse->pending_pence, moved.pending_pence);
  }
  return absl::OkStatus();
}

PurseBriefs PastPurses::Take() && {
  PurseBriefs standing;
  for (size_t i = 0; i < purses_.size(); ++i) {
    if (!changed_[i] || !HoldsNothing(purses_[i])) standing.push_back(purses_[i]);
  }
  return standing;
}

}  // namespace cardledger::domain
