#pragma once

// Tells the operator, through the log, why the ledger does not write and why its anchor cannot be
// written: callers are given fixed messages instead. Fed by HealthMonitor, on its thread alone.
// One line for each change. A reason in which only numbers differ (how far a clock stands behind
// changes with every call) is the same reason, so that the log is not flooded.

#include "base/log_event.h"
#include "services/engine/engine.h"

namespace cardledger::server {

class StatusLog {
 public:
  explicit StatusLog(base::Log log);

  // What stands now; at first, a ledger that writes and whose anchor can be written, is no news.
  void Note(const engine::EngineStatus& now);

 private:
  void NoteWriting(const engine::EngineStatus& now) const;
  void NoteAnchor(const engine::EngineStatus& now) const;

  const base::Log log_;
  engine::EngineStatus said_;
};

}  // namespace cardledger::server
