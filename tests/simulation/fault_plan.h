#pragma once

// Which calls of the ledger fail, from a seed: writes in every way a write can fail, reads,
// opening, the anchor and the key file. Only while armed, so that the auditor's own reads do not
// fail. Notes what it made fail. One thread.

#include <cstdint>
#include <functional>
#include <vector>

#include "storage/memory/memory_faults.h"
#include "tests/support/seeded_random.h"

namespace cardledger::simulation {

class FaultPlan {
 public:
  // What has been made to fail since the last Arm.
  struct Fired {
    storage::ApplyFault apply = storage::ApplyFault::kNone;
    bool second_apply = false;  // one before it went well
    bool read = false;
    bool anchor = false;
    bool open = false;
    bool keys = false;
  };

  // One call in so many fails; 0: none.
  struct Rates {
    uint64_t apply = 0;
    uint64_t read = 0;
    uint64_t anchor = 0;
    uint64_t open = 0;
    uint64_t keys = 0;
  };

  using Faults = std::vector<std::reference_wrapper<storage::MemoryFaults>>;

  // Plans for all of these, which outlive this.
  FaultPlan(tests::SeededRandom& random, const Rates& rates, Faults faults);
  ~FaultPlan();

  void Arm() {
    armed_ = true;
    applied_ = false;
    fired_ = {};
  }
  void Disarm() { armed_ = false; }
  const Fired& fired() const { return fired_; }
  // No further failures at all.
  void Heal() { rates_ = {}; }

 private:
  storage::FaultDecision Decide(storage::CallKind kind);
  bool Hits(uint64_t rate) { return armed_ && rate > 0 && random_.OneIn(rate); }

  tests::SeededRandom& random_;
  Rates rates_;
  const Faults faults_;
  bool armed_ = false;
  bool applied_ = false;
  Fired fired_;
};

}  // namespace cardledger::simulation
