#include "services/engine/reads.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/people.h"
#include "services/domain/person_reference.h"
#include "services/engine/keys.h"

namespace cardledger::engine {
namespace {

absl::Status Unparsable(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("a stored ", what, " cannot be read"));
}

template <typename Row>
absl::StatusOr<std::optional<Row>> ParseRow(const absl::StatusOr<std::optional<std::string>>& bytes,
                                            absl::string_view what) {
  if (!bytes.ok()) return bytes.status();
  if (!*bytes) return std::optional<Row>();
  Row row;
  if (!row.ParseFromString(**bytes)) return Unparsable(what);
  return std::optional<Row>(std::move(row));
}

// The rows of a table after `after_key`; `parse_key` reads what stands behind the table's byte.
template <typename Key, typename Row, typename ParseKey>
absl::StatusOr<std::vector<std::pair<Key, Row>>> RowsAfter(const storage::KvStore& store,
                                                           const ReadView& view, Table table,
                                                           std::string after_key, size_t limit,
                                                           absl::string_view what,
                                                           const ParseKey& parse_key) {
  storage::KeyRange range = RangeOf(table);
  range.from = std::move(after_key) + '\0';  // the least key after it
  CARDLEDGER_ASSIGN_OR_RETURN(auto pairs, store.Scan(*view.snapshot, range, limit));
  std::vector<std::pair<Key, Row>> rows;
  for (const storage::KeyValue& pair : pairs) {
    const std::optional<Key> key = parse_key(absl::string_view(pair.key).substr(1));
    Row row;
    if (!key || !row.ParseFromString(pair.value)) return Unparsable(what);
    rows.emplace_back(*key, std::move(row));
  }
  return rows;
}

template <typename IdType>
std::optional<IdType> ParseId(absl::string_view bytes) {
  const std::optional<base::Uuid> uuid = base::Uuid::FromBytes(bytes);
  if (!uuid) return std::nullopt;
  return IdType(*uuid);
}

std::optional<uint64_t> ParseNumber(absl::string_view bytes) {
  if (bytes.size() != sizeof(uint64_t)) return std::nullopt;
  return DecodeNumber(bytes);
}

template <typename IdType>
std::vector<std::string> KeysOf(const std::vector<IdType>& ids,
                                std::string (*key_of)(const IdType&)) {
  std::vector<std::string> keys;
  keys.reserve(ids.size());
  for (const IdType& id : ids) keys.push_back(key_of(id));
  return keys;
}

// Rows that another row names: in the order of `keys`.
template <typename Row>
absl::StatusOr<std::vector<Row>> NamedRows(const storage::KvStore& store, const ReadView& view,
                                           const std::vector<std::string>& keys,
                                           absl::string_view what) {
  CARDLEDGER_ASSIGN_OR_RETURN(auto values, store.MultiGet(*view.snapshot, keys));
  std::vector<Row> rows(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!values[i]) {
      return absl::DataLossError(absl::StrCat("the row of a named ", what, " is missing"));
    }
    if (!rows[i].ParseFromString(*values[i])) return Unparsable(what);
  }
  return rows;
}

}  // namespace

absl::StatusOr<std::optional<std::string>> Reader::Get(std::string key) const {
  const std::string keys[] = {std::move(key)};
  CARDLEDGER_ASSIGN_OR_RETURN(auto values, store_.MultiGet(*view_.snapshot, keys));
  return std::move(values[0]);
}

absl::StatusOr<std::optional<store::v1::FundRow>> Reader::Fund(const domain::FundId& id) const {
  return ParseRow<store::v1::FundRow>(Get(FundKey(id)), "fund");
}
absl::StatusOr<std::optional<store::v1::PersonRow>> Reader::Person(
    const domain::PersonId& id) const {
  return ParseRow<store::v1::PersonRow>(Get(PersonKey(id)), "person");
}
absl::StatusOr<std::optional<store::v1::AwardRow>> Reader::Award(const domain::AwardId& id) const {
  return ParseRow<store::v1::AwardRow>(Get(AwardKey(id)), "award");
}
absl::StatusOr<std::optional<store::v1::RunRow>> Reader::Run(uint64_t started_entry) const {
  return ParseRow<store::v1::RunRow>(Get(RunKey(started_entry)), "run");
}

absl::StatusOr<std::vector<store::v1::AwardRow>> Reader::Awards(
    const std::vector<domain::AwardId>& ids) const {
  return NamedRows<store::v1::AwardRow>(store_, view_, KeysOf(ids, AwardKey), "award");
}

absl::StatusOr<std::vector<store::v1::PersonRow>> Reader::Persons(
    const std::vector<domain::PersonId>& ids) const {
  return NamedRows<store::v1::PersonRow>(store_, view_, KeysOf(ids, PersonKey), "person");
}

absl::StatusOr<std::optional<store::v1::CardRow>> Reader::Card(const domain::CardId& id) const {
  return ParseRow<store::v1::CardRow>(Get(CardKey(id)), "card");
}
absl::StatusOr<std::optional<domain::CardId>> Reader::CardByToken(absl::string_view token) const {
  CARDLEDGER_ASSIGN_OR_RETURN(auto card, Get(CardTokenKey(token)));
  if (!card) return std::optional<domain::CardId>();
  const std::optional<domain::CardId> id = ParseId<domain::CardId>(*card);
  if (!id) return Unparsable("card token");
  return id;
}
absl::StatusOr<std::vector<store::v1::CardRow>> Reader::Cards(
    const std::vector<domain::CardId>& ids) const {
  return NamedRows<store::v1::CardRow>(store_, view_, KeysOf(ids, CardKey), "card");
}
absl::StatusOr<std::optional<store::v1::ProviderRow>> Reader::Provider(
    const domain::ProviderId& id) const {
  return ParseRow<store::v1::ProviderRow>(Get(ProviderKey(id)), "provider");
}
absl::StatusOr<std::optional<store::v1::ReferralRow>> Reader::Referral(
    uint64_t opened_entry) const {
  return ParseRow<store::v1::ReferralRow>(Get(ReferralKey(opened_entry)), "referral");
}

absl::StatusOr<std::optional<store::v1::WithheldLookRow>> Reader::WithheldLook(
    uint64_t requested_entry) const {
  return ParseRow<store::v1::WithheldLookRow>(Get(WithheldLookKey(requested_entry)),
                                              "withheld look");
}

absl::StatusOr<store::v1::SubjectRow> Reader::Subject(absl::string_view subject) const {
  CARDLEDGER_ASSIGN_OR_RETURN(
      std::optional<store::v1::SubjectRow> row,
      ParseRow<store::v1::SubjectRow>(Get(SubjectKey(base::Sha256(subject))), "subject"));
  return row ? *std::move(row) : store::v1::SubjectRow();
}

absl::StatusOr<std::optional<store::v1::DetailRow>> Reader::Detail(
    const vault::DetailPlace& at) const {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::SealedRow> row,
                              ParseRow<store::v1::SealedRow>(Get(DetailKey(at)), "detail"));
  if (!row) return std::optional<store::v1::DetailRow>();
  return view_.vault->OpenDetail(at, *row);
}

absl::StatusOr<std::optional<domain::PersonId>> Reader::PersonByReference(
    absl::string_view case_reference) const {
  const domain::ReferenceHash hash =
      domain::HashCaseReference(view_.vault->reference_key(), case_reference);
  return PersonByReference(hash);
}

absl::StatusOr<std::optional<domain::PersonId>> Reader::PersonByReference(
    const domain::ReferenceHash& hash) const {
  for (const auto& [person, sequence] : view_.references->Find(hash)) {
    CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::PersonRow> row, Person(person));
    if (row && domain::ReferenceEntryOf(*row) == sequence) return std::optional(person);
  }
  return std::optional<domain::PersonId>();
}

absl::StatusOr<std::string> Reader::PolicyText(absl::string_view sha256) const {
  CARDLEDGER_ASSIGN_OR_RETURN(auto text, Get(PolicyTextKey(sha256)));
  if (!text) return absl::DataLossError("the text of an activated policy is missing");
  if (base::AsBytes(base::Sha256(*text)) != sha256) {
    return absl::DataLossError("the text of an activated policy is not the one that was hashed");
  }
  return *std::move(text);
}

absl::StatusOr<std::vector<std::pair<domain::FundId, store::v1::FundRow>>> Reader::Funds(
    const domain::FundId& after, size_t limit) const {
  return RowsAfter<domain::FundId, store::v1::FundRow>(store_, view_, Table::kFund, FundKey(after),
                                                       limit, "fund", ParseId<domain::FundId>);
}

absl::StatusOr<std::vector<std::pair<domain::PersonId, store::v1::PersonRow>>> Reader::PersonsAfter(
    const domain::PersonId& after, size_t limit) const {
  return RowsAfter<domain::PersonId, store::v1::PersonRow>(
      store_, view_, Table::kPerson, PersonKey(after), limit, "person", ParseId<domain::PersonId>);
}

absl::StatusOr<std::vector<std::pair<domain::AwardId, store::v1::AwardRow>>> Reader::AwardsAfter(
    const domain::AwardId& after, size_t limit) const {
  return RowsAfter<domain::AwardId, store::v1::AwardRow>(
      store_, view_, Table::kAward, AwardKey(after), limit, "award", ParseId<domain::AwardId>);
}

absl::StatusOr<std::vector<std::pair<domain::CardId, store::v1::CardRow>>> Reader::CardsAfter(
    const domain::CardId& after, size_t limit) const {
  return RowsAfter<domain::CardId, store::v1::CardRow>(store_, view_, Table::kCard, CardKey(after),
                                                       limit, "card", ParseId<domain::CardId>);
}

absl::StatusOr<std::vector<std::pair<domain::ProviderId, store::v1::ProviderRow>>>
Reader::ProvidersAfter(const domain::ProviderId& after, size_t limit) const {
  return RowsAfter<domain::ProviderId, store::v1::ProviderRow>(
      store_, view_, Table::kProvider, ProviderKey(after), limit, "provider",
      ParseId<domain::ProviderId>);
}

absl::StatusOr<std::vector<std::pair<uint64_t, store::v1::ReferralRow>>> Reader::ReferralsAfter(
    uint64_t after, size_t limit) const {
  return RowsAfter<uint64_t, store::v1::ReferralRow>(
      store_, view_, Table::kReferral, ReferralKey(after), limit, "referral", ParseNumber);
}

absl::StatusOr<std::vector<std::pair<uint64_t, store::v1::WithheldLookRow>>>
Reader::WithheldLooksAfter(uint64_t after, size_t limit) const {
  return RowsAfter<uint64_t, store::v1::WithheldLookRow>(store_, view_, Table::kWithheldLook,
                                                         WithheldLookKey(after), limit,
                                                         "withheld look", ParseNumber);
}

absl::StatusOr<std::vector<std::pair<uint64_t, store::v1::LookRow>>> Reader::LooksBefore(
    const domain::PersonId& person, uint64_t before, size_t limit) const {
  std::vector<std::pair<uint64_t, store::v1::LookRow>> looks;
  // Entry 0 is none: its key ends the person's.
  const uint64_t newest = before == 0 ? UINT64_MAX : before - 1;
  const storage::KeyRange range{LookKey(person, newest), LookKey(person, 0)};
  CARDLEDGER_ASSIGN_OR_RETURN(auto pairs, store_.Scan(*view_.snapshot, range, limit));
  for (const storage::KeyValue& pair : pairs) {
    store::v1::LookRow row;
    if (pair.key.size() != range.to.size() || !row.ParseFromString(pair.value)) {
      return Unparsable("look");
    }
    const auto inverted = absl::string_view(pair.key).substr(pair.key.size() - sizeof(uint64_t));
    looks.emplace_back(~DecodeNumber(inverted), std::move(row));
  }
  return looks;
}

absl::StatusOr<std::vector<Reader::StoredEntry>> Reader::Entries(uint64_t first,
                                                                 size_t limit) const {
  std::vector<StoredEntry> entries;
  if (first == 0 || first > view_.position) return entries;
  const uint64_t count = std::min<uint64_t>(limit, view_.position - first + 1);
  const storage::KeyRange range{EntryKey(first), EntryKey(first + count)};
  CARDLEDGER_ASSIGN_OR_RETURN(auto pairs, store_.Scan(*view_.snapshot, range, count));
  if (pairs.size() != count) {
    return absl::DataLossError(absl::StrCat("entries from ", first, " on are missing"));
  }
  for (size_t i = 0; i < pairs.size(); ++i) {
    StoredEntry& stored = entries.emplace_back();
    stored.bytes = std::move(pairs[i].value);
    if (!stored.entry.ParseFromString(stored.bytes) || stored.entry.sequence() != first + i) {
      return Unparsable("entry");
    }
  }
  return entries;
}

absl::StatusOr<uint64_t> Reader::PositionAt(int64_t time_us) const {
  // Recorded times never go back, so the entries up to `low` are early enough and those from `high`
  // on are not.
  uint64_t low = 0;
  uint64_t high = view_.position + 1;
  while (high - low > 1) {
    const uint64_t middle = low + (high - low) / 2;
    CARDLEDGER_ASSIGN_OR_RETURN(auto entries, Entries(middle, 1));
    if (entries[0].entry.recorded_time_us() <= time_us) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace cardledger::engine
