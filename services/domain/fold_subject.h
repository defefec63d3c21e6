#pragma once

// The part of folding that is a subject's: what it is linked to after an entry. Used by the fold.
// Pure.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/state.h"

namespace cardledger::domain {

// To be called while the person's row is as it was before the entry: the subject that it replaces
// is named there alone. DATA_LOSS where the entry does not fit.
absl::Status FoldLinks(const journal::v1::Entry& entry, State& state, ChangedRows& changed);

// Takes `subject` out of a row's list. DATA_LOSS where it is not in it.
absl::Status TakeOut(const journal::v1::Entry& entry, absl::string_view subject,
                     google::protobuf::RepeatedPtrField<std::string>& subjects);

}  // namespace cardledger::domain
