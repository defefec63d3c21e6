#include "services/vault/vault.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/status_macros.h"
#include "services/vault/aead.h"
#include "services/vault/slot_reading.h"

namespace cardledger::vault {
namespace {

// So many are read at a time when the whole file is.
constexpr size_t kSlotsAtATime = 4'096;

std::string KekIdOf(absl::string_view kek) {
  const base::Sha256Digest id = base::HmacSha256(kek, "cardledger key-encryption key");
  return std::string(base::AsBytes(id).substr(0, kKeyIdBytes));
}

std::string ReferenceKeyIsBoundTo(const domain::LedgerId& ledger) {
  return absl::StrCat("cardledger reference key", ledger.bytes());
}

std::string BytesOf(uint64_t number) {
  std::string bytes(8, '\0');
  for (size_t i = 8; i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xff);
  return bytes;
}

std::string DetailIsBoundTo(const domain::LedgerId& ledger, const DetailPlace& place) {
  const char retention = static_cast<char>(place.retention);
  const char last = static_cast<char>(place.place);
  return absl::StrCat("cardledger detail", ledger.bytes(), place.owner.bytes(),
                      absl::string_view(&retention, 1), BytesOf(place.sequence),
                      absl::string_view(&last, 1));
}

absl::StatusOr<std::string> Unwrap(absl::string_view kek, absl::string_view bound_to,
                                   absl::string_view wrapped) {
  return Open(kek, wrapped.substr(0, kNonceBytes), bound_to, wrapped.substr(kNonceBytes));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Vault>> Vault::Open(VaultOptions options) {
  CARDLEDGER_CHECK(options.kek.size() == kKeyBytes, "a key-encryption key has 256 bits");
  std::unique_ptr<Vault> vault(new Vault(std::move(options)));
  CARDLEDGER_RETURN_IF_ERROR(vault->ReadFile());
  return vault;
}

absl::Status Vault::ReadFile() {
  CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t count, options_.file->Count());
  if (count == 0) return absl::OkStatus();
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string bytes, options_.file->Read(0, kHeadSlots));
  CARDLEDGER_ASSIGN_OR_RETURN(const Head head, DecodeHead(bytes));
  ledger_id_ = head.ledger_id;
  lost_until_ = head.lost_until;
  next_ = staged_first_ = std::max(count, kHeadSlots);
  const std::optional<std::string>& previous = options_.previous_kek;
  const bool rewrap = previous && head.kek_id == KekIdOf(*previous);
  if (!rewrap && head.kek_id != KekIdOf(options_.kek)) {
    return absl::FailedPreconditionError(
        absl::StrCat("the key file is wrapped under the key-encryption key ",
                     absl::BytesToHexString(head.kek_id), ", and the one given is ",
                     absl::BytesToHexString(KekIdOf(options_.kek)),
                     "; give that one, or give it as the previous one to change to the new"));
  }
  CARDLEDGER_ASSIGN_OR_RETURN(
      reference_key_, Unwrap(rewrap ? *previous : options_.kek, ReferenceKeyIsBoundTo(ledger_id_),
                             head.wrapped_reference_key));
  CARDLEDGER_RETURN_IF_ERROR(ForEachSlot([this](uint64_t index, const KeySlot& slot) {
    if (slot.state != SlotState::kFree) by_owner_[slot.owner].push_back(index);
    return absl::OkStatus();
  }));
  return rewrap ? WriteAnew(*previous) : absl::OkStatus();
}

absl::Status Vault::ForEachSlot(const std::function<absl::Status(uint64_t, KeySlot)>& use) const {
  for (uint64_t first = kHeadSlots; first < next_; first += kSlotsAtATime) {
    CARDLEDGER_ASSIGN_OR_RETURN(const std::string bytes, options_.file->Read(first, kSlotsAtATime));
    for (size_t at = 0; at < bytes.size(); at += storage::kSlotBytes) {
      const uint64_t index = first + at / storage::kSlotBytes;
      CARDLEDGER_ASSIGN_OR_RETURN(KeySlot slot, DecodeSlot(index, absl::string_view(bytes).substr(
                                                                      at, storage::kSlotBytes)));
      CARDLEDGER_RETURN_IF_ERROR(use(index, std::move(slot)));
    }
  }
  return absl::OkStatus();
}

std::string Vault::Wrap(absl::string_view key, absl::string_view bound_to) const {
  const std::string nonce = options_.random_bytes(kNonceBytes);
  return nonce + Seal(options_.kek, nonce, bound_to, key);
}

std::string Vault::BoundTo(uint64_t index, const KeySlot& slot) const {
  const char retention = static_cast<char>(slot.retention);
  return absl::StrCat("cardledger key", ledger_id_.bytes(), slot.owner.bytes(),
                      absl::string_view(&retention, 1), BytesOf(index));
}

std::string Vault::HeadOfNow() const {
  return EncodeHead({ledger_id_, KekIdOf(options_.kek),
                     Wrap(reference_key_, ReferenceKeyIsBoundTo(ledger_id_)), lost_until_});
}

// With all keys wrapped under the key-encryption key of now.
absl::Status Vault::WriteAnew(absl::string_view wrapped_under) {
  std::string whole = HeadOfNow();
  CARDLEDGER_RETURN_IF_ERROR(ForEachSlot([&](uint64_t index, KeySlot slot) {
    if (slot.state == SlotState::kLive && slot.kind == SlotKind::kKey) {
      const std::string bound_to = BoundTo(index, slot);
      CARDLEDGER_ASSIGN_OR_RETURN(const std::string key,
                                  Unwrap(wrapped_under, bound_to, slot.secret));
      slot.secret = Wrap(key, bound_to);
    }
    whole += slot.state == SlotState::kFree ? std::string(storage::kSlotBytes, '\0')
                                            : EncodeSlot(index, slot);
    return absl::OkStatus();
  }));
  whole.resize(next_ * storage::kSlotBytes, '\0');
  return options_.file->Replace(whole);
}

absl::Status Vault::Create(const domain::LedgerId& ledger) {
  CARDLEDGER_CHECK(is_new(), "a key file that holds keys stays that of its ledger");
  ledger_id_ = ledger;
  reference_key_ = options_.random_bytes(kKeyBytes);
  next_ = staged_first_ = kHeadSlots;
  return options_.file->Replace(HeadOfNow());
}

absl::Status Vault::AcceptLost(uint64_t sequence, uint64_t slots) {
  CARDLEDGER_CHECK(staged_.empty(), "losses are accepted before anything is sealed");
  lost_until_ = sequence;
  next_ = staged_first_ = std::max(next_, slots);
  return WriteAnew(options_.kek);
}

absl::Status Vault::CheckIsOf(const domain::LedgerId& ledger) const {
  if (reference_key_.empty()) {
    return absl::FailedPreconditionError(
        "the key file is empty, but the ledger has been in use: restore the key file");
  }
  if (ledger_id_ == ledger) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("the key file is that of the ledger ",
                                                    ledger_id_.ToString(), ", not of ",
                                                    ledger.ToString()));
}

absl::StatusOr<std::vector<Reference>> Vault::References() const {
  std::vector<Reference> references;
  CARDLEDGER_RETURN_IF_ERROR(ForEachSlot([&references](uint64_t, const KeySlot& slot) {
    if (slot.state != SlotState::kLive || slot.kind != SlotKind::kReference) {
      return absl::OkStatus();
    }
    Reference& reference = references.emplace_back();
    std::copy(slot.secret.begin(), slot.secret.end(), reference.hash.begin());
    reference.person = domain::PersonId(slot.owner);
    reference.sequence = slot.sequence;
    return absl::OkStatus();
  }));
  return references;
}

absl::StatusOr<KeySlot> Vault::ReadSlot(uint64_t index) const {
  // Any thread may read while the engine's destroys a key.
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeSlot(*options_.file, index));
  return DecodeSlot(index, bytes);
}

absl::StatusOr<std::vector<Vault::Found>> Vault::LiveSlotsOf(const base::Uuid& owner) const {
  std::vector<Found> live;
  const auto indexes = by_owner_.find(owner);
  if (indexes == by_owner_.end()) return live;
  for (const uint64_t index : indexes->second) {
    absl::StatusOr<KeySlot> slot = index >= staged_first_
                                       ? DecodeSlot(index, staged_[index - staged_first_].bytes)
                                       : ReadSlot(index);
    CARDLEDGER_RETURN_IF_ERROR(slot.status());
    if (slot->state == SlotState::kLive) live.push_back({index, *std::move(slot)});
  }
  return live;
}

absl::StatusOr<std::optional<Vault::Found>> Vault::CurrentKey(
    const base::Uuid& owner, journal::v1::RetentionClass retention) const {
  CARDLEDGER_ASSIGN_OR_RETURN(std::vector<Found> live, LiveSlotsOf(owner));
  const auto retired = retired_.find({owner, retention});
  const uint64_t from = retired == retired_.end() ? 0 : retired->second;
  for (auto found = live.rbegin(); found != live.rend(); ++found) {
    if (found->slot.kind == SlotKind::kKey && found->slot.retention == retention &&
        found->index >= from) {
      return std::optional(std::move(*found));
    }
  }
  return std::optional<Found>();
}

Vault::Found Vault::Stage(KeySlot slot) {
  const uint64_t index = next_++;
  if (slot.kind == SlotKind::kKey) slot.secret = Wrap(slot.secret, BoundTo(index, slot));
  staged_.push_back({index, EncodeSlot(index, slot)});
  by_owner_[slot.owner].push_back(index);
  return {index, std::move(slot)};
}

absl::StatusOr<Vault::Found> Vault::KeyFor(const DetailPlace& place, std::string& key) {
  CARDLEDGER_ASSIGN_OR_RETURN(std::optional<Found> found, CurrentKey(place.owner, place.retention));
  if (found) {
    CARDLEDGER_ASSIGN_OR_RETURN(
        key, Unwrap(options_.kek, BoundTo(found->index, found->slot), found->slot.secret));
    return *std::move(found);
  }
  key = options_.random_bytes(kKeyBytes);
  return Stage(
      {SlotState::kLive, SlotKind::kKey, place.retention, place.owner, place.sequence, key});
}

absl::StatusOr<store::v1::SealedRow> Vault::SealDetail(const DetailPlace& place,
                                                       const store::v1::DetailRow& detail) {
  std::string key;
  CARDLEDGER_ASSIGN_OR_RETURN(const Found found, KeyFor(place, key));
  store::v1::SealedRow row;
  row.set_key_slot(found.index);
  row.set_nonce(options_.random_bytes(kNonceBytes));
  row.set_sealed(
      Seal(key, row.nonce(), DetailIsBoundTo(ledger_id_, place), detail.SerializeAsString()));
  return row;
}

void Vault::AddReference(const Reference& reference) {
  Stage({SlotState::kLive, SlotKind::kReference, journal::v1::RETENTION_CLASS_IDENTITY,
         reference.person.uuid(), reference.sequence, std::string(base::AsBytes(reference.hash))});
}

void Vault::Retire(const base::Uuid& owner, journal::v1::RetentionClass retention) {
  retired_[{owner, retention}] = next_;
}

absl::Status Vault::Commit() {
  if (staged_.empty()) return absl::OkStatus();
  CARDLEDGER_RETURN_IF_ERROR(options_.file->Write(staged_));
  staged_.clear();
  staged_first_ = next_;
  return absl::OkStatus();
}

absl::Status Vault::Overwrite(const std::vector<Found>& slots) const {
  if (slots.empty()) return absl::OkStatus();
  std::vector<storage::Slot> written;
  for (const auto& [index, slot] : slots) {
    KeySlot destroyed = slot;
    destroyed.state = SlotState::kDestroyed;
    destroyed.secret.clear();
    written.push_back({index, EncodeSlot(index, destroyed)});
  }
  return options_.file->Write(written);
}

absl::Status Vault::Destroy(const base::Uuid& owner, journal::v1::RetentionClass retention,
                            const SlotSet& spared) {
  CARDLEDGER_ASSIGN_OR_RETURN(std::vector<Found> slots, LiveSlotsOf(owner));
  std::erase_if(slots, [&](const Found& found) {
    return found.slot.retention != retention || spared.contains(found.index);
  });
  CARDLEDGER_RETURN_IF_ERROR(Overwrite(slots));
  retired_.erase({owner, retention});
  return absl::OkStatus();
}

absl::Status Vault::DestroyReferencesBefore(const domain::PersonId& person, uint64_t sequence) {
  CARDLEDGER_ASSIGN_OR_RETURN(std::vector<Found> slots, LiveSlotsOf(person.uuid()));
  std::erase_if(slots, [sequence](const Found& found) {
    return found.slot.kind != SlotKind::kReference || found.slot.sequence >= sequence;
  });
  return Overwrite(slots);
}

absl::StatusOr<std::optional<store::v1::DetailRow>> Vault::OpenDetail(
    const DetailPlace& place, const store::v1::SealedRow& row) const {
  CARDLEDGER_ASSIGN_OR_RETURN(const KeySlot slot, ReadSlot(row.key_slot()));
  if (slot.state == SlotState::kFree && place.sequence <= lost_until_) {
    return std::optional<store::v1::DetailRow>();
  }
  if (slot.kind != SlotKind::kKey || slot.owner != place.owner ||
      slot.retention != place.retention || slot.state == SlotState::kFree) {
    return absl::DataLossError("a sealed detail names a key that is not its own");
  }
  if (slot.state == SlotState::kDestroyed) return std::optional<store::v1::DetailRow>();
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string key,
                              Unwrap(options_.kek, BoundTo(row.key_slot(), slot), slot.secret));
  CARDLEDGER_ASSIGN_OR_RETURN(
      const std::string plain,
      vault::Open(key, row.nonce(), DetailIsBoundTo(ledger_id_, place), row.sealed()));
  store::v1::DetailRow detail;
  if (!detail.ParseFromString(plain)) return absl::DataLossError("a sealed detail cannot be read");
  return std::optional(std::move(detail));
}

}  // namespace cardledger::vault
