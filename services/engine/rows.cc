#include "services/engine/rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/status_macros.h"
#include "services/domain/fold.h"
#include "services/domain/limits.h"
#include "services/domain/people.h"
#include "services/engine/reads.h"

namespace cardledger::engine {
namespace {

// Rows are short; this many are read at a time.
constexpr size_t kScanLimit = 4'096;

// Far above what counts for one day of a fund, and a hundred thousand such days, more than a row
// can hold, still fit an int64.
constexpr int64_t kDayPenceMax = INT64_MAX / 100'000;
static_assert(kDayPenceMax > 90 * domain::kBudgetPenceMax);

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

// The 32 bytes of a hash in a key, after the table's own.
std::optional<base::Sha256Digest> HashIn(absl::string_view key) {
  key.remove_prefix(1);
  base::Sha256Digest hash;
  if (key.size() != hash.size()) return std::nullopt;
  std::copy(key.begin(), key.end(), hash.begin());
  return hash;
}

absl::Status LoadSubjects(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                          domain::State& state) {
  return ForEachRow(store, snapshot, RangeOf(Table::kSubject),
                    [&state](const storage::KeyValue& pair) {
                      const std::optional<domain::SubjectHash> hash = HashIn(pair.key);
                      if (!hash || !state.subjects[*hash].ParseFromString(pair.value)) {
                        return Unreadable(pair);
                      }
                      return absl::OkStatus();
                    });
}

// Whether `bytes` are the id of a row in `rows`.
template <typename IdType, typename Row>
bool Stands(const absl::node_hash_map<IdType, Row>& rows, absl::string_view bytes) {
  const auto id = base::Uuid::FromBytes(bytes);
  return id && rows.contains(IdType(*id));
}

bool AwardsStand(const domain::State& state, const store::v1::PersonRow& person) {
  if (person.award_ids().size() % base::Uuid::kBytes != 0) return false;
  const std::vector<domain::AwardId> ids = domain::AwardIdsOf(person);
  return std::all_of(ids.begin(), ids.end(),
                     [&state](const domain::AwardId& id) { return state.awards.contains(id); });
}

// Whether each of the subjects has that link.
template <typename IdType>
bool AreLinked(const domain::State& state,
               const google::protobuf::RepeatedPtrField<std::string>& subjects,
               store::v1::LinkKind kind, const IdType& id) {
  return std::all_of(subjects.begin(), subjects.end(), [&](const std::string& subject) {
    const store::v1::SubjectRow* row = domain::FindSubject(state, subject);
    return row != nullptr &&
           std::any_of(row->links().begin(), row->links().end(), [&](const auto& link) {
             return link.kind() == kind && link.id() == id.bytes();
           });
  });
}

bool LinksStand(const domain::State& state, const domain::PersonId& id,
                const store::v1::PersonCourseRow& course) {
  google::protobuf::RepeatedPtrField<std::string> own;
  if (!course.subject().empty()) *own.Add() = course.subject();
  return AreLinked(state, own, store::v1::LINK_KIND_PERSON, id) &&
         AreLinked(state, course.related_subjects(), store::v1::LINK_KIND_RELATED, id);
}

// Nobody is linked to what is not there.
bool LinkedStand(const domain::State& state, const store::v1::SubjectRow& subject) {
  return std::all_of(subject.links().begin(), subject.links().end(), [&state](const auto& link) {
    return link.kind() == store::v1::LINK_KIND_PROVIDER ? Stands(state.providers, link.id())
                                                        : Stands(state.persons, link.id());
  });
}

// What one row says of another must be there: decisions look it up without asking.
absl::Status CheckReferences(const domain::State& state) {
  absl::Status missing = absl::DataLossError("a row that another row names is missing");
  for (const auto& [id, award] : state.awards) {
    if (!Stands(state.persons, award.person_id())) return missing;
    for (const store::v1::AwardPartRow& part : award.parts()) {
      if (!Stands(state.funds, part.fund_id())) return missing;
    }
    for (const uint64_t referral : award.course().open_referrals()) {
      if (!state.referrals.contains(referral)) return missing;
    }
  }
  for (const auto& [id, card] : state.cards) {
    if (!Stands(state.awards, card.award_id())) return missing;
  }
  for (const auto& [opened, referral] : state.referrals) {
    if (!Stands(state.awards, referral.award_id())) return missing;
  }
  for (const auto& [id, person] : state.persons) {
    if (!AwardsStand(state, person) || !LinksStand(state, id, person.course())) return missing;
  }
  for (const auto& [requested, look] : state.withheld_looks) {
    if (!Stands(state.persons, look.person_id())) return missing;
  }
  for (const auto& [id, provider] : state.providers) {
    if (!AreLinked(state, provider.subjects(), store::v1::LINK_KIND_PROVIDER, id)) return missing;
  }
  for (const auto& [hash, subject] : state.subjects) {
    if (!LinkedStand(state, subject)) return missing;
  }
  return absl::OkStatus();
}

std::string TokenKey(const store::v1::CardRow& card) { return CardTokenKey(card.token()); }

// The rows of a card: itself, and where it is found by the issuer's token.
void AppendCardRows(const domain::CardId& id, const store::v1::CardRow& card,
                    std::vector<storage::KeyValue>& rows) {
  rows.push_back({CardKey(id), Serialize(card)});
  if (!card.token().empty()) rows.push_back({TokenKey(card), id.ToBytes()});
}

template <typename Row>
absl::Status LoadNumberTable(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                             Table table, absl::node_hash_map<uint64_t, Row>& rows) {
  return ForEachRow(store, snapshot, RangeOf(table), [&rows](const storage::KeyValue& pair) {
    if (pair.key.size() != RunKey(0).size()) return Unreadable(pair);
    const uint64_t number = DecodeNumber(absl::string_view(pair.key).substr(1));
    return rows[number].ParseFromString(pair.value) ? absl::OkStatus() : Unreadable(pair);
  });
}

// What follows from the rows and is kept beside them.
void Derive(domain::State& state) {
  for (const auto& [id, award] : state.awards) {
    state.due.Replace(id, std::nullopt, domain::NextStepOf(award));
  }
  for (const auto& [id, card] : state.cards) {
    if (!card.token().empty()) state.cards_by_token[card.token()] = id;
  }
}

// The days of the fund's newest checkpoint.
absl::Status LoadCheckpoint(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                            const domain::FundId& id, domain::State& state) {
  const storage::KeyRange range{FundCheckpointKey(id, UINT64_MAX), FundCheckpointKey(id, 0)};
  CARDLEDGER_ASSIGN_OR_RETURN(const auto pairs, store.Scan(snapshot, range, 1));
  if (pairs.empty()) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const store::v1::FundCheckpointRow row, ReadCheckpoint(pairs[0]));
  for (const store::v1::FundDayRow& day : row.days()) {
    state.fund_days[id][day.effective_day()] = day.amounts();
  }
  return absl::OkStatus();
}

// Funds' days: of the newest checkpoint, and of the entries after it.
absl::Status LoadFundDays(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                          uint64_t position, domain::State& state) {
  for (const auto& [id, fund] : state.funds) {
    CARDLEDGER_RETURN_IF_ERROR(LoadCheckpoint(store, snapshot, id, state));
  }
  const uint64_t covered = position - position % domain::kCheckpointInterval;
  const storage::KeyRange range{EntryKey(covered + 1), EntryKey(position + 1)};
  return ForEachRow(store, snapshot, range, [&state](const storage::KeyValue& pair) {
    journal::v1::Entry entry;
    if (!entry.ParseFromString(pair.value)) return Unreadable(pair);
    return domain::FoldFundDays(entry, state);
  });
}

}  // namespace

absl::StatusOr<store::v1::FundCheckpointRow> ReadCheckpoint(const storage::KeyValue& pair) {
  store::v1::FundCheckpointRow row;
  if (!row.ParseFromString(pair.value)) return Unreadable(pair);
  for (const store::v1::FundDayRow& day : row.days()) {
    const store::v1::FundAmounts& amounts = day.amounts();
    for (const int64_t pence :
         {amounts.allocated_pence(), amounts.committed_pence(), amounts.loaded_pence(),
          amounts.recovered_pence(), amounts.carried_pence()}) {
      if (pence < -kDayPenceMax || pence > kDayPenceMax) return Unreadable(pair);
    }
  }
  return row;
}

std::vector<storage::KeyValue> TakeCheckpointRows(domain::State& state) {
  std::vector<storage::KeyValue> rows;
  if (state.position % domain::kCheckpointInterval != 0) return rows;
  for (const domain::FundId& id : state.funds_since_checkpoint) {
    store::v1::FundCheckpointRow row;
    for (const auto& [day, amounts] : state.fund_days[id]) {
      store::v1::FundDayRow& stated = *row.add_days();
      stated.set_effective_day(day);
      *stated.mutable_amounts() = amounts;
    }
    rows.push_back({FundCheckpointKey(id, state.position), Serialize(row)});
  }
  state.funds_since_checkpoint.clear();
  return rows;
}

store::v1::FrontierRow FrontierOf(const domain::State& state, const TileTree& tree,
                                  uint64_t key_slots) {
  store::v1::FrontierRow frontier;
  frontier.set_position(state.position);
  frontier.set_root(std::string(base::AsBytes(tree.Root())));
  frontier.set_recorded_time_us(state.last_recorded_time_us);
  frontier.set_key_slots(key_slots);
  return frontier;
}

void PutChangedRows(const domain::State& state, const domain::ChangedRows& changed,
                    storage::WriteBatch& batch) {
  for (const auto& id : changed.funds) batch.Put(FundKey(id), Serialize(state.funds.at(id)));
  for (const auto& id : changed.persons) batch.Put(PersonKey(id), Serialize(state.persons.at(id)));
  for (const auto& id : changed.awards) batch.Put(AwardKey(id), Serialize(state.awards.at(id)));
  for (uint64_t run : changed.runs) batch.Put(RunKey(run), Serialize(state.runs.at(run)));
  for (const auto& id : changed.providers) {
    batch.Put(ProviderKey(id), Serialize(state.providers.at(id)));
  }
  for (uint64_t opened : changed.referrals) {
    batch.Put(ReferralKey(opened), Serialize(state.referrals.at(opened)));
  }
  for (uint64_t requested : changed.withheld_looks) {
    batch.Put(WithheldLookKey(requested), Serialize(state.withheld_looks.at(requested)));
  }
  std::vector<storage::KeyValue> cards;
  for (const auto& id : changed.cards) AppendCardRows(id, state.cards.at(id), cards);
  for (storage::KeyValue& row : cards) batch.Put(std::move(row.key), std::move(row.value));
  for (const domain::SubjectHash& hash : changed.subjects) {
    const auto row = state.subjects.find(hash);
    if (row != state.subjects.end()) {
      batch.Put(SubjectKey(hash), Serialize(row->second));
    } else {
      batch.Delete(SubjectKey(hash));
    }
  }
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
  for (const auto& [id, row] : state.providers) rows.push_back({ProviderKey(id), Serialize(row)});
  for (const auto& [opened, row] : state.referrals) {
    rows.push_back({ReferralKey(opened), Serialize(row)});
  }
  for (const auto& [requested, row] : state.withheld_looks) {
    rows.push_back({WithheldLookKey(requested), Serialize(row)});
  }
  for (const auto& [id, row] : state.cards) AppendCardRows(id, row, rows);
  for (const auto& [hash, row] : state.subjects) rows.push_back({SubjectKey(hash), Serialize(row)});
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
                      uint64_t position, domain::State& state) {
  CARDLEDGER_RETURN_IF_ERROR(LoadIdTable(store, snapshot, Table::kFund, state.funds));
  CARDLEDGER_RETURN_IF_ERROR(LoadIdTable(store, snapshot, Table::kPerson, state.persons));
  CARDLEDGER_RETURN_IF_ERROR(LoadIdTable(store, snapshot, Table::kAward, state.awards));
  CARDLEDGER_RETURN_IF_ERROR(LoadIdTable(store, snapshot, Table::kCard, state.cards));
  CARDLEDGER_RETURN_IF_ERROR(LoadIdTable(store, snapshot, Table::kProvider, state.providers));
  CARDLEDGER_RETURN_IF_ERROR(LoadNumberTable(store, snapshot, Table::kRun, state.runs));
  CARDLEDGER_RETURN_IF_ERROR(LoadNumberTable(store, snapshot, Table::kReferral, state.referrals));
  CARDLEDGER_RETURN_IF_ERROR(
      LoadNumberTable(store, snapshot, Table::kWithheldLook, state.withheld_looks));
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachRow(store, snapshot, RangeOf(Table::kPolicy), [&state](const storage::KeyValue& pair) {
        return state.policies.emplace_back().ParseFromString(pair.value) ? absl::OkStatus()
                                                                         : Unreadable(pair);
      }));
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachRow(store, snapshot, RangeOf(Table::kTotals), [&state](const storage::KeyValue& pair) {
        return state.totals.ParseFromString(pair.value) ? absl::OkStatus() : Unreadable(pair);
      }));
  CARDLEDGER_RETURN_IF_ERROR(LoadSubjects(store, snapshot, state));
  CARDLEDGER_RETURN_IF_ERROR(CheckReferences(state));
  Derive(state);
  return LoadFundDays(store, snapshot, position, state);
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
