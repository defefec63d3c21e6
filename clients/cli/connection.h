#pragma once

// How a command reaches the ledger and shows who calls, as the global options say: names alone, the
// identities of a sandbox's folder, a token, or a system's certificate. One thread.

#include "clients/cli/global_options.h"
#include "clients/cpp/client.h"

namespace cardledger::cli {

// Sets connection, identity and proof. Where a file cannot be used, every call is answered with
// INVALID_ARGUMENT and its name, before anything is sent.
void Connect(const GlobalOptions& options, client::ClientOptions& client);

}  // namespace cardledger::cli
