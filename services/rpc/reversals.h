#pragma once

// What reversed each entry of an award, up to a position. A reversal is recorded after what it
// reverses, so a walk back meets it first; a walk that began in the middle looks for those before
// its beginning only when it comes to an entry that was reversed by one of them. One thread.

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"

#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/entry_brief.h"
#include "services/domain/ids.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class Reversals {
 public:
  // Of the award as its row stands at the scope's view. `scope` outlives it.
  Reversals(const ReadScope& scope, const domain::AwardId& award, const store::v1::AwardRow& row,
            uint64_t position);

  // An entry that the walk has come to.
  void Note(const domain::EntryBrief& entry);
  // The sequence of the entry that reversed this one; 0 where none had.
  absl::StatusOr<uint64_t> Of(uint64_t sequence);

 private:
  // Walks from the award's last entry back to `sequence`.
  absl::Status LookAbove(uint64_t sequence);

  const ReadScope& scope_;
  const domain::AwardId award_;
  const uint64_t last_entry_;
  const uint64_t position_;
  const absl::flat_hash_set<uint64_t> reversed_;       // by any reversal up to the view
  absl::flat_hash_map<uint64_t, uint64_t> reversals_;  // original -> reversal
  bool looked_above_ = false;
};

}  // namespace cardledger::rpc
