#pragma once

// Statements: what stood in an award's purses at the beginning of a period, every movement that is
// effective in it, and what stood there at its end. Composed from the award's entries alone, newest
// first, as they are read; the same entries give the same statement. What one statement closes with
// the next one of an adjoining period opens with. Pure; as thread-safe as its owner.

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "cardledger/v1/transactions.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/entry_brief.h"
#include "services/domain/purses.h"

namespace cardledger::domain {

struct Period {
  Day from;
  Day before;  // the day after the last
};

class StatementComposer {
 public:
  explicit StatementComposer(const Period& period) : period_(period) {}

  // Whether entries recorded at that instant or before can still matter: some may be effective in
  // the period, or after it.
  bool Needs(int64_t recorded_time_us) const;
  // The award's newest entry first, then each one before it, as long as they are needed.
  void Add(const EntryBrief& entry);

  // Fills opening, lines and closing. At least one entry was added.
  void Finish(v1::Statement& statement) &&;

 private:
  struct Line {
    int32_t effective_day = 0;
    uint64_t sequence = 0;
    PurseSums change;
    v1::Transaction transaction;
  };

  const Period period_;
  bool begun_ = false;
  PurseSums closing_;
  std::vector<Line> lines_;
  absl::flat_hash_map<uint64_t, uint64_t> reversals_;  // original -> what reversed it
};

}  // namespace cardledger::domain
