#pragma once

// Says for people what a failed call means. The words for rules are the ledger's own, so that every
// client tells the same: what the rule is, why it bit, what would be accepted. Here they are laid
// out, with all violations and the machine-readable reason in brackets. For a command line or a
// log; programs read ClientError. Pure functions.

#include <string>

#include "clients/cpp/client_error.h"

namespace cardledger::client {

// Lines without a line feed at the end, for example:
//   The load of £200.00 would pass the person's annual limit of £1,000.00 for 2026-27, of which
//   £900.00 is used. Accepted would be up to £100.00. [ANNUAL_LIMIT_EXCEEDED, entry 12]
std::string RenderError(const ClientError& error);

// RenderError in one line, for tables and lists.
std::string RenderErrorLine(const ClientError& error);

}  // namespace cardledger::client
