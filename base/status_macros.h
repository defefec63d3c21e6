#pragma once

// The two macros that pass an absl::Status up. Debian's Abseil has none.

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define CARDLEDGER_RETURN_IF_ERROR(expression)                \
  do {                                                        \
    if (absl::Status status_ = (expression); !status_.ok()) { \
      return status_;                                         \
    }                                                         \
  } while (false)

#define CARDLEDGER_STATUS_CONCAT_INNER(a, b) a##b
#define CARDLEDGER_STATUS_CONCAT(a, b) CARDLEDGER_STATUS_CONCAT_INNER(a, b)

// CARDLEDGER_ASSIGN_OR_RETURN(auto value, Function()): `value` when OK, else returns the status.
#define CARDLEDGER_ASSIGN_OR_RETURN(lhs, expression) \
  CARDLEDGER_ASSIGN_OR_RETURN_INNER(CARDLEDGER_STATUS_CONCAT(status_or_, __LINE__), lhs, expression)
#define CARDLEDGER_ASSIGN_OR_RETURN_INNER(status_or, lhs, expression) \
  auto status_or = (expression);                                      \
  if (!status_or.ok()) return std::move(status_or).status();          \
  lhs = std::move(status_or).value()
