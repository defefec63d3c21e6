#include "services/server/status_log.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace cardledger::server {
namespace {

std::string WithoutNumbers(absl::string_view text) {
  std::string rest;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) rest += c;
  }
  return rest;
}

bool IsSameReason(absl::string_view a, absl::string_view b) {
  return WithoutNumbers(a) == WithoutNumbers(b);
}

}  // namespace

StatusLog::StatusLog(base::Log log) : log_(std::move(log)) {}

void StatusLog::Note(const engine::EngineStatus& now) {
  if (now.write_state != said_.write_state || !IsSameReason(now.reason, said_.reason)) {
    NoteWriting(now);
  }
  if (!IsSameReason(now.anchor_error, said_.anchor_error)) NoteAnchor(now);
  said_ = now;
}

void StatusLog::NoteWriting(const engine::EngineStatus& now) const {
  switch (now.write_state) {
    case engine::WriteState::kReady:
      log_({.event = "writing_goes_on", .message = "writing goes on: the clock is trusted again"});
      break;
    case engine::WriteState::kLatched:
      log_({.severity = base::Severity::kError,
            .event = "writing_stopped",
            .message = absl::StrCat("writing has stopped until a restart: ", now.reason)});
      break;
    case engine::WriteState::kClockUnsure:
      log_({.severity = base::Severity::kError,
            .event = "clock_in_doubt",
            .message = absl::StrCat("writing waits for the clock to agree or be confirmed: ",
                                    now.reason)});
      break;
  }
}

void StatusLog::NoteAnchor(const engine::EngineStatus& now) const {
  if (now.anchor_error.empty()) {
    log_({.event = "anchor_written_again", .message = "the anchor is written again"});
  } else {
    log_({.severity = base::Severity::kWarning,
          .event = "anchor_not_written",
          .message = absl::StrCat("the anchor cannot be written; the ledger goes on: ",
                                  now.anchor_error)});
  }
}

}  // namespace cardledger::server
