#include "services/engine/rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/status_macros.h"
#include "services/engine/reads.h"

namespace cardledger::engine {
namespace {

// Rows are short; this many are read at a time.
constexpr size_t kScanLimit = 4'096;

template <typename Row>
std::string Serialize(const Row& row) {
  std::string bytes;
  CARDLEDGER_CHECK(row.SerializeToString(&bytes), "a row can be serialised");
  return bytes;
}

absl::Status Unreadable(const storage::KeyValue& pair) {
  return absl::DataLossError(absl::StrCat(
      "a row of table ", static_cast<int>(static_cast<uint8_t>(pair.key[0])), " cannot be read"));
}

template <typename IdType, typename Row>
absl::Status LoadIdTable(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                         Table table, absl::node_hash_map<IdType, Row>& rows) {
  return ForEachRow(store, snapshot, RangeOf(table), [&rows](const storage::KeyValue& pair) {
    const auto id = base::Uuid::FromBytes(absl::string_view(pair.key).substr(1));
    if (!id || !rows[IdType(*id)].ParseFromString(pair.value)) return Unreadable(pair);
    return absl::OkStatus();
  });
}

absl::Status LoadReferences(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                            domain::State& state) {
  return ForEachRow(store, snapshot, RangeOf(Table::kReference),
                    [&state](const storage::KeyValue& pair) {
                      const absl::string_view hash = absl::string_view(pair.key).substr(1);
                      const auto person = base::Uuid::FromBytes(pair.value);
                      if (hash.size() != base::kSha256Bytes || !person) return Unreadable(pair);
                      domain::ReferenceHash key;
                      std::copy(hash.begin(), hash.end(), key.begin());
                      state.persons_by_reference[key] = domain::PersonId(*person);
                      return absl::OkStatus();
                    });
}

// Whether `bytes` are the id of a row in `rows`.
template <typename IdType, typename Row>
bool Stands(const absl::node_hash_map<IdType, Row>& rows, absl::string_view bytes) {
  const auto id = base::Uuid::FromBytes(bytes);
  return id && rows.contains(IdType(*id));
}

// What one row says of another must be there: decisions look it up without asking.
absl::Status CheckReferences(const domain::State& state) {
  const absl::Status missing = absl::DataLossError("a row that another row names is missing");
  for (const auto& [id, award] : state.awards) {
    if (!Stands(state.persons, award.person_id())) return missing;
    for (const store::v1::AwardPartRow& part : award.parts()) {
      if (!Stands(state.funds, part.fund_id())) return missing;
    }
  }
  for (const auto& [id, person] : state.persons) {
    for (const std::string& award : person.award_ids()) {
      if (!Stands(state.awards, award)) return missing;
    }
  }
  for (const auto& [hash, person] : state.persons_by_reference) {
    if (!state.persons.contains(person)) return missing;
  }
  return absl::OkStatus();
}

}  // namespace

void PutChangedRows(const domain::State& state, const domain::ChangedRows& changed,
                    storage::WriteBatch& batch) {
  for (const auto& id : changed.funds) batch.Put(FundKey(id), Serialize(state.funds.at(id)));
  for (const auto& id : changed.persons) batch.Put(PersonKey(id), Serialize(state.persons.at(id)));
  for (const auto& id : changed.awards) batch.Put(AwardKey(id), Serialize(state.awards.at(id)));
  for (uint64_t run : changed.runs) batch.Put(RunKey(run), Serialize(state.runs.at(run)));
  for (size_t i = state.policies.size() - changed.new_policies; i < state.policies.size(); ++i) {
    batch.Put(PolicyKey(state.policies[i].activated_entry()), Serialize(state.policies[i]));
  }
  if (changed.totals) batch.Put(SingleKey(Table::kTotals), Serialize(state.totals));
}

std::vector<storage::KeyValue> AllRows(const domain::State& state) {
  std::vector<storage::KeyValue> rows;
  for (const auto& [id, row] : state.funds) rows.push_back({FundKey(id), Serialize(row)});
  for (const auto& [id, row] : state.persons) rows.push_back({PersonKey(id), Serialize(row)});
  for (const auto& [id, row] : state.awards) rows.push_back({AwardKey(id), Serialize(row)});
  for (const auto& [run, row] : state.runs) rows.push_back({RunKey(run), Serialize(row)});
  for (const store::v1::PolicyRow& row : state.policies) {
    rows.push_back({PolicyKey(row.activated_entry()), Serialize(row)});
  }
  if (state.totals.accounts_size() > 0) {
    rows.push_back({SingleKey(Table::kTotals), Serialize(state.totals)});
  }
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return rows;
}

base::Sha256Digest StateDigest(const domain::State& state) {
  std::string all;
  for (const storage::KeyValue& row : AllRows(state)) {
    absl::StrAppend(&all, EncodeNumber(row.key.size()), row.key, EncodeNumber(row.value.size()),
                    row.value);
  }
  return base::Sha256(all);
}

absl::Status ForEachRow(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                        const storage::KeyRange& range,
                        const std::function<absl::Status(const storage::KeyValue&)>& each) {
  storage::KeyRange rest = range;
  while (true) {
    CARDLEDGER_ASSIGN_OR_RETURN(auto pairs, store.Scan(snapshot, rest, kScanLimit));
    for (const storage::KeyValue& pair : pairs) CARDLEDGER_RETURN_IF_ERROR(each(pair));
    if (pairs.size() < kScanLimit) return absl::OkStatus();
    rest.from = pairs.back().key + '\0';
  }
}

absl::Status LoadRows(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                      domain::State& state) {
  CARDLEDGER_RETURN_IF_ERROR(LoadIdTable(store, snapshot, Table::kFund, state.funds));
  CARDLEDGER_RETURN_IF_ERROR(LoadIdTable(store, snapshot, Table::kPerson, state.persons));
  CARDLEDGER_RETURN_IF_ERROR(LoadIdTable(store, snapshot, Table::kAward, state.awards));
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachRow(store, snapshot, RangeOf(Table::kRun), [&state](const storage::KeyValue& pair) {
        if (pair.key.size() != RunKey(0).size()) return Unreadable(pair);
        const uint64_t run = DecodeNumber(absl::string_view(pair.key).substr(1));
        return state.runs[run].ParseFromString(pair.value) ? absl::OkStatus() : Unreadable(pair);
      }));
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachRow(store, snapshot, RangeOf(Table::kPolicy), [&state](const storage::KeyValue& pair) {
        return state.policies.emplace_back().ParseFromString(pair.value) ? absl::OkStatus()
                                                                         : Unreadable(pair);
      }));
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachRow(store, snapshot, RangeOf(Table::kTotals), [&state](const storage::KeyValue& pair) {
        return state.totals.ParseFromString(pair.value) ? absl::OkStatus() : Unreadable(pair);
      }));
  CARDLEDGER_RETURN_IF_ERROR(LoadReferences(store, snapshot, state));
  return CheckReferences(state);
}

absl::StatusOr<domain::Policies> LoadPolicies(const storage::KvStore& store, const ReadView& view,
                                              const domain::State& state) {
  domain::Policies policies;
  const Reader reader(store, view);
  for (const store::v1::PolicyRow& row : state.policies) {
    CARDLEDGER_ASSIGN_OR_RETURN(const std::string text, reader.PolicyText(row.sha256()));
    std::optional<policy::v1::SchemePolicy> scheme = domain::ReadActivatedPolicy(text);
    if (!scheme) return absl::DataLossError("the text of an activated policy cannot be read");
    policies.Add({row.activated_entry(), domain::Day(row.valid_from_day()), row.sha256(),
                  *std::move(scheme)});
  }
  return policies;
}

}  // namespace cardledger::engine
