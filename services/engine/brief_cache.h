#pragma once

// The briefs of awards that were lately read, so that an award which is looked at again need not be
// read again. Entries never change, so nothing here is ever wrong: at worst an award has gone on
// since, and what came after is read. Bounded; what was not asked for longest goes first. Held by
// the edge, used by AwardBriefs. Any thread.

#include <cstddef>
#include <list>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"

#include "base/mutex.h"
#include "services/domain/entry_brief.h"
#include "services/domain/ids.h"

namespace cardledger::engine {

// Entries of one award, the newest first: each is the `previous` of the one before it.
using BriefRun = std::vector<domain::EntryBrief>;

class BriefCache {
 public:
  // Holds at most so many briefs, and of one award its newest `award_briefs_max`.
  BriefCache(size_t briefs_max, size_t award_briefs_max)
      : briefs_max_(briefs_max), award_briefs_max_(award_briefs_max) {}
  BriefCache(const BriefCache&) = delete;
  BriefCache& operator=(const BriefCache&) = delete;

  size_t award_briefs_max() const { return award_briefs_max_; }

  // Null where nothing is held.
  std::shared_ptr<const BriefRun> Find(const domain::AwardId& award);
  // In the place of what is held of the award.
  void Keep(const domain::AwardId& award, BriefRun run);

 private:
  using Held = std::pair<domain::AwardId, std::shared_ptr<const BriefRun>>;

  const size_t briefs_max_;
  const size_t award_briefs_max_;
  base::Mutex mutex_;
  size_t briefs_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Held> lately_used_ ABSL_GUARDED_BY(mutex_);  // the last one used first
  absl::flat_hash_map<domain::AwardId, std::list<Held>::iterator> by_award_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cardledger::engine
