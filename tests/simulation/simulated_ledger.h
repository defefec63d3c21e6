#pragma once

// A ledger under faults, and the referee between it and its clients: every turn of the engine is
// followed by the auditor, every answer is judged by what the journal holds and by what was made to
// fail in that turn. One thread.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/auditor.h"
#include "tests/simulation/clients.h"
#include "tests/simulation/clock_watch.h"
#include "tests/simulation/fault_plan.h"
#include "tests/simulation/simulation.h"
#include "tests/support/test_ledger.h"

namespace cardledger::simulation {

class SimulatedLedger {
 public:
  SimulatedLedger(tests::SeededRandom& random, const tests::TestLedgerOptions& options,
                  const FaultPlan::Rates& rates, SimulationResult& result);

  // Opens if it can; then everything acknowledged is compared, and fsck must be content.
  void TryToOpen();
  void Send(Operation& operation, int64_t deadline_us = engine::kNoDeadline);
  void SendBulk(const std::vector<Operation*>& rows);
  // One turn of the engine, or Stop, which may be several.
  bool Turn();
  // Turns until the ledger has done by itself all that is due.
  void FinishDueSteps();
  void Stop();
  void CutPower(storage::MemoryDisk::Unsynced fate);
  // Decides `command` without storing, and compares with the model.
  void Preview(const domain::Command& command);

  bool is_open() const { return ledger_.is_open(); }
  bool latched();
  bool clock_unsure();
  tests::TestLedger& ledger() { return ledger_; }
  FaultPlan& faults() { return faults_; }
  Auditor& auditor() { return auditor_; }
  Clients& clients() { return clients_; }
  const Model& model() const { return auditor_.model(); }
  int64_t now_us() { return ledger_.clock().WallMicroseconds(); }

  void Met(const std::string& what) { ++result_.met[what]; }
  void Trace(std::string what) { result_.trace.push_back(std::move(what)); }
  void Find(std::string what) { result_.findings.push_back(std::move(what)); }
  bool Failed() const { return !result_.findings.empty(); }
  // fsck over the open and idle store.
  void Check();

 private:
  // What one turn of the engine was like, for judging its answers. Rows of a long chunk are decided
  // over several turns and answered in the last, so it reaches back while anything is in flight.
  struct TurnFacts {
    bool was_latched = false;
    bool clock_unsure = false;
    bool stopping = false;
    uint64_t position_before = 0;  // of the first turn whose bulk rows may be answered in this one
    uint64_t turn_began_at = 0;    // position
    FaultPlan::Fired fired;
    bool failed_beside = false;  // it latched though the batch was written, or could have been
  };

  void JudgeLatch(TurnFacts& facts);
  void RunArmed(bool stopping);
  void Judge(const Answer& answer, const TurnFacts& facts);
  // Whether what stands may answer it, by the journal up to that position.
  bool IsSame(const Operation& operation, const Auditor::Standing& standing,
              uint64_t position) const;
  void JudgeError(const Answer& answer, const TurnFacts& facts);
  void JudgeEntries(const Answer& answer);
  // Whether another operation goes by the same id, and may have been decided in its place.
  bool SharesItsId(const Operation& operation);
  // Whether what stands under its id, if anything, came after `position`.
  bool IsNew(const Operation& operation, uint64_t position);
  void JudgeAnchor();
  Moment MomentNow(bool unsure);
  bool AnyInFlight();

  tests::SeededRandom& random_;
  SimulationResult& result_;
  tests::TestLedger ledger_;
  FaultPlan faults_;
  Auditor auditor_;
  Clients clients_;
  ClockWatch watch_;
  std::optional<TurnFacts> unfinished_;  // of turns before, where something is still in flight
  std::vector<Answer> answers_;
  Moment last_moment_;  // of the last turn; what it left undecided was decided then
  std::map<uint64_t, base::Sha256Digest> roots_;  // by position, as far as looked at
};

}  // namespace cardledger::simulation
