#pragma once

// How what the operator is told becomes lines, and how many of them. Any thread.

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"

#include "base/log_event.h"
#include "base/mutex.h"
#include "services/engine/clock.h"

namespace cardledger::server {

// "a call failed (method ..., code ...)": one line for people.
std::string TextLine(const base::LogEvent& event);

// One JSON object on one line: time (RFC 3339, UTC), severity (INFO, WARNING, ERROR), event,
// message, and the event's fields. `wall_us`: microseconds since 1970-01-01T00:00:00Z.
std::string JsonLine(const base::LogEvent& event, int64_t wall_us);

// Passes on so many of each event a second (limits.h kLogLinesPerSecond), and with the first one
// after that in the field `left_out` how many were not, so that nobody who calls can fill a disk.
// `clock` outlives it.
base::Log Bounded(base::Log log, const engine::Clock& clock);

}  // namespace cardledger::server
