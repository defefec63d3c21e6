#pragma once

// Entries of the journal for people: one in one line, and what a change has recorded. Pure
// functions.

#include <string>
#include <vector>

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/v1/changes.pb.h"

namespace cardledger::cli {

// "12  2026-11-22 10:00:00 GMT  award loaded  £250.00 put on the award ...  awards/...  by anna".
std::string RenderEntry(const journal::v1::Entry& entry);

// The narrowest thing that the entry concerns, by its name; "" where it is none of these.
std::string Concerned(const journal::v1::Entry& entry);
// "award-loaded".
std::string EventWord(const journal::v1::Entry& entry);
// Those of all events.
std::vector<std::string> EventWords();

// Each entry's sentences, with the name of what it concerns below them; of what was only checked,
// that they would be recorded. Without where it is recorded, which RenderDecision says.
std::string RenderChange(const v1::Change& change);

}  // namespace cardledger::cli
