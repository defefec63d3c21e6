#pragma once

// One batch on its way to the store: entries appended to the journal, with their leaves, request
// rows, sealed details, policy texts, and at the end the changed rows and the frontier. Used by the
// engine's thread and by recovery when it makes a new ledger. Not thread-safe.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "services/domain/decide.h"
#include "services/domain/limits.h"
#include "services/domain/state.h"
#include "services/engine/erasures.h"
#include "services/engine/reference_index.h"
#include "services/engine/tile_tree.h"
#include "services/vault/vault.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

class JournalBatch {
 public:
  // All outlive this; folding, hashing and what was recorded go straight into them.
  JournalBatch(domain::State& state, TileTree& tree, vault::Vault& vault,
               ReferenceIndex& references)
      : state_(state), tree_(tree), vault_(vault), references_(references) {}

  // Folds the decision's entries and puts them. Aborts where an entry does not fit the state it was
  // decided on: the decision and the fold disagree.
  void Append(const domain::RequestId& request_id, const domain::Decision& decision);

  // Adds what is written once a batch. Call last; the batch is then ready to be applied.
  const storage::WriteBatch& Finish();

  // Of what is put, and at most of the rows that Finish adds.
  size_t bytes() const {
    return batch_.bytes() + rows_bytes_ + changed_.subjects.size() * kSubjectRowBytesMax;
  }
  bool empty() const { return batch_.empty(); }
  // Why a detail could not be encrypted: then nothing of the batch may be written.
  const absl::Status& sealed() const { return sealed_; }
  // What is to be finished once the batch is durable.
  const std::vector<Erasure>& erasures() const { return erasures_; }

 private:
  // A link takes 22 bytes at most: its kind, an id, and their tags.
  static constexpr size_t kSubjectRowBytesMax = size_t{domain::kLinksPerSubjectMax} * 22;

  void PutEntry(const journal::v1::Entry& entry);
  void NoteRows(const journal::v1::Entry& entry);
  void PutBeside(const domain::Decision& decision);
  void PutDetail(const vault::DetailPlace& at, const store::v1::DetailRow& detail);
  void PutReference(const journal::v1::Entry& entry, const domain::ReferenceHash& hash);
  void NoteErasures(const journal::v1::Entry& entry);

  domain::State& state_;
  TileTree& tree_;
  vault::Vault& vault_;
  ReferenceIndex& references_;
  absl::Status sealed_;
  std::vector<Erasure> erasures_;
  domain::ChangedRows changed_;
  storage::WriteBatch batch_;
  size_t rows_bytes_ = 0;
  absl::flat_hash_set<std::string> policy_texts_;  // keys in `batch_`
};

}  // namespace cardledger::engine
