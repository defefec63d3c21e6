#pragma once

// Who was recorded under which case reference, by the keyed hashes of the key file. Filled when the
// ledger is opened and by the engine's thread; asked by readers too. It may name a person before
// their entry is durable, and go on naming one whose reference was changed or erased: who asks
// looks which of those it names has the reference in the state asked about
// (domain::ReferenceEntryOf). Any thread.

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/container/btree_map.h"
#include "absl/container/inlined_vector.h"

#include "base/mutex.h"
#include "services/domain/person_reference.h"
#include "services/vault/vault.h"

namespace cardledger::engine {

class ReferenceIndex {
 public:
  struct Found {
    domain::PersonId person;
    uint64_t sequence = 0;  // of the entry that recorded it
  };

  void Add(const vault::Reference& reference);
  // At most one of them is right of any state.
  absl::InlinedVector<Found, 1> Find(const domain::ReferenceHash& hash) const;

 private:
  mutable base::Mutex mutex_;
  // A tree, as it is looked into now and then alone, and takes half of a hash map.
  absl::btree_multimap<domain::ReferenceHash, Found> found_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cardledger::engine
