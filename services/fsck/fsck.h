#pragma once

// The check of a whole ledger: folds every entry again and compares the result with every row and
// total that is stored, checks the tree, the sealed details and policy texts that stand beside the
// journal, and the anchor. Serves operators (cardledger-fsck) and tests alike. Changes nothing; the
// ledger must be at rest. One thread; memory as the engine needs. What it does not do: it does not
// repair, and it cannot judge whether a decision was right, only that what is stored is what was
// decided.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "base/sha256.h"
#include "cardledger/journal/v1/types.pb.h"
#include "services/domain/ids.h"
#include "services/vault/vault.h"
#include "storage/anchor.h"
#include "storage/kv_store.h"

namespace cardledger::fsck {

enum class AnchorState {
  kUnknown,       // not compared: the store could not be read
  kNone,          // none was ever written
  kDamaged,       // it cannot be read: a finding
  kContradicted,  // the journal lacks entries that it saw, or has others: a finding
  kReached,
};

struct Report {
  // Of the ledger and its journal nothing is known while `position` is 0: not even the first entry
  // could be read.
  domain::LedgerId ledger_id;
  journal::v1::LedgerKind kind = journal::v1::LEDGER_KIND_UNSPECIFIED;
  uint64_t position = 0;      // entries folded
  base::Sha256Digest root{};  // over them
  base::Sha256Digest state_digest{};
  uint64_t rows = 0;            // compared
  bool keys_given = false;      // else details are counted, not opened
  uint64_t details = 0;         // sealed details opened and compared
  uint64_t erased_details = 0;  // that the journal has erased
  uint64_t lost_details = 0;    // whose keys were lost and accepted as lost
  // Whose keys are destroyed though the journal does not say so: of a copy from before an erasure.
  uint64_t erased_since_details = 0;
  // People whose case reference the key file has put right though the journal does not say so: of a
  // copy from before that.
  uint64_t put_right_since_references = 0;
  AnchorState anchor = AnchorState::kUnknown;
  // Entries in the journal that the anchor had not seen; those alone may be lost unnoticed.
  uint64_t beyond_anchor = 0;
  // What is wrong, in the order it was found, at most kFindingsMax of them; empty: nothing.
  std::vector<std::string> findings;
  uint64_t finding_count = 0;

  bool clean() const { return finding_count == 0; }
};

// More help nobody: the first are the cause, the rest follow from them.
inline constexpr size_t kFindingsMax = 100;

// Told now and then: entries checked out of all.
using Progress = std::function<void(uint64_t done, uint64_t total)>;

// NOT_FOUND no ledger stands there; FAILED_PRECONDITION it is of a newer format; UNAVAILABLE it
// cannot be read now. Damage is a finding, not an error.
// `vault` is null where no keys are given: then no sealed detail is opened.
absl::StatusOr<Report> Check(const storage::KvStore& store, storage::Anchor& anchor,
                             const vault::Vault* vault, const Progress& progress);

}  // namespace cardledger::fsck
