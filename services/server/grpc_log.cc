#include "services/server/grpc_log.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "grpc/support/log.h"

#include "base/check.h"
#include "services/engine/clock.h"
#include "services/server/log_writer.h"

namespace cardledger::server {
namespace {

struct Sink {
  explicit Sink(base::Log unbounded) : log(Bounded(std::move(unbounded), clock)) {}

  const engine::SystemClock clock;
  const base::Log log;
};

// Never freed, since nobody can say when gRPC's last thread has logged its last line.
const Sink* sink = nullptr;

absl::string_view FileName(absl::string_view path) { return path.substr(path.rfind('/') + 1); }

// A handshake that a stranger fails is an error to gRPC, and none of ours.
base::Severity SeverityOf(gpr_log_severity severity) {
  return severity == GPR_LOG_SEVERITY_ERROR ? base::Severity::kWarning : base::Severity::kInfo;
}

void Pass(gpr_log_func_args* line) {
  sink->log({.severity = SeverityOf(line->severity),
             .event = "grpc",
             .message = "gRPC logged a line, without its text, which may hold what a stranger sent",
             .fields = {{"where", absl::StrCat(FileName(line->file), ":", line->line)}}});
}

}  // namespace

void TakeGrpcsLog(base::Log log) {
  CARDLEDGER_CHECK(sink == nullptr, "gRPC's log is taken once a process");
  sink = new Sink(std::move(log));
  gpr_set_log_function(Pass);
}

}  // namespace cardledger::server
