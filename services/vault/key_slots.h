#pragma once

// The key file byte by byte, in the slots of storage/slot_file.h: a head of kHeadSlots, then one
// slot for each key and each case reference. docs/JOURNAL_FORMAT.md has the layout. Pure.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/uuid.h"
#include "cardledger/journal/v1/privacy.pb.h"
#include "services/domain/ids.h"
#include "services/vault/aead.h"

namespace cardledger::vault {

inline constexpr uint32_t kKeyFileFormat = 1;
// A page of the usual file system, so that what follows begins with one.
inline constexpr uint64_t kHeadSlots = 32;
inline constexpr size_t kKeyIdBytes = 16;
inline constexpr size_t kWrappedKeyBytes = kNonceBytes + kKeyBytes + kTagBytes;

struct Head {
  domain::LedgerId ledger_id;
  std::string kek_id;                 // of the key that wraps the others, kKeyIdBytes
  std::string wrapped_reference_key;  // kWrappedKeyBytes
  uint64_t lost_until = 0;            // Vault::lost_until
};

std::string EncodeHead(const Head& head);
// FAILED_PRECONDITION where it is of a newer format; DATA_LOSS where it is none.
absl::StatusOr<Head> DecodeHead(absl::string_view bytes);

enum class SlotState : uint8_t {
  kFree = 0,  // all zeros: reserved by a write that failed
  kLive = 1,
  kDestroyed = 2,  // its secret was overwritten; what it was for still stands
};

enum class SlotKind : uint8_t {
  kKey = 1,        // secret: the wrapped key of one owner and class
  kReference = 2,  // secret: the keyed hash of a person's case reference
};

struct KeySlot {
  SlotState state = SlotState::kFree;
  SlotKind kind = SlotKind::kKey;
  journal::v1::RetentionClass retention = journal::v1::RETENTION_CLASS_UNSPECIFIED;
  base::Uuid owner;       // a person's, a provider's or, nil, the ledger's own
  uint64_t sequence = 0;  // of the entry it was made for
  std::string secret;     // kWrappedKeyBytes or 32; empty once destroyed
};

std::string EncodeSlot(uint64_t index, const KeySlot& slot);
// DATA_LOSS where it was not written by EncodeSlot for this index.
absl::StatusOr<KeySlot> DecodeSlot(uint64_t index, absl::string_view bytes);

}  // namespace cardledger::vault
