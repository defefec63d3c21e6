#pragma once

// A refusal in the words of a scenario: its reason, the facts that explain it, the referral it
// opened and when the next instalment is due.

#include <string>

#include "cardledger/journal/v1/entry.pb.h"
#include "tests/scenario/names.h"

namespace cardledger::tests {

// Of an entry that is a refusal.
std::string RefusedText(const journal::v1::Entry& entry, const Names& names);

}  // namespace cardledger::tests
