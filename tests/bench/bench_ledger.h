#pragma once

// The ledger that is measured: funds, persons and approved awards, all ids worked out from their
// numbers, so that a client in another process names the same awards without asking. Used by
// cardledger-bench and the micro benchmarks. Half of the awards stand on one fund (hot), half are
// spread over many. Beside them stand awards with a year behind them, to read from: each was loaded
// on one day of every week, once to four times. Loads are of one penny: £1,000 an award lasts for
// 100,000 of them, and every rule, the annual limit among them, is worked through as it is for any
// other amount.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"

#include "cardledger/v1/loads.pb.h"
#include "services/domain/command.h"
#include "services/domain/ids.h"
#include "services/domain/policies.h"
#include "services/domain/state.h"
#include "services/engine/engine.h"
#include "tests/bench/bench_clock.h"

namespace cardledger::bench {

// For decisions that ask for no case reference.
inline std::optional<domain::PersonId> NobodyByReference(const domain::ReferenceHash&) {
  return std::nullopt;
}

struct LedgerShape {
  uint64_t awards = 20'000;  // even numbers stand on fund 0, odd ones on the others
  uint64_t funds = 101;
  uint64_t year_awards = 1'000;  // numbered after the others
};

enum class Spread { kOneFund, kManyFunds };

domain::FundId FundAt(uint64_t number);
domain::AwardId AwardAt(uint64_t number);

// The `turn`th award when going round all awards of that spread, in an order that jumps about.
domain::AwardId AwardInTurn(const LedgerShape& shape, Spread spread, uint64_t turn);

// The same of the awards with a year behind them, and of the days of that year.
domain::AwardId YearAwardInTurn(const LedgerShape& shape, uint64_t turn);
domain::Day DayInTurn(uint64_t turn);

// Fresh ids: random 64 bits of this process and a counter, mixed. Any thread.
domain::RequestId NextRequestId();

// A load of one penny under a fresh id, due on the first day of the awards.
void FillLoad(const domain::AwardId& award, v1::CreateLoadRequest& request);
v1::CreateLoadRequest MakeLoad(const domain::AwardId& award);

journal::v1::Caller FinanceOfficer();

// The same ledger as a state in memory, without an engine: for the micro benchmarks.
struct StateInMemory {
  domain::State state;
  domain::Policies policies;
};
StateInMemory PrepareState(const LedgerShape& shape);

// Makes policy, funds, persons and awards through the engine, which must have been started by that
// clock, and lets the year pass. The first failure ends it.
absl::Status PrepareLedger(engine::Engine& engine, BenchClock& clock, const LedgerShape& shape);

}  // namespace cardledger::bench
