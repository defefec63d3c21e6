#include "services/engine/journal_batch.h"

#include <string>
#include <utility>

#include "base/check.h"
#include "services/domain/fold.h"
#include "services/domain/fold_person.h"
#include "services/domain/limits.h"
#include "services/engine/details.h"
#include "services/engine/keys.h"
#include "services/engine/look_rows.h"
#include "services/engine/rows.h"

namespace cardledger::engine {

void JournalBatch::Append(const domain::RequestId& request_id, const domain::Decision& decision) {
  const uint64_t first = decision.entries.front().sequence();
  for (const journal::v1::Entry& entry : decision.entries) {
    PutEntry(entry);
    NoteRows(entry);
  }
  batch_.Put(RequestKey(request_id),
             EncodeRequestRow({first, static_cast<uint8_t>(decision.entries.size())}));
  PutBeside(decision);
}

void JournalBatch::PutEntry(const journal::v1::Entry& entry) {
  const absl::Status folded = domain::Fold(entry, state_, changed_);
  CARDLEDGER_CHECK(folded.ok(), std::string(folded.message()).c_str());
  std::string bytes;
  CARDLEDGER_CHECK(entry.SerializeToString(&bytes) && bytes.size() <= domain::kEntryBytesMax,
                   "an entry is at most 64 KiB");
  tree_.Append(LeafHash(bytes));
  batch_.Put(EntryKey(entry.sequence()), std::move(bytes));
  for (storage::KeyValue& row : TakeCheckpointRows(state_)) {
    batch_.Put(std::move(row.key), std::move(row.value));
  }
  if (std::optional<storage::KeyValue> look = LookRowOf(entry, state_)) {
    batch_.Put(std::move(look->key), std::move(look->value));
  }
}

// At most so much is put for them at the end: a row that changes twice is put once.
void JournalBatch::NoteRows(const journal::v1::Entry& entry) {
  if (!entry.award_id().empty()) {
    const auto* award =
        domain::FindAward(state_, domain::IdFromBytes<domain::AwardId>(entry.award_id()));
    if (award != nullptr) rows_bytes_ += award->ByteSizeLong();
  }
  if (!domain::ChangesPerson(entry)) return;
  const auto* person =
      domain::FindPerson(state_, domain::IdFromBytes<domain::PersonId>(entry.person_id()));
  if (person != nullptr) rows_bytes_ += person->ByteSizeLong();
}

void JournalBatch::PutBeside(const domain::Decision& decision) {
  const journal::v1::Entry& first = decision.entries.front();
  for (size_t place = 0; place < decision.details.size(); ++place) {
    PutDetail(PlaceOf(first, static_cast<uint8_t>(place)), decision.details[place]);
  }
  if (decision.reference) PutReference(first, *decision.reference);
  NoteErasures(first);
  if (decision.policy) {
    // A text may come back in the same batch, after another took its place.
    std::string key = PolicyTextKey(base::AsBytes(decision.policy->sha256));
    if (policy_texts_.insert(key).second) batch_.Put(std::move(key), decision.policy->canonical);
  }
}

void JournalBatch::PutDetail(const vault::DetailPlace& at, const store::v1::DetailRow& detail) {
  const absl::StatusOr<store::v1::SealedRow> row = vault_.SealDetail(at, detail);
  sealed_.Update(row.status());
  if (row.ok()) batch_.Put(DetailKey(at), row->SerializeAsString());
}

void JournalBatch::PutReference(const journal::v1::Entry& entry,
                                const domain::ReferenceHash& hash) {
  const vault::Reference reference{hash, domain::IdFromBytes<domain::PersonId>(entry.person_id()),
                                   entry.sequence()};
  vault_.AddReference(reference);
  references_.Add(reference);
}

void JournalBatch::NoteErasures(const journal::v1::Entry& entry) {
  for (const Erasure& erasure : ErasuresOf(entry)) {
    if (erasure.retention != journal::v1::RETENTION_CLASS_UNSPECIFIED) {
      vault_.Retire(erasure.owner, erasure.retention);
    }
    erasures_.push_back(erasure);
  }
}

const storage::WriteBatch& JournalBatch::Finish() {
  const absl::Status balanced = domain::CheckTrialBalance(state_.totals);
  CARDLEDGER_CHECK(balanced.ok(), "both books sum to zero");
  PutChangedRows(state_, changed_, batch_);
  for (FullTile& tile : tree_.TakeFullTiles()) {
    batch_.Put(TileKey(tile.level, tile.index), std::move(tile.hashes));
  }
  batch_.Put(SingleKey(Table::kFrontier),
             FrontierOf(state_, tree_, vault_.slots()).SerializeAsString());
  return batch_;
}

}  // namespace cardledger::engine
