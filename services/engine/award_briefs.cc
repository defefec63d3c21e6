#include "services/engine/award_briefs.h"

#include <algorithm>
#include <utility>

#include "base/status_macros.h"
#include "services/domain/award_history.h"

namespace cardledger::engine {
namespace {

bool LeadsTo(const BriefRun& newer, const BriefRun& older) {
  return newer.back().previous == older.front().sequence;
}

void Append(const BriefRun& older, BriefRun& run) {
  run.insert(run.end(), older.begin(), older.end());
}

}  // namespace

AwardBriefs::AwardBriefs(const storage::KvStore& store, const ReadView& view, BriefCache& cache,
                         const domain::AwardId& award, uint64_t newest)
    : store_(store),
      view_(view),
      cache_(cache),
      award_(award),
      next_(newest),
      held_(cache.Find(award)) {}

// What is newer than what was held and does not lead to it takes its place.
AwardBriefs::~AwardBriefs() {
  const bool goes_on = held_ != nullptr && !older_.empty() && LeadsTo(*held_, older_);
  if (newer_.empty() && !goes_on) return;
  BriefRun run = std::move(newer_);
  if (held_ != nullptr && (run.empty() || LeadsTo(run, *held_))) {
    Append(*held_, run);
    if (goes_on) Append(older_, run);
  }
  cache_.Keep(award_, std::move(run));
}

const domain::EntryBrief* AwardBriefs::FindHeld() {
  if (held_ == nullptr) return nullptr;
  // All but the first follow the one before them.
  const BriefRun& held = *held_;
  if (place_ < held.size() && held[place_].sequence == next_) return &held[place_++];
  const auto found = std::partition_point(
      held.begin(), held.end(),
      [this](const domain::EntryBrief& brief) { return brief.sequence > next_; });
  if (found == held.end() || found->sequence != next_) return nullptr;
  place_ = static_cast<size_t>(found - held.begin()) + 1;
  return &*found;
}

absl::StatusOr<const domain::EntryBrief*> AwardBriefs::Read() {
  if (!entries_) entries_.emplace(store_, view_, award_, next_);
  CARDLEDGER_ASSIGN_OR_RETURN(const journal::v1::Entry* entry, entries_->Next());
  const bool is_newer = held_ == nullptr || entry->sequence() > held_->front().sequence;
  BriefRun& run = is_newer ? newer_ : older_;
  if (run.size() < cache_.award_briefs_max()) return &run.emplace_back(domain::BriefOf(*entry));
  beyond_ = domain::BriefOf(*entry);
  return &beyond_;
}

absl::StatusOr<const domain::EntryBrief*> AwardBriefs::Next() {
  if (next_ == 0) return nullptr;
  const domain::EntryBrief* brief = FindHeld();
  if (brief != nullptr) {
    entries_.reset();
  } else {
    CARDLEDGER_ASSIGN_OR_RETURN(brief, Read());
  }
  next_ = brief->previous;
  return brief;
}

absl::StatusOr<bool> AwardBriefs::SkipTo(uint64_t position) {
  while (next_ > position) CARDLEDGER_RETURN_IF_ERROR(Next().status());
  return next_ != 0;
}

absl::StatusOr<std::optional<domain::PurseBriefs>> PursesAt(const storage::KvStore& store,
                                                            const ReadView& view, BriefCache& cache,
                                                            const domain::AwardId& award,
                                                            uint64_t newest,
                                                            const PastPoint& point) {
  AwardBriefs briefs(store, view, cache, award, newest);
  CARDLEDGER_ASSIGN_OR_RETURN(const bool stood, briefs.SkipTo(point.position));
  if (!stood) return std::optional<domain::PurseBriefs>();
  CARDLEDGER_ASSIGN_OR_RETURN(const domain::EntryBrief* brief, briefs.Next());
  if (!point.day) return std::optional(brief->after);
  domain::PastPurses past(brief->after);
  while (brief != nullptr && !domain::AllEffectiveBy(*point.day, brief->recorded_time_us)) {
    if (domain::Day(brief->effective_day) > *point.day) {
      CARDLEDGER_RETURN_IF_ERROR(past.TakeBack(*brief));
    }
    CARDLEDGER_ASSIGN_OR_RETURN(brief, briefs.Next());
  }
  return std::optional(std::move(past).Take());
}

}  // namespace cardledger::engine
