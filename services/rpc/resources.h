#pragma once

// Resources of the API, each composed of a row, the position it was read at, and the time. Those of
// people, awards and cards stand in files of their own. Called by the services' reads. Pure, any
// thread.

#include <cstdint>

#include "absl/strings/string_view.h"

#include "cardledger/store/v1/persons.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/balances.pb.h"
#include "cardledger/v1/common.pb.h"
#include "cardledger/v1/funds.pb.h"
#include "cardledger/v1/policies.pb.h"
#include "cardledger/v1/providers.pb.h"
#include "cardledger/v1/referrals.pb.h"
#include "services/domain/annual_limit.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"
#include "services/domain/policies.h"

namespace cardledger::rpc {

void FillReadPoint(uint64_t position, int64_t now_us, v1::ReadPoint& read_point);

void FillFund(const domain::FundId& id, const store::v1::FundRow& row, v1::Fund& fund);

// `display_name` is empty where it has been erased.
void FillProvider(const domain::ProviderId& id, const store::v1::ProviderRow& row,
                  absl::string_view display_name, v1::Provider& provider);

v1::ReferralState StateOf(const store::v1::ReferralRow& row);
// `senior` as the policy in force today names the post.
void FillReferral(uint64_t opened_entry, const store::v1::ReferralRow& row, v1::Referral& referral);

void FillBalance(const domain::AwardId& id, const store::v1::AwardRow& row,
                 v1::GetBalanceResponse& balance);

// `awards` are all awards of the person; `policy` is the one in force on the day asked about.
void FillEntitlement(const domain::PersonId& id, const store::v1::PersonRow& person,
                     const domain::AwardRows& awards, const domain::ActivePolicy& policy,
                     domain::Day day, v1::GetEntitlementStatusResponse& status);

v1::PolicyStanding StandingOf(const domain::Policies& policies, const domain::ActivePolicy& policy,
                              domain::Day today);
void FillPolicy(const domain::ActivePolicy& policy, v1::PolicyStanding standing,
                int64_t activated_time_us, v1::Policy& resource);

}  // namespace cardledger::rpc
