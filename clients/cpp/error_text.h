#pragma once

// Says in plain words what a failed call means: the rule, why it bit, and what would be accepted,
// with the machine-readable reason in brackets. For people at a command line or in a log; programs
// read ClientError. Pure functions.

#include <span>
#include <string>

#include "absl/strings/string_view.h"

#include "clients/cpp/client_error.h"

namespace cardledger::client {

// Lines without a line feed at the end, for example:
//   The load would pass the person's annual limit.
//   Asked for: £200.00. The limit is £1,000.00, of which £900.00 is used.
//   Accepted would be: up to £100.00.
//   [ANNUAL_LIMIT_EXCEEDED]
std::string RenderError(const ClientError& error);

// RenderError in one line, for tables and lists.
std::string RenderErrorLine(const ClientError& error);

// A fact's value as people write it: pounds for *_pence, 2026-27 for a financial year.
std::string RenderFact(absl::string_view name, absl::string_view value);

// The words for one reason. In the sentences {name} stands for a fact; a sentence whose facts are
// not all there is left out.
struct RefusalText {
  absl::string_view reason;
  absl::string_view rule;
  absl::string_view why;
  absl::string_view accepted;
};

// All reasons known here, in the order of docs/ERRORS.md.
std::span<const RefusalText> RefusalTexts();

}  // namespace cardledger::client
