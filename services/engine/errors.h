#pragma once

// Reasons of operating errors, attached to an absl::Status so that the edge can answer with exactly
// one machine-readable reason. Refusals are not here: they are entries. Any thread.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace cardledger::engine {

inline constexpr absl::string_view kReasonRequestIdReused = "REQUEST_ID_REUSED";
inline constexpr absl::string_view kReasonDeadlinePassed = "DEADLINE_PASSED";
inline constexpr absl::string_view kReasonQueueFull = "QUEUE_FULL";
inline constexpr absl::string_view kReasonLatched = "LEDGER_LATCHED";
inline constexpr absl::string_view kReasonOutcomeUnknown = "OUTCOME_UNKNOWN";
inline constexpr absl::string_view kReasonStopping = "STOPPING";
inline constexpr absl::string_view kReasonClockUnsure = "CLOCK_UNSURE";
inline constexpr absl::string_view kReasonStoreUnreadable = "STORE_UNREADABLE";

absl::Status WithReason(absl::Status status, absl::string_view reason);

// Empty where none was attached.
std::string ReasonOf(const absl::Status& status);

}  // namespace cardledger::engine
