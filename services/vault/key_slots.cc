#include "services/vault/key_slots.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/sha256.h"
#include "storage/slot_file.h"

namespace cardledger::vault {
namespace {

constexpr absl::string_view kMagic = "cardledger-keys\n";
constexpr size_t kCheckBytes = 16;
constexpr size_t kSecretAt = 32;
constexpr size_t kSecretBytes = 64;
constexpr size_t kCheckAt = kSecretAt + kSecretBytes;
static_assert(kCheckAt + kCheckBytes <= storage::kSlotBytes);

std::string Number(uint64_t number, size_t bytes) {
  std::string text(bytes, '\0');
  for (size_t i = bytes; i-- > 0; number >>= 8) text[i] = static_cast<char>(number & 0xff);
  return text;
}

uint64_t NumberIn(absl::string_view bytes) {
  uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

// Finds damage and slots that stand elsewhere; no forger.
std::string CheckOf(uint64_t index, absl::string_view bytes) {
  return std::string(base::AsBytes(base::Sha256({Number(index, 8), bytes})).substr(0, kCheckBytes));
}

size_t SecretBytesOf(SlotKind kind) {
  return kind == SlotKind::kKey ? kWrappedKeyBytes : base::kSha256Bytes;
}

bool IsZero(absl::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == '\0'; });
}

}  // namespace

std::string EncodeHead(const Head& head) {
  CARDLEDGER_CHECK(
      head.kek_id.size() == kKeyIdBytes && head.wrapped_reference_key.size() == kWrappedKeyBytes,
      "a head holds whole fields");
  std::string bytes =
      absl::StrCat(kMagic, Number(kKeyFileFormat, 4), head.ledger_id.bytes(), head.kek_id,
                   head.wrapped_reference_key, Number(head.lost_until, 8));
  bytes += CheckOf(0, bytes);
  bytes.resize(kHeadSlots * storage::kSlotBytes, '\0');
  return bytes;
}

absl::StatusOr<Head> DecodeHead(absl::string_view bytes) {
  constexpr size_t kLedgerAt = 20;
  constexpr size_t kKekAt = kLedgerAt + base::Uuid::kBytes;
  constexpr size_t kReferenceAt = kKekAt + kKeyIdBytes;
  constexpr size_t kLostAt = kReferenceAt + kWrappedKeyBytes;
  constexpr size_t kEnd = kLostAt + 8;
  if (bytes.size() != kHeadSlots * storage::kSlotBytes || !absl::StartsWith(bytes, kMagic)) {
    return absl::DataLossError("this is no key file");
  }
  const uint64_t format = NumberIn(bytes.substr(kMagic.size(), 4));
  if (format != kKeyFileFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat("the key file has format ", format, "; this program reads ", kKeyFileFormat));
  }
  if (bytes.substr(kEnd, kCheckBytes) != CheckOf(0, bytes.substr(0, kEnd))) {
    return absl::DataLossError("the head of the key file is damaged");
  }
  Head head;
  head.ledger_id =
      domain::LedgerId(*base::Uuid::FromBytes(bytes.substr(kLedgerAt, base::Uuid::kBytes)));
  head.kek_id = std::string(bytes.substr(kKekAt, kKeyIdBytes));
  head.wrapped_reference_key = std::string(bytes.substr(kReferenceAt, kWrappedKeyBytes));
  head.lost_until = NumberIn(bytes.substr(kLostAt, 8));
  return head;
}

std::string EncodeSlot(uint64_t index, const KeySlot& slot) {
  std::string bytes = {static_cast<char>(slot.state), static_cast<char>(slot.kind),
                       static_cast<char>(slot.retention)};
  bytes.resize(8, '\0');
  absl::StrAppend(&bytes, slot.owner.bytes(), Number(slot.sequence, 8), slot.secret);
  CARDLEDGER_CHECK(bytes.size() <= kCheckAt, "a slot holds one secret");
  bytes.resize(kCheckAt, '\0');
  bytes += CheckOf(index, bytes);
  bytes.resize(storage::kSlotBytes, '\0');
  return bytes;
}

absl::StatusOr<KeySlot> DecodeSlot(uint64_t index, absl::string_view bytes) {
  KeySlot slot;
  if (IsZero(bytes)) return slot;
  const absl::Status damaged =
      absl::DataLossError(absl::StrCat("slot ", index, " of the key file is damaged"));
  if (bytes.size() != storage::kSlotBytes) return damaged;
  const std::string check = CheckOf(index, bytes.substr(0, kCheckAt));
  if (bytes.substr(kCheckAt, kCheckBytes) != check) return damaged;
  const auto state = static_cast<uint8_t>(bytes[0]);
  const auto kind = static_cast<uint8_t>(bytes[1]);
  const auto retention = static_cast<uint8_t>(bytes[2]);
  if (state == 0 || state > 2 || kind == 0 || kind > 2 ||
      !journal::v1::RetentionClass_IsValid(retention)) {
    return damaged;
  }
  slot.state = static_cast<SlotState>(state);
  slot.kind = static_cast<SlotKind>(kind);
  slot.retention = static_cast<journal::v1::RetentionClass>(retention);
  slot.owner = *base::Uuid::FromBytes(bytes.substr(8, base::Uuid::kBytes));
  slot.sequence = NumberIn(bytes.substr(24, 8));
  if (slot.state == SlotState::kLive) {
    slot.secret = std::string(bytes.substr(kSecretAt, SecretBytesOf(slot.kind)));
  }
  return slot;
}

}  // namespace cardledger::vault
