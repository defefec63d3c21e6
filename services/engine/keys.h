#pragma once

// Every key of the store. The first byte names the table; numbers are big-endian, ids their 16 raw
// bytes; no text. docs/JOURNAL_FORMAT.md has golden vectors. Pure, any thread.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "base/sha256.h"
#include "services/domain/ids.h"
#include "services/vault/detail_place.h"
#include "storage/kv_store.h"

namespace cardledger::engine {

// On disk for ever: numbers are never changed nor reused. 0x00 is the store's own.
enum class Table : uint8_t {
  kMeta = 0x01,      // -> MetaRow
  kEntry = 0x02,     // sequence (8) -> Entry; the truth
  kRequest = 0x03,   // request id (16) -> first sequence (8), number of entries (1)
  kTile = 0x04,      // level (1), index (8) -> 256 hashes
  kFrontier = 0x05,  // -> FrontierRow
  // Folds of the journal; rebuilt when their schema changes.
  kFund = 0x10,            // fund id (16) -> FundRow
  kPerson = 0x11,          // person id (16) -> PersonRow
  kAward = 0x12,           // award id (16) -> AwardRow
  kRun = 0x13,             // sequence of the entry that started it (8) -> RunRow
  kPolicy = 0x14,          // sequence of the entry that activated it (8) -> PolicyRow
  kTotals = 0x15,          // -> TotalsRow
  kReferral = 0x16,        // sequence of the entry that opened it (8) -> ReferralRow
  kCard = 0x17,            // card id (16) -> CardRow
  kCardToken = 0x18,       // SHA-256 of the issuer's token (32) -> card id (16)
  kProvider = 0x19,        // provider id (16) -> ProviderRow
  kFundCheckpoint = 0x1A,  // fund id (16), position (8) inverted -> FundCheckpointRow
  kSubject = 0x1B,         // SHA-256 of a subject (32) -> SubjectRow
  kLook = 0x1C,            // person id (16), sequence (8) inverted -> LookRow
  kWithheldLook = 0x1D,    // sequence of the entry that asked for it (8) -> WithheldLookRow
  // Beside the journal; never rebuilt.
  kPolicyText = 0x20,  // SHA-256 (32) -> canonical text
  // Owner (16), retention class (1), sequence (8), place in the entry (1) -> SealedRow
  kDetail = 0x21,
};

inline constexpr std::array kTables = {Table::kMeta,           Table::kEntry,      Table::kRequest,
                                       Table::kTile,           Table::kFrontier,   Table::kFund,
                                       Table::kPerson,         Table::kAward,      Table::kRun,
                                       Table::kPolicy,         Table::kTotals,     Table::kReferral,
                                       Table::kCard,           Table::kCardToken,  Table::kProvider,
                                       Table::kFundCheckpoint, Table::kSubject,    Table::kLook,
                                       Table::kWithheldLook,   Table::kPolicyText, Table::kDetail};

constexpr bool TablesAreDistinct() {
  for (size_t i = 0; i < kTables.size(); ++i) {
    if (static_cast<uint8_t>(kTables[i]) == 0) return false;
    for (size_t j = i + 1; j < kTables.size(); ++j) {
      if (kTables[i] == kTables[j]) return false;
    }
  }
  return true;
}
static_assert(TablesAreDistinct(),
              "two tables must not share a first byte, and 0x00 is the store's");

// The key of a table that has one row.
std::string SingleKey(Table table);
std::string EntryKey(uint64_t sequence);
std::string RequestKey(const domain::RequestId& id);
std::string TileKey(uint8_t level, uint64_t index);
std::string FundKey(const domain::FundId& id);
std::string PersonKey(const domain::PersonId& id);
std::string AwardKey(const domain::AwardId& id);
std::string RunKey(uint64_t started_entry);
std::string PolicyKey(uint64_t activated_entry);
std::string ReferralKey(uint64_t opened_entry);
std::string CardKey(const domain::CardId& id);
std::string CardTokenKey(absl::string_view token);
std::string ProviderKey(const domain::ProviderId& id);
// Every bit of the position is inverted: a scan from a position's key on meets the newest
// checkpoint up to that position first.
std::string FundCheckpointKey(const domain::FundId& id, uint64_t position);
std::string SubjectKey(const base::Sha256Digest& hash);
// Inverted as above: a scan of a person's looks meets the newest first.
std::string LookKey(const domain::PersonId& id, uint64_t opened_entry);
std::string WithheldLookKey(uint64_t requested_entry);
std::string PolicyTextKey(absl::string_view sha256);
std::string DetailKey(const vault::DetailPlace& at);

// All keys of a table.
storage::KeyRange RangeOf(Table table);
// All details of an owner and class.
storage::KeyRange DetailsOf(const base::Uuid& owner, journal::v1::RetentionClass retention);

std::string EncodeNumber(uint64_t number);             // 8 bytes, big-endian
uint64_t DecodeNumber(absl::string_view eight_bytes);  // aborts unless 8 bytes

// The sequence in a key that DetailKey made.
uint64_t SequenceInDetailKey(absl::string_view key);

// What stands behind a key of kRequest.
struct RequestRow {
  uint64_t first_sequence = 0;
  uint8_t entry_count = 0;
};
std::string EncodeRequestRow(const RequestRow& row);
// nullopt unless 9 bytes.
std::optional<RequestRow> DecodeRequestRow(absl::string_view bytes);

}  // namespace cardledger::engine
