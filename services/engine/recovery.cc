#include "services/engine/recovery.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/decide.h"
#include "services/domain/names.h"
#include "services/domain/person_reference.h"
#include "services/engine/journal_batch.h"
#include "services/engine/journal_tree.h"
#include "services/engine/keys.h"
#include "services/engine/rebuild.h"
#include "services/engine/rows.h"

namespace cardledger::engine {
namespace {

// What stands outside the journal and is read first.
struct StoredHead {
  store::v1::MetaRow meta;
  store::v1::FrontierRow frontier;
  std::string reference_key;
};

// nullopt where nothing was ever written.
absl::StatusOr<std::optional<StoredHead>> ReadHead(const storage::KvStore& store,
                                                   const storage::KvSnapshot& snapshot) {
  const std::string keys[] = {SingleKey(Table::kMeta), SingleKey(Table::kFrontier),
                              SingleKey(Table::kReferenceKey)};
  CARDLEDGER_ASSIGN_OR_RETURN(auto values, store.MultiGet(snapshot, keys));
  if (!values[0]) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto any, store.Scan(snapshot, {SingleKey(Table::kMeta), ""}, 1));
    if (any.empty()) return std::optional<StoredHead>();
    return absl::DataLossError("the store holds rows but does not say of which ledger");
  }
  StoredHead head;
  if (!head.meta.ParseFromString(*values[0]) || !base::Uuid::FromBytes(head.meta.ledger_id())) {
    return absl::DataLossError("the store's description cannot be read");
  }
  if (head.meta.journal_format() > domain::kJournalFormat) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the journal has format ", head.meta.journal_format(), "; this program reads up to ",
        domain::kJournalFormat, ": open it with a newer program"));
  }
  if (!values[1] || !head.frontier.ParseFromString(*values[1])) {
    return absl::DataLossError("the frontier cannot be read");
  }
  if (!values[2] || values[2]->size() != domain::kReferenceKeyBytes) {
    return absl::DataLossError("the reference key is missing");
  }
  head.reference_key = *std::move(values[2]);
  return std::optional(std::move(head));
}

absl::StatusOr<StoredHead> CreateLedger(const EngineOptions& options, storage::KvWriter& writer) {
  StoredHead head;
  const domain::LedgerId id(base::Uuid::FromRandom(options.random_bytes(base::Uuid::kBytes)));
  domain::Decision genesis;
  genesis.entries.push_back(
      domain::MakeGenesis(id, *options.create, options.clock->WallMicroseconds()));
  domain::State state;
  TileTree tree;
  JournalBatch journal(state, tree);
  journal.Append(domain::RequestId(id.uuid()), genesis);
  head.meta.set_ledger_id(id.ToBytes());
  head.meta.set_kind(*options.create);
  head.meta.set_journal_format(domain::kJournalFormat);
  head.meta.set_row_schema(kRowSchema);
  head.reference_key = options.random_bytes(domain::kReferenceKeyBytes);

  storage::WriteBatch batch = journal.Finish();
  batch.Put(SingleKey(Table::kMeta), head.meta.SerializeAsString());
  batch.Put(SingleKey(Table::kReferenceKey), head.reference_key);
  const storage::ApplyResult result = writer.Apply(batch, writer.sequence());
  if (result.outcome != storage::ApplyOutcome::kOk) {
    return absl::UnavailableError(absl::StrCat("a ledger cannot be made: ", result.message));
  }
  head.frontier.set_position(state.position);
  head.frontier.set_root(std::string(base::AsBytes(tree.Root())));
  head.frontier.set_recorded_time_us(state.last_recorded_time_us);
  return head;
}

absl::Status CheckTree(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                       const StoredHead& head, const TileTree& tree) {
  if (base::AsBytes(tree.Root()) != head.frontier.root()) {
    return absl::DataLossError("the tree over the journal has another root than was noted");
  }
  const uint64_t beyond = head.frontier.position() + 1;
  CARDLEDGER_ASSIGN_OR_RETURN(
      auto entries, store.Scan(snapshot, {EntryKey(beyond), RangeOf(Table::kEntry).to}, 1));
  if (!entries.empty()) return absl::DataLossError("entries stand beyond the end of the journal");
  return absl::OkStatus();
}

absl::Status CheckAnchor(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                         const TileTree& tree, const storage::AnchorPoint& anchored) {
  if (anchored.position > tree.size()) {
    return absl::DataLossError(absl::StrCat(
        "the store ends at ", tree.size(), " but its anchor saw ", anchored.position,
        " entries: acknowledged entries are lost; restore a backup or the missing files"));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(TileTree then, ReadTree(store, snapshot, anchored.position));
  if (then.Root() == anchored.root) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("the journal up to ", anchored.position,
                   " is not the one its anchor saw: the store was changed or swapped"));
}

std::shared_ptr<ReadView> ViewOf(const StoredHead& head, const TileTree& tree,
                                 std::shared_ptr<const storage::KvSnapshot> snapshot) {
  auto view = std::make_shared<ReadView>();
  view->position = head.frontier.position();
  view->root = tree.Root();
  view->recorded_time_us = head.frontier.recorded_time_us();
  view->snapshot = std::move(snapshot);
  return view;
}

// The kind in the description is not hashed; the first entry is.
absl::Status CheckDescription(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                              const store::v1::MetaRow& meta) {
  const std::string keys[] = {EntryKey(1)};
  CARDLEDGER_ASSIGN_OR_RETURN(auto values, store.MultiGet(snapshot, keys));
  journal::v1::Entry first;
  if (!values[0] || !first.ParseFromString(*values[0])) {
    return absl::DataLossError("the first entry cannot be read");
  }
  const journal::v1::LedgerCreated& created = first.ledger_created();
  if (created.ledger_id() != meta.ledger_id() || created.kind() != meta.kind()) {
    return absl::DataLossError("the store's description is not that of the journal in it");
  }
  return absl::OkStatus();
}

// What can be known to be wrong is said before anything is written.
absl::Status CheckServable(const EngineOptions& options) {
  const std::shared_ptr<const storage::KvSnapshot> snapshot = options.store->Snapshot();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto head, ReadHead(*options.store, *snapshot));
  if (!head) return absl::OkStatus();
  CARDLEDGER_RETURN_IF_ERROR(CheckDescription(*options.store, *snapshot, head->meta));
  if (!options.only_kind || head->meta.kind() == *options.only_kind) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("this ledger is ", domain::KindName(head->meta.kind()), ", for ever; only a ",
                   domain::KindName(*options.only_kind), " one is served here"));
}

absl::StatusOr<StoredHead> FindOrCreate(const EngineOptions& options, storage::KvWriter& writer,
                                        bool anchored) {
  storage::KvStore& store = *options.store;
  CARDLEDGER_ASSIGN_OR_RETURN(auto head, ReadHead(store, *store.Snapshot()));
  if (head) return *std::move(head);
  if (anchored) {
    return absl::DataLossError(
        "the store is empty but its anchor has seen entries: restore the missing files");
  }
  if (!options.create) {
    return absl::NotFoundError("no ledger stands here, and none was asked to be made");
  }
  return CreateLedger(options, writer);
}

}  // namespace

absl::StatusOr<OpenedLedger> OpenLedger(const EngineOptions& options) {
  storage::KvStore& store = *options.store;
  OpenedLedger opened;
  CARDLEDGER_ASSIGN_OR_RETURN(opened.anchored, options.anchor->Read());
  CARDLEDGER_RETURN_IF_ERROR(CheckServable(options));
  CARDLEDGER_ASSIGN_OR_RETURN(opened.writer, store.OpenWriter(store.last_epoch() + 1));
  CARDLEDGER_ASSIGN_OR_RETURN(StoredHead head,
                              FindOrCreate(options, *opened.writer, opened.anchored.has_value()));
  opened.reference_key = head.reference_key;

  std::shared_ptr<const storage::KvSnapshot> snapshot = store.Snapshot();
  const bool rebuilding = head.meta.row_schema() != kRowSchema;
  if (rebuilding) {
    CARDLEDGER_RETURN_IF_ERROR(RebuildRows(store, *opened.writer, head.meta, options.progress));
    snapshot = store.Snapshot();
  }
  CARDLEDGER_ASSIGN_OR_RETURN(opened.tree, ReadTree(store, *snapshot, head.frontier.position()));
  CARDLEDGER_RETURN_IF_ERROR(CheckTree(store, *snapshot, head, opened.tree));
  if (opened.anchored) {
    CARDLEDGER_RETURN_IF_ERROR(CheckAnchor(store, *snapshot, opened.tree, *opened.anchored));
  }
  CARDLEDGER_RETURN_IF_ERROR(LoadRows(store, *snapshot, head.frontier.position(), opened.state));
  opened.state.position = head.frontier.position();
  opened.state.last_recorded_time_us = head.frontier.recorded_time_us();
  opened.state.ledger_id = domain::IdFromBytes<domain::LedgerId>(head.meta.ledger_id());
  opened.state.kind = head.meta.kind();
  std::shared_ptr<ReadView> view = ViewOf(head, opened.tree, std::move(snapshot));
  CARDLEDGER_ASSIGN_OR_RETURN(domain::Policies policies, LoadPolicies(store, *view, opened.state));
  view->policies = std::make_shared<const domain::Policies>(std::move(policies));
  opened.view = std::move(view);
  return opened;
}

}  // namespace cardledger::engine
