#pragma once

// One simulated life of a ledger, wholly decided by its seed: the real engine over the memory twin
// on one thread, driven by RunOnce; clients that retry, repeat and reuse ids in both lanes; power
// cuts, failed and uncertain writes, failing reads and anchors, jumping clocks. After every step
// the auditor looks at everything; after every opening, fsck does too. In the end all is healed,
// every client gets its answer, and the store is closed, damaged or lied to, and opened once more.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/simulation/auditor.h"

namespace cardledger::simulation {

struct SimulationResult {
  Findings findings;               // empty is good
  std::vector<std::string> trace;  // what was done, in order
  // What the life met, by name: shows that a test saw what it is about.
  std::map<std::string, uint64_t> met;
};

SimulationResult Simulate(uint64_t seed);

}  // namespace cardledger::simulation
