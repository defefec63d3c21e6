#pragma once

// One batch on its way to the store: entries appended to the journal, with their leaves, request
// rows, sealed details, policy texts, and at the end the changed rows and the frontier. Used by the
// engine's thread and by recovery when it makes a new ledger. Not thread-safe.

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_set.h"

#include "services/domain/decide.h"
#include "services/domain/state.h"
#include "services/engine/tile_tree.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

class JournalBatch {
 public:
  // Both outlive this; folding and hashing go straight into them.
  JournalBatch(domain::State& state, TileTree& tree) : state_(state), tree_(tree) {}

  // Folds the decision's entries and puts them. Aborts where an entry does not fit the state it was
  // decided on: the decision and the fold disagree.
  void Append(const domain::RequestId& request_id, const domain::Decision& decision);

  // Adds what is written once a batch. Call last; the batch is then ready to be applied.
  const storage::WriteBatch& Finish();

  // Of what is put, and at most of the rows that Finish adds.
  size_t bytes() const { return batch_.bytes() + rows_bytes_; }
  bool empty() const { return batch_.empty(); }

 private:
  void PutEntry(const journal::v1::Entry& entry);
  void NoteRows(const journal::v1::Entry& entry);
  void PutBeside(uint64_t sequence, const domain::Decision& decision);

  domain::State& state_;
  TileTree& tree_;
  domain::ChangedRows changed_;
  storage::WriteBatch batch_;
  size_t rows_bytes_ = 0;
  absl::flat_hash_set<std::string> policy_texts_;  // keys in `batch_`
};

}  // namespace cardledger::engine
