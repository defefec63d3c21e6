#include "tests/simulation/simulated_ledger.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "services/engine/errors.h"
#include "services/fsck/fsck.h"
#include "tests/support/fsck_findings.h"

namespace cardledger::simulation {
namespace {

using storage::ApplyFault;

bool IsUnknown(ApplyFault fault) {
  return fault == ApplyFault::kUnknownWritten || fault == ApplyFault::kUnknownUnsynced ||
         fault == ApplyFault::kUnknownLost;
}

}  // namespace

SimulatedLedger::SimulatedLedger(tests::SeededRandom& random,
                                 const tests::TestLedgerOptions& options,
                                 const FaultPlan::Rates& rates, SimulationResult& result)
    : random_(random),
      result_(result),
      ledger_(options),
      faults_(random, rates,
              {ledger_.disk().faults(), ledger_.anchor_file().faults(),
               ledger_.keys().disk().faults()}) {}

bool SimulatedLedger::latched() {
  return is_open() && ledger_.engine().status().write_state == engine::WriteState::kLatched;
}

bool SimulatedLedger::clock_unsure() {
  return is_open() && ledger_.engine().status().write_state == engine::WriteState::kClockUnsure;
}

Moment SimulatedLedger::MomentNow(bool unsure) {
  return {std::max(now_us(), model().last_recorded_us()), unsure};
}

void SimulatedLedger::TryToOpen() {
  faults_.Arm();
  const absl::Status opened = ledger_.Open();
  faults_.Disarm();
  if (!opened.ok()) {
    Trace(absl::StrCat("cannot open: ", opened.message()));
    Met("openings that failed");
    const FaultPlan::Fired& fired = faults_.fired();
    const bool excused =
        fired.read || fired.anchor || fired.open || fired.keys || fired.apply != ApplyFault::kNone;
    if (!excused) Find(absl::StrCat("it does not open: ", opened.ToString()));
    // Power may fail again; what a failed opening left undecided stays so until the next one.
    ledger_.disk().CutPower(random_.OneIn(2) ? storage::MemoryDisk::Unsynced::kLose
                                             : storage::MemoryDisk::Unsynced::kKeep);
    return;
  }
  Trace(absl::StrCat("opened at ", ledger_.view()->position));
  watch_ = ClockWatch();
  unfinished_.reset();
  const uint64_t before = auditor_.position();
  auditor_.Reopened(ledger_.store(), *ledger_.view(), last_moment_, result_.findings);
  if (auditor_.position() > std::max<uint64_t>(before, 1)) Met("uncertain writes that stood");
  // The engine has looked at its clock, too.
  watch_.Doubts({now_us(), ledger_.clock().MonotonicMicroseconds()}, model().last_recorded_us());
  roots_[ledger_.view()->position] = ledger_.view()->root;
  Check();
}

void SimulatedLedger::Check() {
  if (Failed()) return;
  const auto report = fsck::Check(ledger_.store(), ledger_.anchor(), &ledger_.vault(), nullptr);
  if (!report.ok()) return Find(absl::StrCat("fsck: ", report.status().ToString()));
  for (const std::string& finding : tests::FindingsInUse(*report)) Find("fsck: " + finding);
  if (report->position != ledger_.view()->position || report->root != ledger_.view()->root) {
    Find("fsck saw another journal than the engine");
  }
}

void SimulatedLedger::Send(Operation& operation, int64_t deadline_us) {
  auditor_.Note(operation.command, result_.findings);
  ++operation.in_flight;
  ledger_.engine().Submit(operation.command, deadline_us,
                          [this, &operation, deadline_us](engine::Outcome outcome) {
                            answers_.push_back({&operation, deadline_us, std::move(outcome)});
                          });
}

void SimulatedLedger::SendBulk(const std::vector<Operation*>& rows) {
  std::vector<domain::Command> commands;
  for (Operation* row : rows) {
    auditor_.Note(row->command, result_.findings);
    ++row->in_flight;
    commands.push_back(row->command);
  }
  ledger_.engine().SubmitBulk(
      std::move(commands), [this, rows](std::vector<engine::Outcome> outcomes) {
        if (outcomes.size() != rows.size()) return Find("a chunk is not answered row by row");
        for (size_t i = 0; i < rows.size(); ++i) {
          answers_.push_back({rows[i], engine::kNoDeadline, std::move(outcomes[i])});
        }
      });
}

bool SimulatedLedger::Turn() {
  const int waiting_before = static_cast<int>(answers_.size());
  const uint64_t before = auditor_.position();
  RunArmed(false);
  return auditor_.position() != before || static_cast<int>(answers_.size()) != waiting_before;
}

// After a doubt about the clock, and after steps that could not be decided, the engine comes back
// to them a while later.
void SimulatedLedger::FinishDueSteps() {
  for (int i = 0; i < 2; ++i) {
    ledger_.clock().Advance(60 * tests::kMicrosecondsPerSecond);
    while (!Failed() && Turn()) {
    }
  }
  if (!Failed() && !clock_unsure()) auditor_.ExpectNothingDue(MomentNow(false), result_.findings);
}

void SimulatedLedger::Stop() {
  Trace("stops");
  RunArmed(true);
  if (AnyInFlight()) Find("it stopped and left a command without an answer");
  faults_.Arm();
  const absl::Status closed = ledger_.Close();
  faults_.Disarm();
  const FaultPlan::Fired& fired = faults_.fired();
  if (!closed.ok() && !fired.anchor && !fired.open) {
    Find(absl::StrCat("it does not close: ", closed.ToString()));
  }
  clients_.ForgetInFlight();
}

bool SimulatedLedger::AnyInFlight() {
  return std::any_of(clients_.operations().begin(), clients_.operations().end(),
                     [](const Operation& operation) { return operation.in_flight > 0; });
}

// It latches where a write failed, and for no other reason.
void SimulatedLedger::JudgeLatch(TurnFacts& facts) {
  if (facts.fired.apply != ApplyFault::kNone) {
    Met("failed writes");
    Trace("a write fails");
    facts.failed_beside = facts.fired.second_apply;
    if (!latched()) Find("a write failed and the engine goes on");
  } else if (!facts.was_latched && latched()) {
    // Of what stands beside the rows: keys that cannot be kept, an erasure that cannot be finished.
    facts.failed_beside = facts.fired.keys || facts.fired.read;
    if (facts.fired.keys) Met("key files that failed");
    Trace(facts.fired.keys ? "the key file fails" : "an erasure cannot be finished");
    if (!facts.failed_beside) Find("it has latched and nothing failed");
  }
}

void SimulatedLedger::RunArmed(bool stopping) {
  TurnFacts facts;
  facts.was_latched = latched();
  facts.stopping = stopping;
  facts.position_before = auditor_.position();
  facts.turn_began_at = auditor_.position();
  const ClockWatch::Reading reading{now_us(), ledger_.clock().MonotonicMicroseconds()};
  if (!facts.was_latched) {
    facts.clock_unsure = watch_.Doubts(reading, model().last_recorded_us());
  }
  const Moment moment = MomentNow(facts.clock_unsure);
  faults_.Arm();
  if (stopping) {
    const absl::Status stopped = ledger_.engine().Stop();
    if (!stopped.ok() && !faults_.fired().anchor) Find("the anchor could not be written at stop");
  } else {
    ledger_.engine().RunOnce();
  }
  faults_.Disarm();
  facts.fired = faults_.fired();
  JudgeLatch(facts);
  if (!facts.was_latched && latched()) last_moment_ = moment;
  auditor_.Follow(ledger_.store(), *ledger_.view(), moment, result_.findings);
  if (facts.was_latched && auditor_.position() != facts.position_before)
    Find("it wrote although latched");
  result_.met["steps of its own"] += auditor_.due_steps_last();
  if (auditor_.clock_confirmed_last()) watch_.Confirm(reading);
  roots_[ledger_.view()->position] = ledger_.view()->root;
  if (facts.clock_unsure) Met("turns with the clock in doubt");
  if (unfinished_) {
    facts.clock_unsure |= unfinished_->clock_unsure;
    facts.fired.read |= unfinished_->fired.read;
    facts.position_before = unfinished_->position_before;
  }
  for (const Answer& answer : std::exchange(answers_, {})) Judge(answer, facts);
  unfinished_ = AnyInFlight() ? std::optional(facts) : std::nullopt;
  JudgeAnchor();
}

// Whatever failed, what the anchor says is true of the journal.
void SimulatedLedger::JudgeAnchor() {
  const auto point = ledger_.anchor().Read();
  if (!point.ok()) return Find(absl::StrCat("the anchor: ", point.status().ToString()));
  if (!*point) return;
  const uint64_t position = (*point)->position;
  auto root = roots_.find(position);
  if (root == roots_.end() && position <= auditor_.position()) {
    // Between two batches of one turn.
    root = roots_.emplace(position, auditor_.RootAt(position)).first;
  }
  if (root == roots_.end() || root->second != (*point)->root) {
    Find("the anchor says what is not true of the journal");
  }
}

void SimulatedLedger::Judge(const Answer& answer, const TurnFacts& facts) {
  Operation& operation = *answer.operation;
  if (--operation.in_flight < 0) return Find("a command was answered twice");
  if (answer.outcome.ok()) {
    const bool first = !operation.answer && !SharesItsId(operation);
    JudgeEntries(answer);
    // What stands already is answered whenever it is asked for.
    if (first && answer.deadline_us < now_us() && IsNew(operation, facts.turn_began_at)) {
      Find("it was decided after its deadline");
    }
  } else {
    JudgeError(answer, facts);
  }
}

bool SimulatedLedger::IsNew(const Operation& operation, uint64_t position) {
  const auto standing = auditor_.FindRequest(operation.command.request_id);
  return !standing || standing->sequence > position;
}

bool SimulatedLedger::SharesItsId(const Operation& operation) {
  return std::any_of(clients_.operations().begin(), clients_.operations().end(),
                     [&operation](const Operation& other) {
                       return &other != &operation &&
                              other.command.request_id == operation.command.request_id;
                     });
}

void SimulatedLedger::JudgeEntries(const Answer& answer) {
  Operation& operation = *answer.operation;
  const auto standing = auditor_.FindRequest(operation.command.request_id);
  if (!standing) return Find("an answer was given that the journal does not hold");
  if (!IsSame(operation, *standing, auditor_.position())) {
    return Find("an answer to another command");
  }
  const std::string stored = auditor_.EntryBytes(*standing);
  std::string answered;
  for (const journal::v1::Entry& entry : *answer.outcome) answered += entry.SerializeAsString();
  if (answered != stored) return Find("an answer is not what is stored");
  if (operation.answer) Met("answers given again");
  // It may have been told that its id was used, while that could still be known.
  const bool told = operation.answer && !operation.answer->empty();
  if (told && *operation.answer != stored) Find("an answer has changed");
  operation.answer = stored;
}

// A registration is told from another by who has its case reference now: once that was erased or
// put right, nobody can say whether it is the same, and it is answered as it was.
bool SimulatedLedger::IsSame(const Operation& operation, const Auditor::Standing& standing,
                             uint64_t position) const {
  if (standing.content == operation.content) return true;
  if (!std::holds_alternative<v1::RegisterPersonRequest>(operation.command.request)) return false;
  journal::v1::Entry entry;
  if (!entry.ParseFromString(auditor_.EntryBytes(standing))) return false;
  if (!std::ranges::equal(entry.fingerprint(), operation.command.fingerprint, {},
                          [](char byte) { return static_cast<uint8_t>(byte); })) {
    return false;
  }
  const auto person = model().persons().find(entry.person_id());
  if (person == model().persons().end()) return false;
  const uint64_t changed_by = person->second.reference_changed;
  return changed_by > entry.sequence() && changed_by <= position;
}

void SimulatedLedger::JudgeError(const Answer& answer, const TurnFacts& facts) {
  Operation& operation = *answer.operation;
  const std::string reason = engine::ReasonOf(answer.outcome.status());
  Met(reason);
  const auto standing = auditor_.FindRequest(operation.command.request_id);
  bool right = false;
  if (reason == engine::kReasonRequestIdReused) {
    right = standing && !IsSame(operation, *standing, facts.position_before);
    operation.answer = "";
  } else if (reason == engine::kReasonDeadlinePassed) {
    right = answer.deadline_us < now_us() && IsNew(operation, facts.turn_began_at);
  } else if (reason == engine::kReasonClockUnsure) {
    // What stood before the turn is answered all the same.
    right = facts.clock_unsure && IsNew(operation, facts.position_before);
  } else if (reason == engine::kReasonQueueFull) {
    right = true;  // only ledgers with short queues say so
  } else if (reason == engine::kReasonLatched) {
    right = facts.was_latched || facts.failed_beside ||
            (facts.fired.apply != ApplyFault::kNone &&
             (facts.stopping || !IsUnknown(facts.fired.apply)));
  } else if (reason == engine::kReasonOutcomeUnknown) {
    right = IsUnknown(facts.fired.apply) || facts.failed_beside;
  } else if (reason == engine::kReasonStoreUnreadable) {
    right = facts.fired.read;
  } else if (reason == engine::kReasonStopping) {
    right = facts.stopping;
  }
  if (!right) {
    Find(absl::StrCat("without reason: ", answer.outcome.status().ToString(), " for ",
                      operation.content, " where stands ", standing ? standing->content : ""));
  }
}

void SimulatedLedger::CutPower(storage::MemoryDisk::Unsynced fate) {
  Trace(fate == storage::MemoryDisk::Unsynced::kLose ? "power cut" : "crash");
  ledger_.CutPower(fate);
  answers_.clear();
  clients_.ForgetInFlight();
}

void SimulatedLedger::Preview(const domain::Command& command) {
  const bool unsure = clock_unsure();
  const auto preview = ledger_.engine().Validate(command, *ledger_.view());
  if (!preview.ok()) return Find(absl::StrCat("preview: ", preview.status().ToString()));
  const journal::v1::Entry expected = model().Expect(command, MomentNow(unsure)).front();
  if (preview->front().refused().reason() != expected.refused().reason()) {
    Find(absl::StrCat("preview: ", preview->front().ShortDebugString()));
  }
}

}  // namespace cardledger::simulation
