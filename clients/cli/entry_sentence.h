#pragma once

// What an entry of the journal records, in one or two plain sentences: the only words for events.
// For the journal's lines and for the answers of changes. Pure functions.

#include <string>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/entry.pb.h"

namespace cardledger::cli {

// "£250.00 put on the award for 6 July 2026; £250.00 can be spent." Whose award, person or card it
// is stands beside it. It reads the same for what only would be recorded.
std::string EntrySentence(const journal::v1::Entry& entry);

// "cards/{uuid}" of 16 bytes; "" where they are none.
std::string NameOf(absl::string_view collection, absl::string_view id);

}  // namespace cardledger::cli
