#pragma once

// The entries that named an award, the newest first: each one names the one before it, so they are
// read by walking back. Where they lie close together several are read at one go. Errors: DATA_LOSS
// where the chain is broken, UNAVAILABLE where it cannot be read now. One thread; `store` and
// `view` outlive it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/ids.h"
#include "services/engine/read_view.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

class AwardEntries {
 public:
  // Begins with `newest`, the sequence of one of the award's entries.
  AwardEntries(const storage::KvStore& store, const ReadView& view, const domain::AwardId& award,
               uint64_t newest)
      : store_(store), view_(view), award_(award), next_(newest) {}

  // The next one back; null after the first. Good until the next call, and may be taken from.
  absl::StatusOr<journal::v1::Entry*> Next();

  // Goes on with the newest entry up to `position`; false where the award did not stand then.
  absl::StatusOr<bool> SkipTo(uint64_t position);

 private:
  // The stored bytes of the entry; reads it, and those before it that may well be asked for next.
  absl::StatusOr<const std::string*> BytesOf(uint64_t sequence);
  absl::Status Parse(uint64_t sequence);

  const storage::KvStore& store_;
  const ReadView& view_;
  const domain::AwardId award_;
  uint64_t next_;  // 0 after the first
  journal::v1::Entry entry_;

  size_t at_one_go_ = 1;
  uint64_t first_read_ = 0;  // of the first of `read_`
  std::vector<std::string> read_;
};

// The award as it was after the first `position` entries of the journal, folded from its own;
// nullopt where it did not stand yet. `newest` is its last entry at the view.
absl::StatusOr<std::optional<store::v1::AwardRow>> AwardAt(const storage::KvStore& store,
                                                           const ReadView& view,
                                                           const domain::AwardId& award,
                                                           uint64_t newest, uint64_t position);

}  // namespace cardledger::engine
