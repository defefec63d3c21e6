#pragma once

// Reads from one ReadView: rows, entries and lists, straight from the snapshot. Never queue behind
// writes. NOT_FOUND is not an error here: optionals say it. Errors: DATA_LOSS damaged bytes,
// UNAVAILABLE cannot be read now. Any thread; `store` and `view` outlive the reader.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/details.pb.h"
#include "cardledger/store/v1/looks.pb.h"
#include "cardledger/store/v1/persons.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/store/v1/subjects.pb.h"
#include "services/domain/ids.h"
#include "services/engine/read_view.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

class Reader {
 public:
  Reader(const storage::KvStore& store, const ReadView& view) : store_(store), view_(view) {}

  absl::StatusOr<std::optional<store::v1::FundRow>> Fund(const domain::FundId& id) const;
  absl::StatusOr<std::optional<store::v1::PersonRow>> Person(const domain::PersonId& id) const;
  absl::StatusOr<std::optional<store::v1::AwardRow>> Award(const domain::AwardId& id) const;
  absl::StatusOr<std::optional<store::v1::RunRow>> Run(uint64_t started_entry) const;
  // In the order of `ids`; DATA_LOSS where one is missing.
  absl::StatusOr<std::vector<store::v1::AwardRow>> Awards(
      const std::vector<domain::AwardId>& ids) const;
  absl::StatusOr<std::vector<store::v1::PersonRow>> Persons(
      const std::vector<domain::PersonId>& ids) const;
  absl::StatusOr<std::vector<store::v1::CardRow>> Cards(
      const std::vector<domain::CardId>& ids) const;
  absl::StatusOr<std::optional<store::v1::CardRow>> Card(const domain::CardId& id) const;
  // Of what the issuer calls it.
  absl::StatusOr<std::optional<domain::CardId>> CardByToken(absl::string_view token) const;
  absl::StatusOr<std::optional<store::v1::ProviderRow>> Provider(
      const domain::ProviderId& id) const;
  absl::StatusOr<std::optional<store::v1::ReferralRow>> Referral(uint64_t opened_entry) const;
  // By the entry that asked for it.
  absl::StatusOr<std::optional<store::v1::WithheldLookRow>> WithheldLook(
      uint64_t requested_entry) const;
  // What a subject of the identity provider is linked to; no links where there is no row.
  absl::StatusOr<store::v1::SubjectRow> Subject(absl::string_view subject) const;
  // Empty where it has been erased.
  absl::StatusOr<std::optional<store::v1::DetailRow>> Detail(const vault::DetailPlace& at) const;
  // Of a case reference as the caller wrote it.
  absl::StatusOr<std::optional<domain::PersonId>> PersonByReference(
      absl::string_view case_reference) const;
  absl::StatusOr<std::optional<domain::PersonId>> PersonByReference(
      const domain::ReferenceHash& hash) const;
  // The canonical text; DATA_LOSS where an activated policy's text is missing.
  absl::StatusOr<std::string> PolicyText(absl::string_view sha256) const;

  // Rows with ids after `after` (nil: from the first), in id order, up to `limit`.
  absl::StatusOr<std::vector<std::pair<domain::FundId, store::v1::FundRow>>> Funds(
      const domain::FundId& after, size_t limit) const;
  absl::StatusOr<std::vector<std::pair<domain::PersonId, store::v1::PersonRow>>> PersonsAfter(
      const domain::PersonId& after, size_t limit) const;
  absl::StatusOr<std::vector<std::pair<domain::AwardId, store::v1::AwardRow>>> AwardsAfter(
      const domain::AwardId& after, size_t limit) const;
  absl::StatusOr<std::vector<std::pair<domain::CardId, store::v1::CardRow>>> CardsAfter(
      const domain::CardId& after, size_t limit) const;
  absl::StatusOr<std::vector<std::pair<domain::ProviderId, store::v1::ProviderRow>>> ProvidersAfter(
      const domain::ProviderId& after, size_t limit) const;
  // By the entries that opened them, after `after` (0: from the first).
  absl::StatusOr<std::vector<std::pair<uint64_t, store::v1::ReferralRow>>> ReferralsAfter(
      uint64_t after, size_t limit) const;
  // By the entries that asked for them, after `after` (0: from the first).
  absl::StatusOr<std::vector<std::pair<uint64_t, store::v1::WithheldLookRow>>> WithheldLooksAfter(
      uint64_t after, size_t limit) const;
  // Looks at a person's lines that were opened before entry `before` (0: all), by the entries that
  // opened them, the newest first, up to `limit`.
  absl::StatusOr<std::vector<std::pair<uint64_t, store::v1::LookRow>>> LooksBefore(
      const domain::PersonId& person, uint64_t before, size_t limit) const;

  struct StoredEntry {
    std::string bytes;  // as hashed
    journal::v1::Entry entry;
  };
  // Entries first .. first+limit-1, as far as the view reaches.
  absl::StatusOr<std::vector<StoredEntry>> Entries(uint64_t first, size_t limit) const;
  // Entries recorded at `time_us` or before.
  absl::StatusOr<uint64_t> PositionAt(int64_t time_us) const;

 private:
  absl::StatusOr<std::optional<std::string>> Get(std::string key) const;

  const storage::KvStore& store_;
  const ReadView& view_;
};

}  // namespace cardledger::engine
