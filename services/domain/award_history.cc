#include "services/domain/award_history.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/domain/london_time.h"
#include "services/domain/money.h"
#include "services/domain/purses.h"

namespace cardledger::domain {
namespace {

namespace journal = ::cardledger::journal::v1;

bool HoldsNothing(const journal::PurseAmounts& purse) {
  return purse.posted_pence() == 0 && purse.pending_pence() == 0;
}

}  // namespace

bool AllEffectiveBy(Day day, int64_t recorded_time_us) {
  return LondonDay(recorded_time_us) <= day;
}

PastPurses::PastPurses(journal::AwardAmounts newest)
    : amounts_(std::move(newest)), changed_(static_cast<size_t>(amounts_.purses_size())) {}

absl::Status PastPurses::TakeBack(const journal::Entry& entry) {
  auto& purses = *amounts_.mutable_purses();
  for (const journal::Posting& posting : entry.postings()) {
    const auto kind = PurseOf(posting.account());
    if (!kind) continue;
    const auto purse = std::find_if(purses.begin(), purses.end(), [&](const auto& candidate) {
      return candidate.kind() == *kind && candidate.limit_year() == posting.limit_year();
    });
    if (purse == purses.end()) {
      return absl::DataLossError(
          absl::StrCat("entry ", entry.sequence(), " moved what its award never had"));
    }
    changed_[static_cast<size_t>(purse - purses.begin())] = true;
    if (posting.phase() == journal::PHASE_POSTED) {
      purse->set_posted_pence(SubtractPence(purse->posted_pence(), posting.amount_pence()));
    } else {
      purse->set_pending_pence(SubtractPence(purse->pending_pence(), posting.amount_pence()));
    }
  }
  return absl::OkStatus();
}

journal::AwardAmounts PastPurses::Take() && {
  amounts_.clear_committed_pence();
  auto& purses = *amounts_.mutable_purses();
  for (int i = purses.size() - 1; i >= 0; --i) {
    if (changed_[static_cast<size_t>(i)] && HoldsNothing(purses[i])) {
      purses.erase(purses.begin() + i);
    }
  }
  return std::move(amounts_);
}

}  // namespace cardledger::domain
