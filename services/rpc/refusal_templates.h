#pragma once

// What people read of each refusal, before its facts are filled in: which rule, and what would be
// accepted. {name} stands for a fact; a part in brackets is left out unless all its facts are
// there. Used by refusal_text. Pure, any thread.

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/refusal.pb.h"

namespace cardledger::rpc {

// Empty where there is none; a test demands one for each reason.
absl::string_view RefusalTemplate(journal::v1::RefusalReason reason);

}  // namespace cardledger::rpc
