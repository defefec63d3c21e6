#include "services/fsck/journal_check.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/domain/annual_limit.h"
#include "services/domain/fold.h"
#include "services/engine/details.h"
#include "services/engine/look_rows.h"
#include "services/engine/rows.h"

namespace cardledger::fsck {
namespace {

// Entries read at a time; rows about them are compared as often.
constexpr size_t kEntriesAtATime = 4'096;

// The limit year that a load counted for, by the kind of year that it states.
domain::LimitYear LimitYearOf(const journal::v1::Entry& entry, const store::v1::PersonRow& person,
                              const domain::AwardRows& awards) {
  const journal::v1::AwardLoaded& load = entry.award_loaded();
  policy::v1::SchemePolicy policy;
  policy.mutable_limit_year()->set_limit_year(load.limit_first_day() == 0
                                                  ? policy::v1::LIMIT_YEAR_FINANCIAL_YEAR
                                                  : policy::v1::LIMIT_YEAR_AWARD_YEAR);
  return domain::LimitYearOf(person, awards, policy, domain::Day(entry.effective_day()),
                             domain::Day(load.limit_first_day()));
}

}  // namespace

JournalCheck::JournalCheck(const storage::KvStore& store, const storage::KvSnapshot& snapshot,
                           std::optional<storage::AnchorPoint> anchored, DetailCheck& details,
                           Findings& findings)
    : store_(store),
      snapshot_(snapshot),
      anchored_(anchored),
      details_(details),
      findings_(findings) {}

absl::Status JournalCheck::Run(uint64_t expected_position, const Progress& progress) {
  storage::KeyRange rest = engine::RangeOf(engine::Table::kEntry);
  CheckAnchorAt(0);
  while (!broken_) {
    auto pairs = store_.Scan(snapshot_, rest, kEntriesAtATime);
    if (!pairs.ok()) return findings_.Take(pairs.status());
    CARDLEDGER_RETURN_IF_ERROR(CheckEntries(*pairs));
    if (progress) progress(state_.position, std::max(expected_position, state_.position));
    if (pairs->size() < kEntriesAtATime) break;
    rest.from = pairs->back().key + '\0';
  }
  if (request_.entry_count > 0 && !broken_) {
    expected_[engine::RequestKey(domain::IdFromBytes<domain::RequestId>(request_id_))] =
        engine::EncodeRequestRow(request_);
    CARDLEDGER_RETURN_IF_ERROR(CompareExpected());
  }
  return absl::OkStatus();
}

absl::Status JournalCheck::CheckEntries(const std::vector<storage::KeyValue>& pairs) {
  for (const storage::KeyValue& pair : pairs) {
    journal::v1::Entry entry;
    if (!FoldEntry(pair, entry)) {
      broken_ = true;
      break;
    }
    tree_.Append(engine::LeafHash(pair.value));
    CheckAnchorAt(state_.position);
    CheckLimit(entry);
    NoteRequest(entry);
    ExpectCheckpoints();
    ExpectLook(entry);
    ExpectTiles();
    ExpectBeside(entry);
  }
  return CompareExpected();
}

bool JournalCheck::FoldEntry(const storage::KeyValue& pair, journal::v1::Entry& entry) {
  const uint64_t sequence = state_.position + 1;
  if (pair.key != engine::EntryKey(sequence)) {
    findings_.Add(absl::StrCat("entry ", sequence, " is missing"));
    return false;
  }
  if (!entry.ParseFromString(pair.value)) {
    findings_.Add(absl::StrCat("entry ", sequence, " cannot be read"));
    return false;
  }
  if (const absl::Status folded = domain::Fold(entry, state_, changed_); !folded.ok()) {
    findings_.Add(std::string(folded.message()));
    return false;
  }
  changed_.Clear();
  if (!base::Uuid::FromBytes(entry.request_id())) {
    findings_.Add(absl::StrCat("entry ", sequence, " carries no request id"));
    return false;
  }
  return true;
}

// INVARIANTS 5: what an entry says of the limit is what its person's loads add up to, and never
// more.
void JournalCheck::CheckLimit(const journal::v1::Entry& entry) {
  if (!entry.has_award_loaded()) return;
  const journal::v1::AwardLoaded& load = entry.award_loaded();
  const auto* person =
      domain::FindPerson(state_, domain::IdFromBytes<domain::PersonId>(entry.person_id()));
  const domain::AwardRows awards = domain::AwardsOf(state_, *person);
  const int64_t used = domain::LimitUsed(awards, LimitYearOf(entry, *person, awards));
  if (used != load.limit_used_after_pence()) {
    findings_.Add(
        absl::StrCat("entry ", entry.sequence(), " states ", load.limit_used_after_pence(),
                     " pence of the annual limit used where its person's loads add up to ", used));
  }
  if (used > load.limit_pence()) {
    findings_.Add(absl::StrCat("entry ", entry.sequence(), " passes the annual limit of ",
                               load.limit_pence(), " pence"));
  }
}

// The entries of one command stand together and carry the same request id.
void JournalCheck::NoteRequest(const journal::v1::Entry& entry) {
  if (request_.entry_count > 0 && entry.request_id() == request_id_) {
    ++request_.entry_count;
    return;
  }
  if (request_.entry_count > 0) {
    expected_[engine::RequestKey(domain::IdFromBytes<domain::RequestId>(request_id_))] =
        engine::EncodeRequestRow(request_);
  }
  request_id_ = entry.request_id();
  request_ = {entry.sequence(), 1};
  ++requests_;
}

void JournalCheck::ExpectCheckpoints() {
  for (storage::KeyValue& row : engine::TakeCheckpointRows(state_)) {
    expected_[std::move(row.key)] = std::move(row.value);
    ++checkpoints_;
  }
}

void JournalCheck::ExpectLook(const journal::v1::Entry& entry) {
  if (std::optional<storage::KeyValue> look = engine::LookRowOf(entry, state_)) {
    expected_[std::move(look->key)] = std::move(look->value);
    ++looks_;
  }
}

void JournalCheck::ExpectTiles() {
  for (engine::FullTile& tile : tree_.TakeFullTiles()) {
    expected_[engine::TileKey(tile.level, tile.index)] = std::move(tile.hashes);
    ++tiles_;
  }
}

void JournalCheck::ExpectBeside(const journal::v1::Entry& entry) {
  for (int place = 0; place < entry.details_size(); ++place) {
    const vault::DetailPlace at = engine::PlaceOf(entry, static_cast<uint8_t>(place));
    expected_details_[engine::DetailKey(at)] = {entry.details(place), at};
  }
  if (entry.has_ledger_created()) journal_format_ = entry.ledger_created().journal_format();
  if (entry.has_policy_activated()) expected_texts_.push_back(entry.policy_activated().sha256());
}

void JournalCheck::CheckAnchorAt(uint64_t position) {
  if (!anchored_ || anchored_->position != position || tree_.Root() == anchored_->root) return;
  anchor_differs_ = true;
  findings_.Add(absl::StrCat("the journal up to ", position, " is not the one its anchor saw"));
}

absl::Status JournalCheck::CompareExpected() {
  std::vector<std::string> keys;
  for (const auto& [key, value] : expected_) keys.push_back(key);
  for (const auto& [key, detail] : expected_details_) keys.push_back(key);
  for (const std::string& sha256 : expected_texts_) keys.push_back(engine::PolicyTextKey(sha256));
  auto values = store_.MultiGet(snapshot_, keys);
  if (!values.ok()) {
    broken_ = true;
    return findings_.Take(values.status());
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    const std::string& key = keys[i];
    const auto detail = expected_details_.find(key);
    if (detail != expected_details_.end()) {
      details_.Compare(detail->second, (*values)[i]);
      continue;
    }
    if (!(*values)[i]) {
      findings_.Add(absl::StrCat("the row ", absl::BytesToHexString(key), " is missing"));
      continue;
    }
    const std::string& value = *(*values)[i];
    if (const auto row = expected_.find(key); row != expected_.end()) {
      if (row->second != value) {
        findings_.Add(absl::StrCat("the row ", absl::BytesToHexString(key),
                                   " is not what the journal makes it"));
      }
    } else if (engine::PolicyTextKey(base::AsBytes(base::Sha256(value))) != key) {
      findings_.Add("the text of an activated policy is not the one that was hashed");
    }
  }
  expected_.clear();
  expected_details_.clear();
  expected_texts_.clear();
  return absl::OkStatus();
}

}  // namespace cardledger::fsck
