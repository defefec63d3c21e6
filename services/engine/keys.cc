#include "services/engine/keys.h"

#include "base/check.h"

namespace cardledger::engine {
namespace {

constexpr size_t kNumberBytes = 8;

std::string Key(Table table, absl::string_view rest) {
  std::string key;
  key.reserve(1 + rest.size());
  key.push_back(static_cast<char>(table));
  key.append(rest.data(), rest.size());
  return key;
}

std::string KeyOfDetails(const base::Uuid& owner, journal::v1::RetentionClass retention) {
  std::string key = Key(Table::kDetail, owner.bytes());
  key.push_back(static_cast<char>(retention));
  return key;
}

}  // namespace

std::string EncodeNumber(uint64_t number) {
  std::string bytes(kNumberBytes, '\0');
  for (size_t i = 0; i < kNumberBytes; ++i) {
    bytes[i] = static_cast<char>((number >> (8 * (kNumberBytes - 1 - i))) & 0xFF);
  }
  return bytes;
}

uint64_t DecodeNumber(absl::string_view eight_bytes) {
  CARDLEDGER_CHECK(eight_bytes.size() == kNumberBytes, "a number in a key is 8 bytes");
  uint64_t number = 0;
  for (char byte : eight_bytes) number = (number << 8) | static_cast<uint8_t>(byte);
  return number;
}

std::string SingleKey(Table table) { return Key(table, ""); }
std::string EntryKey(uint64_t sequence) { return Key(Table::kEntry, EncodeNumber(sequence)); }
std::string RequestKey(const domain::RequestId& id) { return Key(Table::kRequest, id.bytes()); }

std::string TileKey(uint8_t level, uint64_t index) {
  std::string key = SingleKey(Table::kTile);
  key.push_back(static_cast<char>(level));
  return key + EncodeNumber(index);
}

std::string FundKey(const domain::FundId& id) { return Key(Table::kFund, id.bytes()); }
std::string PersonKey(const domain::PersonId& id) { return Key(Table::kPerson, id.bytes()); }
std::string AwardKey(const domain::AwardId& id) { return Key(Table::kAward, id.bytes()); }
std::string RunKey(uint64_t started_entry) { return Key(Table::kRun, EncodeNumber(started_entry)); }
std::string PolicyKey(uint64_t activated_entry) {
  return Key(Table::kPolicy, EncodeNumber(activated_entry));
}
std::string ReferralKey(uint64_t opened_entry) {
  return Key(Table::kReferral, EncodeNumber(opened_entry));
}
std::string CardKey(const domain::CardId& id) { return Key(Table::kCard, id.bytes()); }
std::string CardTokenKey(absl::string_view token) {
  return Key(Table::kCardToken, base::AsBytes(base::Sha256(token)));
}
std::string SubjectKey(const base::Sha256Digest& hash) {
  return Key(Table::kSubject, base::AsBytes(hash));
}
std::string ProviderKey(const domain::ProviderId& id) { return Key(Table::kProvider, id.bytes()); }
std::string FundCheckpointKey(const domain::FundId& id, uint64_t position) {
  return Key(Table::kFundCheckpoint, id.bytes()) + EncodeNumber(~position);
}
std::string LookKey(const domain::PersonId& id, uint64_t opened_entry) {
  return Key(Table::kLook, id.bytes()) + EncodeNumber(~opened_entry);
}
std::string WithheldLookKey(uint64_t requested_entry) {
  return Key(Table::kWithheldLook, EncodeNumber(requested_entry));
}
std::string PolicyTextKey(absl::string_view sha256) { return Key(Table::kPolicyText, sha256); }

std::string DetailKey(const vault::DetailPlace& at) {
  std::string key = KeyOfDetails(at.owner, at.retention) + EncodeNumber(at.sequence);
  key.push_back(static_cast<char>(at.place));
  return key;
}

storage::KeyRange RangeOf(Table table) {
  return {std::string(1, static_cast<char>(table)),
          std::string(1, static_cast<char>(static_cast<uint8_t>(table) + 1))};
}

storage::KeyRange DetailsOf(const base::Uuid& owner, journal::v1::RetentionClass retention) {
  const std::string from = KeyOfDetails(owner, retention);
  std::string to = from;
  ++to.back();  // a class is a small number
  return {from, to};
}

uint64_t SequenceInDetailKey(absl::string_view key) {
  return DecodeNumber(key.substr(key.size() - kNumberBytes - 1, kNumberBytes));
}

std::string EncodeRequestRow(const RequestRow& row) {
  std::string bytes = EncodeNumber(row.first_sequence);
  bytes.push_back(static_cast<char>(row.entry_count));
  return bytes;
}

std::optional<RequestRow> DecodeRequestRow(absl::string_view bytes) {
  if (bytes.size() != kNumberBytes + 1) return std::nullopt;
  return RequestRow{DecodeNumber(bytes.substr(0, kNumberBytes)),
                    static_cast<uint8_t>(bytes[kNumberBytes])};
}

}  // namespace cardledger::engine
