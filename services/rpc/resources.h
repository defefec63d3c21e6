#pragma once

// Resources of the API, each composed of a row, the position it was read at, and the time: the one
// place that knows what follows from time alone (an award's start and end, a policy's standing).
// Called by the services' reads. Pure, any thread.

#include <cstdint>
#include <vector>

#include "google/protobuf/timestamp.pb.h"

#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/awards.pb.h"
#include "cardledger/v1/balances.pb.h"
#include "cardledger/v1/common.pb.h"
#include "cardledger/v1/funds.pb.h"
#include "cardledger/v1/persons.pb.h"
#include "cardledger/v1/policies.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"
#include "services/domain/policies.h"

namespace cardledger::rpc {

void FillReadPoint(uint64_t position, int64_t now_us, v1::ReadPoint& read_point);

void FillFund(const domain::FundId& id, const store::v1::FundRow& row, v1::Fund& fund);

void FillPerson(const domain::PersonId& id, const store::v1::PersonRow& row,
                int64_t registered_time_us, v1::Person& person);

// An award that is approved is ACTIVE from its first day to its last, both included.
v1::AwardState StateOf(const store::v1::AwardRow& row, domain::Day today);
void FillAward(const domain::AwardId& id, const store::v1::AwardRow& row, domain::Day today,
               v1::Award& award);

void FillBalance(const domain::AwardId& id, const store::v1::AwardRow& row,
                 v1::GetBalanceResponse& balance);

// `awards` are all awards of the person; `policy` is the one in force on the day asked about.
void FillEntitlement(const domain::PersonId& id, const std::vector<store::v1::AwardRow>& awards,
                     const domain::ActivePolicy& policy, domain::Day day,
                     v1::GetEntitlementStatusResponse& status);

v1::PolicyStanding StandingOf(const domain::Policies& policies, const domain::ActivePolicy& policy,
                              domain::Day today);
void FillPolicy(const domain::ActivePolicy& policy, v1::PolicyStanding standing,
                int64_t activated_time_us, v1::Policy& resource);

}  // namespace cardledger::rpc
