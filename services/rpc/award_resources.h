#pragma once

// An award as the API shows one: the row, with what follows from today alone: its start and its
// end. Called by the services' reads. Pure, any thread.

#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/awards.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"

namespace cardledger::rpc {

// An award that is approved is ACTIVE from its first day to its last, both included.
v1::AwardState StateOf(const store::v1::AwardRow& row, domain::Day today);

void FillAward(const domain::AwardId& id, const store::v1::AwardRow& row, domain::Day today,
               v1::Award& award);

}  // namespace cardledger::rpc
