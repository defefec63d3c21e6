#pragma once

// Whether the entries of a command are those the model expected. What only the ledger can know is
// taken from the entries themselves: fingerprint, the id of a new person, bytes of commitments and
// hashes. Stateless.

#include <string>
#include <vector>

#include "cardledger/journal/v1/entry.pb.h"

namespace cardledger::simulation {

// Empty where they agree; else both, for people. `today` is the London day they were recorded on.
std::string CompareEntries(const std::vector<journal::v1::Entry>& expected,
                           const std::vector<journal::v1::Entry>& observed, int32_t today);

}  // namespace cardledger::simulation
