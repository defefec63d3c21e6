#pragma once

// Every entry about one person, the newest first: those in no award's chain, which name one another
// as an award's entries do, and those of all awards of the person. Read by walking the chains side
// by side. Errors: DATA_LOSS where a chain is broken, UNAVAILABLE where it cannot be read now. One
// thread; `store` and `view` outlive it.

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/persons.pb.h"
#include "services/domain/ids.h"
#include "services/engine/award_entries.h"
#include "services/engine/read_view.h"
#include "services/engine/reads.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

class PersonEntries {
 public:
  // Of those up to `newest`, the entries of `person` and of `awards`, which are all of the person's
  // in the order of the row.
  PersonEntries(const storage::KvStore& store, const ReadView& view, const domain::PersonId& id,
                const store::v1::PersonRow& person, const std::vector<store::v1::AwardRow>& awards,
                uint64_t newest);

  // The next one back; null after the first. Good until the next call, and may be taken from.
  absl::StatusOr<journal::v1::Entry*> Next();

 private:
  struct Chain {
    std::optional<AwardEntries> award;  // none for the person's own
    std::optional<journal::v1::Entry> next;
  };

  absl::Status Begin();
  absl::Status Advance(Chain& chain);
  // The entry of the person's own chain before the last one read; nullopt before the first.
  absl::StatusOr<std::optional<journal::v1::Entry>> ReadOwn();

  const Reader reader_;
  const domain::PersonId person_;
  const uint64_t newest_;
  uint64_t next_own_;
  std::vector<Chain> chains_;
  bool begun_ = false;
  journal::v1::Entry entry_;
};

}  // namespace cardledger::engine
