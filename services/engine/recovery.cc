#include "services/engine/recovery.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/decide.h"
#include "services/domain/names.h"
#include "services/domain/people.h"
#include "services/engine/erasures.h"
#include "services/engine/journal_batch.h"
#include "services/engine/journal_tree.h"
#include "services/engine/keys.h"
#include "services/engine/rebuild.h"
#include "services/engine/reference_recovery.h"
#include "services/engine/rows.h"

namespace cardledger::engine {
namespace {

// What stands outside the journal and is read first.
struct StoredHead {
  store::v1::MetaRow meta;
  store::v1::FrontierRow frontier;
};

// nullopt where nothing was ever written.
absl::StatusOr<std::optional<StoredHead>> ReadHead(const storage::KvStore& store,
                                                   const storage::KvSnapshot& snapshot) {
  const std::string keys[] = {SingleKey(Table::kMeta), SingleKey(Table::kFrontier)};
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
  // Before the ledger: one that stands without its key file could not be told from one that lost
  // it.
  CARDLEDGER_RETURN_IF_ERROR(options.vault->Create(id));
  ReferenceIndex references;
  JournalBatch journal(state, tree, *options.vault, references);
  journal.Append(domain::RequestId(id.uuid()), genesis);
  head.meta.set_ledger_id(id.ToBytes());
  head.meta.set_kind(*options.create);
  head.meta.set_journal_format(domain::kJournalFormat);
  head.meta.set_row_schema(kRowSchema);

  storage::WriteBatch batch = journal.Finish();
  batch.Put(SingleKey(Table::kMeta), head.meta.SerializeAsString());
  const storage::ApplyResult result = writer.Apply(batch, writer.sequence());
  if (result.outcome != storage::ApplyOutcome::kOk) {
    return absl::UnavailableError(absl::StrCat("a ledger cannot be made: ", result.message));
  }
  head.frontier = FrontierOf(state, tree, options.vault->slots());
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

absl::Status CheckKind(const EngineOptions& options, const store::v1::MetaRow& meta) {
  if (!options.only_kind || meta.kind() == *options.only_kind) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("this ledger is ", domain::KindName(meta.kind()), ", for ever; only a ",
                   domain::KindName(*options.only_kind), " one is served here"));
}

// Every ledger with a key file has noted its slots since its first entry. One that has none holds
// its details as they are: no key file that could be given, or lost, would ever open it.
absl::Status CheckDetailsAreSealed(const store::v1::FrontierRow& frontier) {
  if (frontier.key_slots() > 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "this ledger was made by a release from before people's details were encrypted, of which "
      "there are SANDBOX ledgers alone; this program cannot open it: begin a new one in another "
      "folder (deploy/run --fresh does so in its own)");
}

bool AcceptsNewKeyFile(const EngineOptions& options) {
  return options.accept_lost_keys && options.vault->is_new();
}

absl::Status CheckKeyFile(const EngineOptions& options, const store::v1::MetaRow& meta) {
  if (AcceptsNewKeyFile(options)) return absl::OkStatus();
  return options.vault->CheckIsOf(domain::IdFromBytes<domain::LedgerId>(meta.ledger_id()));
}

// What can be known to be wrong is said before anything is written.
absl::Status CheckServable(const EngineOptions& options) {
  const std::shared_ptr<const storage::KvSnapshot> snapshot = options.store->Snapshot();
  CARDLEDGER_ASSIGN_OR_RETURN(const auto head, ReadHead(*options.store, *snapshot));
  if (!head) return absl::OkStatus();
  CARDLEDGER_RETURN_IF_ERROR(CheckDescription(*options.store, *snapshot, head->meta));
  CARDLEDGER_RETURN_IF_ERROR(CheckKind(options, head->meta));
  CARDLEDGER_RETURN_IF_ERROR(CheckDetailsAreSealed(head->frontier));
  return CheckKeyFile(options, head->meta);
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
  if (!options.vault->is_new()) {
    return absl::FailedPreconditionError(
        "the key file holds keys of another ledger: a new ledger takes a new key file");
  }
  return CreateLedger(options, writer);
}

// Where the whole key file is lost and that is accepted, the ledger goes on with a new one.
absl::Status MakeLostKeyFile(const EngineOptions& options, const domain::LedgerId& ledger) {
  if (!AcceptsNewKeyFile(options) || options.vault->CheckIsOf(ledger).ok()) {
    return absl::OkStatus();
  }
  return options.vault->Create(ledger);
}

// A key file that is older than the ledger lacks the keys of what was sealed since.
absl::Status CheckKeysAreWhole(const EngineOptions& options, const OpenedLedger& opened,
                               const store::v1::FrontierRow& frontier) {
  if (options.vault->slots() >= frontier.key_slots()) return absl::OkStatus();
  if (options.accept_lost_keys) {
    return options.vault->AcceptLost(frontier.position(), frontier.key_slots());
  }
  const auto lost =
      std::count_if(opened.state.persons.begin(), opened.state.persons.end(),
                    [&](const auto& each) { return !options.vault->Knows(each.first.uuid()); });
  return absl::FailedPreconditionError(absl::StrCat(
      "the key file is older than the ledger: it has ", options.vault->slots(), " slots of ",
      frontier.key_slots(), ", and nothing of ", lost, lost == 1 ? " person" : " people",
      "; restore the newest key file, or, where there is none, accept that what was sealed "
      "under the other keys can never be read again"));
}

// What an erasure or a correction had left to do when the last process died, and where an older
// key file was restored, what it brought back.
absl::Status FinishErasures(const domain::State& state, const storage::KvStore& store,
                            storage::KvWriter& writer, vault::Vault& vault) {
  for (const auto& [id, person] : state.persons) {
    for (const Erasure& erasure : ErasuresOf(id, person)) {
      CARDLEDGER_RETURN_IF_ERROR(Finish(erasure, store, writer, vault));
    }
  }
  return absl::OkStatus();
}

// Leaves the key file and the sealed details as the journal has them.
absl::Status SettleDetails(const EngineOptions& options, const store::v1::FrontierRow& frontier,
                           const OpenedLedger& opened) {
  vault::Vault& vault = *options.vault;
  CARDLEDGER_RETURN_IF_ERROR(MakeLostKeyFile(options, opened.state.ledger_id));
  CARDLEDGER_RETURN_IF_ERROR(CheckKeysAreWhole(options, opened, frontier));
  return FinishErasures(opened.state, *options.store, *opened.writer, vault);
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
  CARDLEDGER_RETURN_IF_ERROR(SettleDetails(options, head.frontier, opened));
  std::shared_ptr<ReadView> view = ViewOf(head, opened.tree, store.Snapshot());
  view->vault = options.vault;
  CARDLEDGER_ASSIGN_OR_RETURN(opened.references,
                              LoadReferences(opened.state, Reader(store, *view), *options.vault));
  view->references = opened.references;
  CARDLEDGER_ASSIGN_OR_RETURN(domain::Policies policies, LoadPolicies(store, *view, opened.state));
  view->policies = std::make_shared<const domain::Policies>(std::move(policies));
  opened.view = std::move(view);
  return opened;
}

}  // namespace cardledger::engine
