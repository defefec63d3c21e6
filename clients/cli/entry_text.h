#pragma once

// One entry of the journal in one line for people. Pure functions.

#include <string>

#include "cardledger/journal/v1/entry.pb.h"

namespace cardledger::cli {

// "12  2026-11-22 10:00:00 GMT  award loaded  £250.00  awards/...  by demo.finance".
std::string RenderEntry(const journal::v1::Entry& entry);

}  // namespace cardledger::cli
