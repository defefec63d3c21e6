#pragma once

// Sealed details: texts about a person stand outside the journal; an entry holds a commitment to
// them, HMAC-SHA-256 under a random salt. Without the salt nothing can be tried against it, so
// destroying text and salt erases the detail and leaves every proof valid. Pure.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "base/uuid.h"
#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/store/v1/details.pb.h"

namespace cardledger::domain {

inline constexpr size_t kSaltBytes = 32;

// Whose details an entry's are: the person's or the provider's it concerns, by their id, else the
// ledger's own (all zero).
using DetailOwner = base::Uuid;

// Of an entry whose ids were checked when it was decided or folded.
DetailOwner OwnerOf(const journal::v1::Entry& entry);

journal::v1::SealedDetail CommitmentTo(const store::v1::DetailRow& detail);

// DATA_LOSS unless `detail` is what `commitment` was made of.
absl::Status CheckCommitment(const journal::v1::SealedDetail& commitment,
                             const store::v1::DetailRow& detail);

}  // namespace cardledger::domain
