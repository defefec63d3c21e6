#include "services/engine/journal_batch.h"

#include <string>
#include <utility>

#include "base/check.h"
#include "services/domain/fold.h"
#include "services/domain/fold_person.h"
#include "services/domain/limits.h"
#include "services/engine/keys.h"
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
  PutBeside(first, decision);
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

void JournalBatch::PutBeside(uint64_t sequence, const domain::Decision& decision) {
  for (size_t place = 0; place < decision.details.size(); ++place) {
    batch_.Put(DetailKey(sequence, static_cast<uint8_t>(place)),
               decision.details[place].SerializeAsString());
  }
  if (decision.reference) {
    const auto person = domain::IdFromBytes<domain::PersonId>(decision.entries.front().person_id());
    state_.persons_by_reference[*decision.reference] = person;
    batch_.Put(PersonReferenceKey(*decision.reference), person.ToBytes());
  }
  if (decision.policy) {
    // A text may come back in the same batch, after another took its place.
    std::string key = PolicyTextKey(base::AsBytes(decision.policy->sha256));
    if (policy_texts_.insert(key).second) batch_.Put(std::move(key), decision.policy->canonical);
  }
}

const storage::WriteBatch& JournalBatch::Finish() {
  const absl::Status balanced = domain::CheckTrialBalance(state_.totals);
  CARDLEDGER_CHECK(balanced.ok(), "both books sum to zero");
  PutChangedRows(state_, changed_, batch_);
  for (FullTile& tile : tree_.TakeFullTiles()) {
    batch_.Put(TileKey(tile.level, tile.index), std::move(tile.hashes));
  }
  store::v1::FrontierRow frontier;
  frontier.set_position(state_.position);
  frontier.set_root(std::string(base::AsBytes(tree_.Root())));
  frontier.set_recorded_time_us(state_.last_recorded_time_us);
  batch_.Put(SingleKey(Table::kFrontier), frontier.SerializeAsString());
  return batch_;
}

}  // namespace cardledger::engine
