// Steps of those who run the service: the clock, restarts, power cuts, disks that fail.

#include "services/domain/civil_day.h"
#include "tests/scenario/world.h"

namespace cardledger::tests {
namespace {

using storage::ApplyFault;
using storage::MemoryDisk;

std::string ClockText(Step& step) {
  return absl::StrCat("in London it is ",
                      FormatLondon(step.world.ledger().clock().WallMicroseconds()), "\n");
}

// Time passes.
StepAnswer MoveClock(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string to, step.words.Take("to"));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t instant, ParseInstant(to));
  ManualClock& clock = step.world.ledger().clock();
  if (instant < clock.WallMicroseconds()) {
    return absl::InvalidArgumentError("time goes forward; `clock steps` puts a clock wrong");
  }
  clock.Advance(instant - clock.WallMicroseconds());
  step.world.ledger().RunUntilIdle();
  return ClockText(step);
}

// Somebody or something puts the clock elsewhere.
StepAnswer StepClock(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string by, step.words.Take("by"));
  CARDLEDGER_ASSIGN_OR_RETURN(const int64_t duration, ParseDuration(by));
  step.world.ledger().clock().Step(duration);
  return ClockText(step);
}

StepAnswer ConfirmClock(Step& step) {
  v1::ConfirmClockRequest request;
  request.set_request_id(step.world.RequestIdFor(step));
  return Answer(step, std::move(request), "olga");
}

std::string NotOpenText(const absl::Status& why) {
  return absl::StrCat("not open: ", absl::StatusCodeToString(why.code()), " ", why.message(), "\n");
}

// Opens the ledger once after= has passed, or at once. It does then what has fallen due meanwhile.
StepAnswer OpenAgain(Step& step) {
  TestLedger& ledger = step.world.ledger();
  if (const auto after = step.words.TakeIf("after")) {
    CARDLEDGER_ASSIGN_OR_RETURN(const int64_t duration, ParseDuration(*after));
    ledger.clock().Advance(duration);
  }
  if (const absl::Status opened = ledger.Open(); !opened.ok()) return NotOpenText(opened);
  ledger.RunUntilIdle();
  return std::string("open\n");
}

StepAnswer Restart(Step& step) {
  if (const absl::Status closed = step.world.ledger().Close(); !closed.ok()) {
    return NotOpenText(closed);
  }
  return OpenAgain(step);
}

StepAnswer CutPower(Step& step) {
  const bool keep = step.words.TakeOr("unsynced", "lost") == "kept";
  step.world.ledger().CutPower(keep ? MemoryDisk::Unsynced::kKeep : MemoryDisk::Unsynced::kLose);
  return OpenAgain(step);
}

StepAnswer FailNextWrite(Step& step) {
  static const auto* const faults =
      new std::map<std::string, ApplyFault>{{"refused", ApplyFault::kNothingWritten},
                                            {"fenced", ApplyFault::kFenced},
                                            {"uncertain-but-kept", ApplyFault::kUnknownWritten},
                                            {"uncertain-and-lost", ApplyFault::kUnknownLost}};
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string how, step.words.Take("how"));
  const auto fault = faults->find(how);
  if (fault == faults->end()) return absl::InvalidArgumentError("no write fails like that");
  step.world.ledger().disk().faults().FailApply(fault->second);
  return std::string("ok\n");
}

StepAnswer ShowStatus(Step& step) {
  const engine::EngineStatus status = step.world.ledger().engine().status();
  switch (status.write_state) {
    case engine::WriteState::kReady:
      return std::string("ready\n");
    case engine::WriteState::kLatched:
      return absl::StrCat("latched: ", status.reason, "\n");
    case engine::WriteState::kClockUnsure:
      return absl::StrCat("clock unsure: ", status.reason, "\n");
  }
  return absl::InternalError("no such state");
}

StepAnswer CheckLedger(Step& step) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string findings, step.world.Fsck());
  return findings.empty() ? std::string("clean\n") : absl::StrCat(findings, "\n");
}

}  // namespace

void AddOperatorSteps(StepTable& table) {
  table["clock moves"] = MoveClock;
  table["clock steps"] = StepClock;
  table["clock confirm"] = ConfirmClock;
  table["restart"] = Restart;
  table["power cut"] = CutPower;
  table["next write fails"] = FailNextWrite;
  table["status"] = ShowStatus;
  table["fsck"] = CheckLedger;
}

}  // namespace cardledger::tests
