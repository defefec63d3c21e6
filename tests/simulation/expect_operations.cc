// Runs, policies, the clock and providers.

#include "google/protobuf/text_format.h"

#include "tests/simulation/expectation.h"
#include "tests/simulation/london_calendar.h"

namespace cardledger::simulation {

namespace journal = ::cardledger::journal::v1;

// Notes why the run takes no more; else says that the entry belongs to it.
void Expectation::LookAtRun() {
  if (command_.run_entry == 0) return;
  const auto run = model_.runs_.find(command_.run_entry);
  if (run == model_.runs_.end()) {
    Against(journal::REFUSAL_REASON_RUN_NOT_FOUND);
  } else if (run->second.finished_entry != 0) {
    Against(journal::REFUSAL_REASON_RUN_FINISHED);
  } else {
    entry_.set_run_entry(command_.run_entry);
  }
}

void Expectation::Look(const v1::BulkLoadStart& r) {
  journal::RunStarted& started = *entry_.mutable_run_started();
  started.set_kind(journal::RUN_KIND_BULK_LOAD);
  started.set_declared_count(r.declared_count());
  started.set_declared_pence(r.declared_pence());
}

void Expectation::Look(const v1::BulkLoadFinish&) {
  const auto found = model_.runs_.find(command_.run_entry);
  if (found == model_.runs_.end()) return void(Against(journal::REFUSAL_REASON_RUN_NOT_FOUND));
  const Model::Run& run = found->second;
  if (run.finished_entry != 0) Against(journal::REFUSAL_REASON_RUN_FINISHED);
  if (run.accepted_count + run.refused_count != run.declared_count ||
      run.accepted_pence + run.refused_pence != run.declared_pence) {
    Against(journal::REFUSAL_REASON_RUN_TOTALS_DIFFER, journal::FACT_KIND_DECIDED_PENCE,
            run.accepted_pence + run.refused_pence);
  }
  if (!refusals_.empty()) return;
  entry_.set_run_entry(command_.run_entry);
  journal::RunFinished& finished = *entry_.mutable_run_finished();
  finished.set_accepted_count(run.accepted_count);
  finished.set_accepted_pence(run.accepted_pence);
  finished.set_refused_count(run.refused_count);
  finished.set_refused_pence(run.refused_pence);
}

// The same text as the one that governs its first day changes nothing.
void Expectation::Look(const v1::ActivatePolicyRequest& r) {
  policy::v1::SchemePolicy scheme;
  google::protobuf::TextFormat::ParseFromString(r.text(), &scheme);
  const int32_t valid_from = DayNumber(scheme.valid_from());
  const Model::Policy* governing = model_.PolicyFor(valid_from);
  if (governing != nullptr && governing->scheme.SerializeAsString() == scheme.SerializeAsString()) {
    Against(journal::REFUSAL_REASON_POLICY_ALREADY_ACTIVE, journal::FACT_KIND_ENTRY,
            static_cast<int64_t>(governing->entry));
  }
  entry_.mutable_policy_activated()->set_valid_from_day(valid_from);
}

void Expectation::Look(const v1::ConfirmClockRequest&) {
  AgainstUnless(moment_.clock_unsure, journal::REFUSAL_REASON_CLOCK_NOT_UNSURE);
  entry_.mutable_clock_confirmed()->set_last_recorded_time_us(model_.last_recorded_us_);
}

void Expectation::Look(const v1::RegisterProviderRequest& r) {
  Sealed(journal::DETAIL_KIND_PROVIDER_NAME, r.display_name());
  journal::ProviderRegistered& registered = *entry_.mutable_provider_registered();
  registered.set_provider_id(entry_.request_id());
  registered.set_kind(r.kind());
}

}  // namespace cardledger::simulation
