#pragma once

// Which calls of the ledger fail, from a seed: writes in every way a write can fail, reads, opening
// and the anchor. Only while armed, so that the auditor's own reads do not fail. Notes what it made
// fail. One thread.

#include <cstdint>

#include "storage/memory/memory_anchor.h"
#include "storage/memory/memory_disk.h"
#include "tests/support/seeded_random.h"

namespace cardledger::simulation {

class FaultPlan {
 public:
  // What has been made to fail since the last Arm.
  struct Fired {
    storage::ApplyFault apply = storage::ApplyFault::kNone;
    bool read = false;
    bool anchor = false;
    bool open = false;
  };

  // One call in so many fails; 0: none. The disk and the anchor's file outlive this.
  struct Rates {
    uint64_t apply = 0;
    uint64_t read = 0;
    uint64_t anchor = 0;
    uint64_t open = 0;
  };

  FaultPlan(tests::SeededRandom& random, const Rates& rates, storage::MemoryDisk& disk,
            storage::MemoryAnchorFile& anchor_file);
  ~FaultPlan();

  void Arm() {
    armed_ = true;
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
  storage::MemoryDisk& disk_;
  storage::MemoryAnchorFile& anchor_file_;
  bool armed_ = false;
  Fired fired_;
};

}  // namespace cardledger::simulation
