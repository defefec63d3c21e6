#pragma once

// The keys under which sealed details are encrypted: one for each owner and retention class, each
// wrapped by the key-encryption key, in a file that lies outside the store and its backups. Whoever
// has the store alone can read no detail; destroying a key erases what stands under it in every
// copy of the store there ever was.
//
// Also here, since they would give erased case references away: the secret key under which case
// references are hashed, and the hashes themselves.
//
// Threads: OpenDetail, reference_key and ledger_id from any; all else from the engine's thread, or
// from the one that opens the ledger. Keys are read from the file when they are needed, so memory
// is some 50 bytes an owner. Errors: UNAVAILABLE the file cannot be read or written now; DATA_LOSS
// what it holds is damaged.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/sha256.h"
#include "base/uuid.h"
#include "cardledger/journal/v1/privacy.pb.h"
#include "cardledger/store/v1/details.pb.h"
#include "services/domain/ids.h"
#include "services/vault/detail_place.h"
#include "services/vault/key_slots.h"
#include "storage/slot_file.h"

namespace cardledger::vault {

struct VaultOptions {
  storage::SlotFile* file = nullptr;  // not owned; outlives the vault
  std::string kek;                    // the key-encryption key, kKeyBytes
  // What the file was wrapped under before: Open then wraps it under `kek`, whole or not at all.
  std::optional<std::string> previous_kek{};
  std::function<std::string(size_t)> random_bytes;  // so many; called on the engine's thread
};

struct Reference {
  base::Sha256Digest hash{};
  domain::PersonId person;
  uint64_t sequence = 0;  // of the entry that recorded it
};

using SlotSet = absl::flat_hash_set<uint64_t>;

class Vault {
 public:
  // FAILED_PRECONDITION where the file is of a newer format or wrapped under another key.
  static absl::StatusOr<std::unique_ptr<Vault>> Open(VaultOptions options);

  // Whether the file has never held a key: then Create may make it the file of `ledger`.
  bool is_new() const { return by_owner_.empty(); }
  absl::Status Create(const domain::LedgerId& ledger);
  // FAILED_PRECONDITION where it is the file of another ledger, or of none.
  absl::Status CheckIsOf(const domain::LedgerId& ledger) const;

  // One behind the last slot ever used.
  uint64_t slots() const { return next_; }
  // Slots up to `slots`, of entries up to `sequence`, were in a key file that is gone: what was
  // sealed under them is lost, and they are never used again. Durable on OK.
  absl::Status AcceptLost(uint64_t sequence, uint64_t slots);
  // The last entry whose keys may have been accepted as lost; 0 where none were.
  uint64_t lost_until() const { return lost_until_; }

  // Secret, of kKeyBytes; never changes.
  const std::string& reference_key() const { return reference_key_; }

  // Of all persons, in the order they were recorded. Reads the whole file.
  absl::StatusOr<std::vector<Reference>> References() const;
  // Whether there is, or ever was, a key of `owner`.
  bool Knows(const base::Uuid& owner) const { return by_owner_.contains(owner); }

  // What follows is kept in memory until Commit, which must come before the rows are written.
  // Encrypts under the key of owner and class, which it makes where there is none.
  absl::StatusOr<store::v1::SealedRow> SealDetail(const DetailPlace& place,
                                                  const store::v1::DetailRow& detail);
  void AddReference(const Reference& reference);
  // The keys of now seal nothing more: they are to be destroyed.
  void Retire(const base::Uuid& owner, journal::v1::RetentionClass retention);
  // Durable on OK. After an error the vault seals no more: a new process must open the file.
  absl::Status Commit();

  // Overwrites the keys of owner and class but those in `spared`, and, for IDENTITY, the owner's
  // case references. Durable on OK; may be done again after an error.
  absl::Status Destroy(const base::Uuid& owner, journal::v1::RetentionClass retention,
                       const SlotSet& spared);
  // Overwrites the case references of `person` recorded before `sequence`.
  absl::Status DestroyReferencesBefore(const domain::PersonId& person, uint64_t sequence);

  // nullopt where its key has been destroyed, or was accepted as lost; DATA_LOSS where the row is
  // not what was sealed there.
  absl::StatusOr<std::optional<store::v1::DetailRow>> OpenDetail(
      const DetailPlace& place, const store::v1::SealedRow& row) const;

 private:
  struct Found {
    uint64_t index = 0;
    KeySlot slot;
  };

  explicit Vault(VaultOptions options) : options_(std::move(options)) {}
  absl::Status ReadFile();
  absl::Status WriteAnew(absl::string_view wrapped_under);
  std::string HeadOfNow() const;
  absl::Status ForEachSlot(const std::function<absl::Status(uint64_t, KeySlot)>& use) const;
  absl::StatusOr<KeySlot> ReadSlot(uint64_t index) const;
  absl::StatusOr<std::vector<Found>> LiveSlotsOf(const base::Uuid& owner) const;
  absl::StatusOr<std::optional<Found>> CurrentKey(const base::Uuid& owner,
                                                  journal::v1::RetentionClass retention) const;
  absl::StatusOr<Found> KeyFor(const DetailPlace& place, std::string& key);
  Found Stage(KeySlot slot);
  absl::Status Overwrite(const std::vector<Found>& slots) const;
  std::string Wrap(absl::string_view key, absl::string_view bound_to) const;
  std::string BoundTo(uint64_t index, const KeySlot& slot) const;

  const VaultOptions options_;
  domain::LedgerId ledger_id_;
  std::string reference_key_;
  uint64_t lost_until_ = 0;
  uint64_t next_ = kHeadSlots;
  // Slots of each owner, in the order of the file.
  absl::flat_hash_map<base::Uuid, absl::InlinedVector<uint64_t, 2>> by_owner_;
  // Keys in slots below seal nothing more.
  absl::flat_hash_map<std::pair<base::Uuid, int>, uint64_t> retired_;
  std::vector<storage::Slot> staged_;  // from staged_first_ on, one after the other
  uint64_t staged_first_ = kHeadSlots;
};

}  // namespace cardledger::vault
