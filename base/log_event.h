#pragma once

// One thing that the operator is told. Whoever writes it down gives it a time and a form; what
// tells it keeps to three rules. `event` and the fields' names are fixed words, so that they can be
// searched and counted. `message` is for people and is ours, or of the machine's store and files.
// Nothing of it is a person's, a token or key, or text of a request. Any thread.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace cardledger::base {

enum class Severity { kInfo, kWarning, kError };

struct LogEvent {
  Severity severity = Severity::kInfo;
  absl::string_view event;
  std::string message;
  // By name, such as method, code, reason, request_id, duration_ms, peer.
  std::vector<std::pair<absl::string_view, std::string>> fields = {};
};

using Log = std::function<void(const LogEvent& event)>;

}  // namespace cardledger::base
