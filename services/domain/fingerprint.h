#pragma once

// The fingerprint of a command: equal exactly when the caller and the named decision fields are.
// Free text is left out, so that nothing about a person can be tried against a hash in the journal.
// Pure.

#include "services/domain/command.h"

namespace cardledger::domain {

// `run_entry` as in Command.
Fingerprint FingerprintOf(const Request& request, const journal::v1::Caller& caller,
                          uint64_t run_entry = 0);

}  // namespace cardledger::domain
