// Decisions that begin and end a run.

#include "services/domain/decider.h"
#include "services/domain/money.h"
#include "services/domain/run_decisions.h"

namespace cardledger::domain {

namespace journal = ::cardledger::journal::v1;

namespace {

const store::v1::RunRow* FindRun(const State& state, uint64_t started_entry) {
  const auto found = state.runs.find(started_entry);
  return found == state.runs.end() ? nullptr : &found->second;
}

Refusal RunRefusal(journal::RefusalReason reason, uint64_t started_entry) {
  return Refusal(reason).Number(journal::FACT_KIND_RUN, static_cast<int64_t>(started_entry));
}

}  // namespace

MaybeRefusal JoinRun(Decider& d, int64_t pence) {
  const uint64_t started = d.command.run_entry;
  if (started == 0) return std::nullopt;
  const store::v1::RunRow* run = FindRun(d.state, started);
  if (run == nullptr) {
    return RunRefusal(journal::REFUSAL_REASON_RUN_NOT_FOUND, started).Asked(pence);
  }
  if (run->finished_entry() != 0) {
    return RunRefusal(journal::REFUSAL_REASON_RUN_FINISHED, started).Asked(pence);
  }
  d.entry.set_run_entry(started);
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::BulkLoadStart& request) {
  journal::RunStarted& started = *d.entry.mutable_run_started();
  started.set_kind(journal::RUN_KIND_BULK_LOAD);
  started.set_declared_count(request.declared_count());
  started.set_declared_pence(request.declared_pence());
  return std::nullopt;
}

MaybeRefusal DecideRequest(Decider& d, const v1::BulkLoadFinish&) {
  const uint64_t started = d.command.run_entry;
  const store::v1::RunRow* run = FindRun(d.state, started);
  if (run == nullptr) return RunRefusal(journal::REFUSAL_REASON_RUN_NOT_FOUND, started);
  if (run->finished_entry() != 0) return RunRefusal(journal::REFUSAL_REASON_RUN_FINISHED, started);
  const uint64_t decided_count = run->accepted_count() + run->refused_count();
  const int64_t decided_pence = AddPence(run->accepted_pence(), run->refused_pence());
  if (decided_count != run->declared_count() || decided_pence != run->declared_pence()) {
    return RunRefusal(journal::REFUSAL_REASON_RUN_TOTALS_DIFFER, started)
        .Number(journal::FACT_KIND_DECLARED_COUNT, static_cast<int64_t>(run->declared_count()))
        .Number(journal::FACT_KIND_DECLARED_PENCE, run->declared_pence())
        .Number(journal::FACT_KIND_DECIDED_COUNT, static_cast<int64_t>(decided_count))
        .Number(journal::FACT_KIND_DECIDED_PENCE, decided_pence);
  }
  d.entry.set_run_entry(started);
  journal::RunFinished& finished = *d.entry.mutable_run_finished();
  finished.set_accepted_count(run->accepted_count());
  finished.set_accepted_pence(run->accepted_pence());
  finished.set_refused_count(run->refused_count());
  finished.set_refused_pence(run->refused_pence());
  return std::nullopt;
}

}  // namespace cardledger::domain
