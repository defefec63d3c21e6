#include "services/engine/erasures.h"

#include <string>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/people.h"
#include "services/engine/keys.h"
#include "services/engine/rows.h"

namespace cardledger::engine {
namespace {

// Far below what a batch may hold.
constexpr size_t kDeletedAtATime = 10'000;

absl::Status Write(storage::WriteBatch& batch, storage::KvWriter& writer) {
  if (batch.empty()) return absl::OkStatus();
  const storage::ApplyResult result = writer.Apply(batch, writer.sequence());
  batch.Clear();
  if (result.outcome == storage::ApplyOutcome::kOk) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("erased details stand still: ", result.message));
}

}  // namespace

std::vector<Erasure> ErasuresOf(const journal::v1::Entry& entry) {
  std::vector<Erasure> erasures;
  if (!entry.has_details_erased() && !entry.has_detail_rectified()) return erasures;
  const auto owner = domain::IdFromBytes<domain::PersonId>(entry.person_id()).uuid();
  for (const int retention : entry.details_erased().classes()) {
    erasures.push_back(
        {owner, static_cast<journal::v1::RetentionClass>(retention), entry.sequence()});
  }
  // References before the one in force stand for nothing.
  if (entry.has_detail_rectified() && entry.details_size() > 0 &&
      entry.details(0).kind() == journal::v1::DETAIL_KIND_CASE_REFERENCE) {
    erasures.push_back({owner, journal::v1::RETENTION_CLASS_UNSPECIFIED, entry.sequence()});
  }
  return erasures;
}

std::vector<Erasure> ErasuresOf(const domain::PersonId& id, const store::v1::PersonRow& person) {
  std::vector<Erasure> erasures;
  for (const store::v1::ErasureRow& row : person.course().erasures()) {
    erasures.push_back({id.uuid(), row.retention_class(), row.entry()});
  }
  const uint64_t rectified = person.course().reference_entry();
  if (rectified != 0) {
    erasures.push_back({id.uuid(), journal::v1::RETENTION_CLASS_UNSPECIFIED, rectified});
  }
  return erasures;
}

absl::Status Finish(const Erasure& erasure, const storage::KvStore& store,
                    storage::KvWriter& writer, vault::Vault& vault) {
  if (erasure.retention == journal::v1::RETENTION_CLASS_UNSPECIFIED) {
    return vault.DestroyReferencesBefore(domain::PersonId(erasure.owner), erasure.entry);
  }
  const std::shared_ptr<const storage::KvSnapshot> snapshot = store.Snapshot();
  const storage::KeyRange all = DetailsOf(erasure.owner, erasure.retention);
  vault::SlotSet spared;
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachRow(store, *snapshot, all, [&](const storage::KeyValue& pair) -> absl::Status {
        if (SequenceInDetailKey(pair.key) <= erasure.entry) return absl::OkStatus();
        store::v1::SealedRow row;
        if (!row.ParseFromString(pair.value)) {
          return absl::DataLossError("a sealed detail cannot be read");
        }
        spared.insert(row.key_slot());
        return absl::OkStatus();
      }));
  CARDLEDGER_RETURN_IF_ERROR(vault.Destroy(erasure.owner, erasure.retention, spared));
  storage::WriteBatch batch;
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachRow(store, *snapshot, all, [&](const storage::KeyValue& pair) -> absl::Status {
        if (SequenceInDetailKey(pair.key) > erasure.entry) return absl::OkStatus();
        batch.Delete(pair.key);
        return batch.operations().size() < kDeletedAtATime ? absl::OkStatus()
                                                           : Write(batch, writer);
      }));
  return Write(batch, writer);
}

}  // namespace cardledger::engine
