#pragma once

// What readers see: one durable state of the ledger. The engine swaps in a new view once per batch,
// before answers go out, so a caller sees its own write, and nobody sees what is not durable.
// Immutable, any thread. Let go of it soon: its snapshot keeps old versions alive.

#include <cstdint>
#include <memory>

#include "base/sha256.h"
#include "services/domain/policies.h"
#include "services/engine/reference_index.h"
#include "services/vault/vault.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

struct ReadView {
  uint64_t position = 0;
  base::Sha256Digest root{};
  int64_t recorded_time_us = 0;  // of the last entry
  std::shared_ptr<const storage::KvSnapshot> snapshot;
  std::shared_ptr<const domain::Policies> policies;
  const vault::Vault* vault = nullptr;  // opens sealed details; not owned
  std::shared_ptr<const ReferenceIndex> references;
};

}  // namespace cardledger::engine
