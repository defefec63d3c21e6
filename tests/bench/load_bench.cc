// What a load costs before it is written: command, decision, fold, bytes, leaf.

#include <string>

#include "benchmark/benchmark.h"

#include "services/domain/decide.h"
#include "services/domain/fold.h"
#include "services/domain/validate.h"
#include "services/engine/tile_tree.h"
#include "tests/bench/bench_ledger.h"
#include "tests/bench/bench_store.h"

namespace cardledger::bench {
namespace {

constexpr int64_t kNowUs = 1'800'000'000'000'000;  // in 2027

// A ledger in memory, and the next load on it.
class Loads {
 public:
  domain::Command Next() {
    return domain::MakeCommand(MakeLoad(AwardInTurn(shape_, Spread::kManyFunds, turn_++)),
                               FinanceOfficer());
  }
  domain::Decision Decide(const domain::Command& command) const {
    const domain::DecisionContext context{.now_us = kNowUs,
                                          .policies = ledger_.policies,
                                          .clock_unsure = false,
                                          .reference_key = "",
                                          .person_by_reference = NobodyByReference,
                                          .random_bytes = RandomBytes};
    return domain::Decide(command, ledger_.state, context);
  }
  bool Fold(const domain::Decision& decision) {
    return domain::Fold(decision.entries[0], ledger_.state, changed_).ok();
  }

 private:
  const LedgerShape shape_{};
  StateInMemory ledger_ = PrepareState(shape_);
  domain::ChangedRows changed_;
  uint64_t turn_ = 0;
};

void ValidateAndMakeCommand(benchmark::State& state) {
  const v1::CreateLoadRequest request = MakeLoad(AwardAt(1));
  const journal::v1::Caller caller = FinanceOfficer();
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(domain::Validate(request));
    benchmark::DoNotOptimize(domain::MakeCommand(request, caller));
  }
}
BENCHMARK(ValidateAndMakeCommand);

void DecideLoad(benchmark::State& state) {
  Loads loads;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    const domain::Command command = loads.Next();
    state.ResumeTiming();
    benchmark::DoNotOptimize(loads.Decide(command));
  }
}
BENCHMARK(DecideLoad)->Iterations(100'000);

void DecideAndFoldLoad(benchmark::State& state) {
  Loads loads;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    const domain::Command command = loads.Next();
    state.ResumeTiming();
    const domain::Decision decision = loads.Decide(command);
    if (decision.entries[0].has_refused() || !loads.Fold(decision)) {
      state.SkipWithError("a load was not accepted");
      break;
    }
  }
}
BENCHMARK(DecideAndFoldLoad)->Iterations(100'000);

void SerializeEntry(benchmark::State& state) {
  Loads loads;
  const domain::Decision decision = loads.Decide(loads.Next());
  for ([[maybe_unused]] auto _ : state) {
    std::string bytes;
    benchmark::DoNotOptimize(decision.entries[0].SerializeToString(&bytes));
  }
  state.counters["bytes"] = static_cast<double>(decision.entries[0].ByteSizeLong());
}
BENCHMARK(SerializeEntry);

void AppendLeaf(benchmark::State& state) {
  Loads loads;
  const std::string bytes = loads.Decide(loads.Next()).entries[0].SerializeAsString();
  engine::TileTree tree;
  for ([[maybe_unused]] auto _ : state) {
    tree.Append(engine::LeafHash(bytes));
    if (tree.size() % engine::kTileWidth == 0) benchmark::DoNotOptimize(tree.TakeFullTiles());
  }
}
BENCHMARK(AppendLeaf);

}  // namespace
}  // namespace cardledger::bench
