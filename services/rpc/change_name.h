#pragma once

// What a change is called after: the thing that the first entry of a command made or changed. A
// pure function of the entry, any thread.

#include <string>

#include "cardledger/journal/v1/entry.pb.h"

namespace cardledger::rpc {

// Of the entry of a method that returns a Change; aborts at any other. A name that is the entry's
// own sequence is given where it is `stored` alone: until then nobody knows that number.
std::string ChangeName(const journal::v1::Entry& entry, bool stored);

}  // namespace cardledger::rpc
