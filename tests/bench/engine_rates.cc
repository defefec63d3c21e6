#include "tests/bench/engine_rates.h"

#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"

#include "base/mutex.h"
#include "services/domain/limits.h"

namespace cardledger::bench {
namespace {

using Clock = std::chrono::steady_clock;

// Counts what is under way and what was answered, and keeps the first failure.
class InFlight {
 public:
  explicit InFlight(size_t at_most) : at_most_(at_most) {}

  void Add() ABSL_LOCKS_EXCLUDED(mutex_) {
    const base::MutexLock lock(mutex_);
    while (under_way_ == at_most_) changed_.Wait(mutex_);
    ++under_way_;
  }
  void Finish(uint64_t done, absl::Status status) ABSL_LOCKS_EXCLUDED(mutex_) {
    const base::MutexLock lock(mutex_);
    --under_way_;
    done_ += done;
    if (first_failure_.ok()) first_failure_ = std::move(status);
    // Waking the driver for every answer would measure the scheduler; half of them free is soon
    // enough to keep the engine busy.
    if (under_way_ == at_most_ / 2 || under_way_ == 0) changed_.NotifyAll();
  }
  absl::StatusOr<uint64_t> Wait() ABSL_LOCKS_EXCLUDED(mutex_) {
    const base::MutexLock lock(mutex_);
    while (under_way_ > 0) changed_.Wait(mutex_);
    if (!first_failure_.ok()) return first_failure_;
    return done_;
  }

 private:
  const size_t at_most_;
  base::Mutex mutex_;
  base::CondVar changed_;
  size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t done_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status first_failure_ ABSL_GUARDED_BY(mutex_);
};

absl::Status AcceptanceOf(const engine::Outcome& outcome) {
  if (!outcome.ok()) return outcome.status();
  if (!(*outcome)[0].has_refused()) return absl::OkStatus();
  return absl::FailedPreconditionError((*outcome)[0].refused().ShortDebugString());
}

domain::Command NextLoad(const EngineLoad& load, uint64_t turn) {
  return domain::MakeCommand(MakeLoad(AwardInTurn(load.shape, load.spread, turn)),
                             FinanceOfficer());
}

// Calls `submit` with rising numbers until the time is up; the rate of what was answered.
absl::StatusOr<double> RateOf(const EngineLoad& load,
                              absl::FunctionRef<void(uint64_t, InFlight&)> submit) {
  InFlight in_flight(load.in_flight);
  const Clock::time_point start = Clock::now();
  for (uint64_t number = 0; Clock::now() - start < load.time; ++number) {
    in_flight.Add();
    submit(number, in_flight);
  }
  const absl::StatusOr<uint64_t> done = in_flight.Wait();
  if (!done.ok()) return done.status();
  return static_cast<double>(*done) / std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

absl::StatusOr<double> MeasureEngineLoads(engine::Engine& engine, const EngineLoad& load) {
  return RateOf(load, [&](uint64_t number, InFlight& in_flight) {
    engine.Submit(NextLoad(load, number), engine::kNoDeadline,
                  [&in_flight](const engine::Outcome& outcome) {
                    in_flight.Finish(1, AcceptanceOf(outcome));
                  });
  });
}

absl::StatusOr<double> MeasureEngineBulk(engine::Engine& engine, const EngineLoad& load) {
  constexpr uint64_t kRows = domain::kBulkRowsPerChunkMax;
  return RateOf(load, [&](uint64_t number, InFlight& in_flight) {
    std::vector<domain::Command> rows;
    rows.reserve(kRows);
    for (uint64_t row = 0; row < kRows; ++row) rows.push_back(NextLoad(load, number * kRows + row));
    engine.SubmitBulk(std::move(rows), [&in_flight](const std::vector<engine::Outcome>& outcomes) {
      absl::Status status;
      for (const engine::Outcome& outcome : outcomes) {
        if (status.ok()) status = AcceptanceOf(outcome);
      }
      in_flight.Finish(outcomes.size(), std::move(status));
    });
  });
}

double MeasureEngineHops(engine::Engine& engine, const EngineLoad& load) {
  return *RateOf(load, [&engine](uint64_t, InFlight& in_flight) {
    engine.SubmitNoOperation([&in_flight] { in_flight.Finish(1, absl::OkStatus()); });
  });
}

}  // namespace cardledger::bench
