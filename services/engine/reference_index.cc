#include "services/engine/reference_index.h"

namespace cardledger::engine {

void ReferenceIndex::Add(const vault::Reference& reference) {
  const base::MutexLock lock(mutex_);
  found_.insert({reference.hash, {reference.person, reference.sequence}});
}

absl::InlinedVector<ReferenceIndex::Found, 1> ReferenceIndex::Find(
    const domain::ReferenceHash& hash) const {
  absl::InlinedVector<Found, 1> all;
  const base::MutexLock lock(mutex_);
  const auto [first, last] = found_.equal_range(hash);
  for (auto each = first; each != last; ++each) all.push_back(each->second);
  return all;
}

}  // namespace cardledger::engine
