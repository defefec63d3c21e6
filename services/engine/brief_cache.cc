#include "services/engine/brief_cache.h"

#include <iterator>

namespace cardledger::engine {

std::shared_ptr<const BriefRun> BriefCache::Find(const domain::AwardId& award) {
  const base::MutexLock lock(mutex_);
  const auto found = by_award_.find(award);
  if (found == by_award_.end()) return nullptr;
  lately_used_.splice(lately_used_.begin(), lately_used_, found->second);
  return found->second->second;
}

void BriefCache::Keep(const domain::AwardId& award, BriefRun run) {
  if (run.size() > award_briefs_max_) run.resize(award_briefs_max_);
  run.shrink_to_fit();
  auto kept = std::make_shared<const BriefRun>(std::move(run));
  std::list<Held> gone;  // ends after the lock
  const base::MutexLock lock(mutex_);
  briefs_ += kept->size();
  lately_used_.emplace_front(award, std::move(kept));
  const auto [place, is_new] = by_award_.try_emplace(award, lately_used_.begin());
  if (!is_new) {
    briefs_ -= place->second->second->size();
    gone.splice(gone.begin(), lately_used_, place->second);
    place->second = lately_used_.begin();
  }
  while (briefs_ > briefs_max_) {
    const auto oldest = std::prev(lately_used_.end());
    briefs_ -= oldest->second->size();
    by_award_.erase(oldest->first);
    gone.splice(gone.begin(), lately_used_, oldest);
  }
}

}  // namespace cardledger::engine
