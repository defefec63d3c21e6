#pragma once

// Compares every row of a view with what the model adds up to: funds, persons, awards with purses,
// commitments and limit use, cards, providers, referrals, runs, the trial balance. One thread.

#include "services/engine/reads.h"
#include "tests/simulation/auditor.h"
#include "tests/simulation/model.h"

namespace cardledger::simulation {

void CheckRows(const Model& model, const storage::KvStore& store, const engine::ReadView& view,
               Findings& findings);

}  // namespace cardledger::simulation
