#include "services/engine/rebuild.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/fold.h"
#include "services/domain/state.h"
#include "services/engine/keys.h"
#include "services/engine/look_rows.h"
#include "services/engine/rows.h"
#include "services/engine/tile_tree.h"

namespace cardledger::engine {
namespace {

constexpr uint32_t kSchemaBeingRebuilt = 0;
// Half of what a batch may hold, so that one more row always fits.
constexpr size_t kBatchBytes = storage::kBatchBytesMax / 2;
constexpr uint64_t kProgressEvery = 10'000;

// Writes a long series of operations as a series of batches.
class BatchedWriter {
 public:
  explicit BatchedWriter(storage::KvWriter& writer) : writer_(writer) {}

  // DATA_LOSS where the key stands in this batch already: the journal says one thing twice.
  absl::Status Put(std::string key, std::string value) {
    if (!keys_.insert(key).second) return absl::DataLossError("a row would be written twice");
    batch_.Put(std::move(key), std::move(value));
    return batch_.bytes() < kBatchBytes ? absl::OkStatus() : Flush();
  }
  absl::Status Delete(std::string key) {
    batch_.Delete(std::move(key));
    return batch_.bytes() < kBatchBytes ? absl::OkStatus() : Flush();
  }
  absl::Status Flush() {
    if (batch_.empty()) return absl::OkStatus();
    const storage::ApplyResult result = writer_.Apply(batch_, writer_.sequence());
    batch_.Clear();
    keys_.clear();
    if (result.outcome == storage::ApplyOutcome::kOk) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("rows cannot be rebuilt: ", result.message));
  }

 private:
  storage::KvWriter& writer_;
  storage::WriteBatch batch_;
  absl::flat_hash_set<std::string> keys_;  // put in `batch_`
};

absl::Status NoteSchema(BatchedWriter& out, store::v1::MetaRow& meta, uint32_t schema) {
  meta.set_row_schema(schema);
  CARDLEDGER_RETURN_IF_ERROR(out.Put(SingleKey(Table::kMeta), meta.SerializeAsString()));
  return out.Flush();
}

absl::Status DeleteOldRows(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                           BatchedWriter& out) {
  std::vector<Table> tables(kFoldedTables.begin(), kFoldedTables.end());
  tables.insert(tables.end(), {kCheckpointTable, Table::kLook, Table::kRequest, Table::kTile});
  for (Table table : tables) {
    CARDLEDGER_RETURN_IF_ERROR(
        ForEachRow(store, snapshot, RangeOf(table),
                   [&out](const storage::KeyValue& pair) { return out.Delete(pair.key); }));
  }
  return out.Flush();
}

// Folds entry after entry, and writes what is written entry by entry.
class Refolder {
 public:
  explicit Refolder(BatchedWriter& out) : out_(out) {}

  absl::Status Fold(const storage::KeyValue& pair) {
    journal::v1::Entry entry;
    if (!entry.ParseFromString(pair.value)) {
      return absl::DataLossError(absl::StrCat("entry ", state_.position + 1, " cannot be read"));
    }
    CARDLEDGER_RETURN_IF_ERROR(domain::Fold(entry, state_, changed_));
    changed_.Clear();
    for (storage::KeyValue& row : TakeCheckpointRows(state_)) {
      CARDLEDGER_RETURN_IF_ERROR(out_.Put(std::move(row.key), std::move(row.value)));
    }
    if (std::optional<storage::KeyValue> look = LookRowOf(entry, state_)) {
      CARDLEDGER_RETURN_IF_ERROR(out_.Put(std::move(look->key), std::move(look->value)));
    }
    tree_.Append(LeafHash(pair.value));
    for (FullTile& tile : tree_.TakeFullTiles()) {
      CARDLEDGER_RETURN_IF_ERROR(out_.Put(TileKey(tile.level, tile.index), std::move(tile.hashes)));
    }
    return NoteRequest(entry);
  }

  absl::Status Finish(uint64_t key_slots) {
    CARDLEDGER_RETURN_IF_ERROR(PutRequest());
    for (storage::KeyValue& row : AllRows(state_)) {
      CARDLEDGER_RETURN_IF_ERROR(out_.Put(std::move(row.key), std::move(row.value)));
    }
    CARDLEDGER_RETURN_IF_ERROR(out_.Put(SingleKey(Table::kFrontier),
                                        FrontierOf(state_, tree_, key_slots).SerializeAsString()));
    return out_.Flush();
  }

  uint64_t position() const { return state_.position; }
  base::Sha256Digest root() const { return tree_.Root(); }

 private:
  // The entries of one command stand together and carry the same request id.
  absl::Status NoteRequest(const journal::v1::Entry& entry) {
    if (entry.request_id() == request_id_) {
      ++request_.entry_count;
      return absl::OkStatus();
    }
    CARDLEDGER_RETURN_IF_ERROR(PutRequest());
    request_id_ = entry.request_id();
    request_ = {entry.sequence(), 1};
    return absl::OkStatus();
  }

  absl::Status PutRequest() {
    if (request_id_.empty()) return absl::OkStatus();
    return out_.Put(RequestKey(domain::IdFromBytes<domain::RequestId>(request_id_)),
                    EncodeRequestRow(request_));
  }

  BatchedWriter& out_;
  domain::State state_;
  domain::ChangedRows changed_;
  TileTree tree_;
  std::string request_id_;
  RequestRow request_;
};

}  // namespace

absl::Status RebuildRows(const storage::KvStore& store, storage::KvWriter& writer,
                         store::v1::MetaRow& meta,
                         const std::function<void(uint64_t done, uint64_t total)>& progress) {
  const std::shared_ptr<const storage::KvSnapshot> snapshot = store.Snapshot();
  const std::string frontier_key[] = {SingleKey(Table::kFrontier)};
  CARDLEDGER_ASSIGN_OR_RETURN(auto stored, store.MultiGet(*snapshot, frontier_key));
  store::v1::FrontierRow frontier;
  if (!stored[0] || !frontier.ParseFromString(*stored[0])) {
    return absl::DataLossError("the frontier cannot be read");
  }
  BatchedWriter out(writer);
  // What is rebuilt holds nothing that this program does not know: nobody could check it.
  meta.DiscardUnknownFields();
  CARDLEDGER_RETURN_IF_ERROR(NoteSchema(out, meta, kSchemaBeingRebuilt));
  CARDLEDGER_RETURN_IF_ERROR(DeleteOldRows(store, *snapshot, out));
  Refolder refolder(out);
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachRow(store, *snapshot, RangeOf(Table::kEntry), [&](const storage::KeyValue& pair) {
        CARDLEDGER_RETURN_IF_ERROR(refolder.Fold(pair));
        if (progress && refolder.position() % kProgressEvery == 0) {
          progress(refolder.position(), frontier.position());
        }
        return absl::OkStatus();
      }));
  if (refolder.position() != frontier.position()) {
    return absl::DataLossError(absl::StrCat("the journal ends at ", refolder.position(),
                                            ", not at ", frontier.position()));
  }
  // Before the root is noted anew: a changed journal must not pass at the second try.
  if (base::AsBytes(refolder.root()) != frontier.root()) {
    return absl::DataLossError("the tree over the journal has another root than was noted");
  }
  CARDLEDGER_RETURN_IF_ERROR(refolder.Finish(frontier.key_slots()));
  return NoteSchema(out, meta, kRowSchema);
}

}  // namespace cardledger::engine
