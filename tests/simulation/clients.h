#pragma once

// The clients of a simulated ledger: what they have asked for, under which ids, and what they were
// told. They retry what was not answered, ask again for what was, and reuse ids for other things.
// An operation is done when it has an answer that will stand for ever. One thread.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "services/domain/command.h"
#include "services/engine/engine.h"
#include "tests/support/seeded_random.h"

namespace cardledger::simulation {

// One command of a client, however often it is sent.
struct Operation {
  domain::Command command;
  std::string content;                // what two sendings must share to be one command
  int in_flight = 0;                  // sendings not answered yet
  std::optional<std::string> answer;  // the entries' bytes; of a refused id: empty
};

// An answer to one sending.
struct Answer {
  Operation* operation = nullptr;
  int64_t deadline_us = 0;
  engine::Outcome outcome;
};

// A bulk run on its way.
struct BulkRun {
  Operation* start = nullptr;
  uint64_t entry = 0;  // 0 until the start has been answered
  std::vector<v1::CreateLoadRequest> requests;
  std::vector<Operation*> rows;  // made once the run has its entry
  Operation* finish = nullptr;
};

class Clients {
 public:
  Operation& Add(domain::Command command, std::string content);

  // Any operation; null while there is none.
  Operation* Any(tests::SeededRandom& random);
  // One without an answer; null where there is none.
  Operation* Unanswered(tests::SeededRandom& random);
  std::vector<Operation*> AllUnanswered();

  // The process has died: nothing in flight will be answered.
  void ForgetInFlight();

  std::deque<Operation>& operations() { return operations_; }
  std::deque<BulkRun>& runs() { return runs_; }

 private:
  std::deque<Operation> operations_;  // keep their places
  std::deque<BulkRun> runs_;
};

}  // namespace cardledger::simulation
