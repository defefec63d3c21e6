#pragma once

// The two macros that pass an absl::Status up. Debian's Abseil has none.

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define CARDLEDGER_STATUS_CONCAT_INNER(a, b) a##b
#define CARDLEDGER_STATUS_CONCAT(a, b) CARDLEDGER_STATUS_CONCAT_INNER(a, b)

// NOLINTBEGIN(bugprone-macro-parentheses): names of variables, and a declaration.
// Names carry the line, so that a lambda inside the expression may use the macros too.
#define CARDLEDGER_RETURN_IF_ERROR(expression) \
  CARDLEDGER_RETURN_IF_ERROR_INNER(CARDLEDGER_STATUS_CONCAT(status_, __LINE__), expression)
#define CARDLEDGER_RETURN_IF_ERROR_INNER(status, expression) \
  do {                                                       \
    if (absl::Status status = (expression); !status.ok()) {  \
      return status;                                         \
    }                                                        \
  } while (false)

// CARDLEDGER_ASSIGN_OR_RETURN(auto value, Function()): `value` when OK, else returns the status.
#define CARDLEDGER_ASSIGN_OR_RETURN(lhs, expression) \
  CARDLEDGER_ASSIGN_OR_RETURN_INNER(CARDLEDGER_STATUS_CONCAT(status_or_, __LINE__), lhs, expression)
#define CARDLEDGER_ASSIGN_OR_RETURN_INNER(status_or, lhs, expression) \
  auto status_or = (expression);                                      \
  if (!status_or.ok()) return std::move(status_or).status();          \
  lhs = std::move(status_or).value()
// NOLINTEND(bugprone-macro-parentheses)
