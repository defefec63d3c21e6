#pragma once

// The briefs of an award's entries, the newest first, as AwardEntries reads the entries themselves.
// What a cache holds of the award is taken from there, and what had to be read is left there at the
// end. Errors as AwardEntries. One thread; `store`, `view` and `cache` outlive it.

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"

#include "services/domain/entry_brief.h"
#include "services/domain/ids.h"
#include "services/engine/award_entries.h"
#include "services/engine/brief_cache.h"
#include "services/engine/past_point.h"
#include "services/engine/read_view.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

class AwardBriefs {
 public:
  // Begins with `newest`, the sequence of one of the award's entries.
  AwardBriefs(const storage::KvStore& store, const ReadView& view, BriefCache& cache,
              const domain::AwardId& award, uint64_t newest);
  ~AwardBriefs();
  AwardBriefs(const AwardBriefs&) = delete;
  AwardBriefs& operator=(const AwardBriefs&) = delete;

  // The next one back; null after the first. Good until the next call.
  absl::StatusOr<const domain::EntryBrief*> Next();

  // Goes on with the newest entry up to `position`; false where the award did not stand then.
  absl::StatusOr<bool> SkipTo(uint64_t position);

 private:
  // The brief that `next_` names, if the cache had it.
  const domain::EntryBrief* FindHeld();
  absl::StatusOr<const domain::EntryBrief*> Read();

  const storage::KvStore& store_;
  const ReadView& view_;
  BriefCache& cache_;
  const domain::AwardId award_;
  uint64_t next_;  // 0 after the first

  const std::shared_ptr<const BriefRun> held_;  // null where the cache had nothing
  size_t place_ = 0;                            // in `held_`, behind the last one taken
  BriefRun newer_;                              // read, and newer than all of `held_`
  BriefRun older_;                              // read, and older
  domain::EntryBrief beyond_;                   // read last, beyond what the cache would hold
  std::optional<AwardEntries> entries_;         // stands at `next_`, or has no value
};

// What stood in the award's purses; nullopt where the award did not stand yet. `newest` is its last
// entry at the view.
absl::StatusOr<std::optional<domain::PurseBriefs>> PursesAt(const storage::KvStore& store,
                                                            const ReadView& view, BriefCache& cache,
                                                            const domain::AwardId& award,
                                                            uint64_t newest,
                                                            const PastPoint& point);

}  // namespace cardledger::engine
