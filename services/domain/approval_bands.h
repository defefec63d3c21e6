#pragma once

// Up to how much each role approves, where the policy says so. Internal to domain.

#include <cstdint>

#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/decider.h"

namespace cardledger::domain {

// Pence of the award over all its years.
int64_t AmountOf(const store::v1::AwardRow& award);

// `above`, ABOVE_APPROVAL_BAND, where the policy of today sets bands and none of the caller's roles
// reaches `pence`. Where it sets bands the entry names it.
MaybeRefusal CheckBand(Decider& d, int64_t pence, Refusal above);

}  // namespace cardledger::domain
