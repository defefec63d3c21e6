#pragma once

// Told what the engine has done, for whoever counts it. Called on the engine's thread, after each
// batch: it must be quick and must not call the engine.

#include <cstddef>
#include <cstdint>

namespace cardledger::engine {

// One batch that was written.
struct BatchSeen {
  size_t interactive = 0;  // commands answered, also those known before
  size_t bulk_rows = 0;    // decided or known before
  uint64_t entries = 0;
  int64_t write_us = 0;  // until the store had synced it
};

class EngineObserver {
 public:
  virtual ~EngineObserver() = default;

  virtual void Wrote(const BatchSeen& batch) = 0;
};

}  // namespace cardledger::engine
