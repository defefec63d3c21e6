#pragma once

// The hash under which a case reference is found again: HMAC-SHA-256 under the ledger's reference
// key, so that the index alone says nothing about a reference. Pure.

#include "absl/strings/string_view.h"

#include "services/domain/state.h"

namespace cardledger::domain {

inline constexpr size_t kReferenceKeyBytes = 32;

// Of a reference as the caller wrote it.
ReferenceHash HashCaseReference(absl::string_view reference_key, absl::string_view case_reference);

}  // namespace cardledger::domain
