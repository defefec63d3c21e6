#pragma once

// Whether an entry is the one the model expected. What only the ledger can know is taken from the
// entry itself: fingerprint, the id of a new person, bytes of commitments and hashes. Stateless.

#include <string>

#include "cardledger/journal/v1/entry.pb.h"

namespace cardledger::simulation {

// Empty where they agree; else both, for people. `today` is the London day it was recorded on.
std::string CompareEntries(journal::v1::Entry expected, journal::v1::Entry observed, int32_t today);

}  // namespace cardledger::simulation
