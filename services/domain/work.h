#pragma once

// What waits for somebody, of one award, card or referral, on a day: follows from its row, the day
// and the policy of that day. Pure, any thread.

#include <cstdint>
#include <optional>
#include <vector>

#include "cardledger/policy/v1/scheme.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/worklists.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"

namespace cardledger::domain {

struct WorkDay {
  Day today;
  // In force today; null where none is. Without one the days before an award's end are the
  // default, and no balance of an award that goes on is surplus.
  const policy::v1::SchemePolicy* policy = nullptr;
};

// A thing that waits, and its place among those of the same award.
struct AwardWork {
  uint64_t place = 0;  // 0: the award itself; else the entry it is about, later ones last
  v1::WorkItem item;
};

// All of one kind that the award's row holds, by place.
std::vector<AwardWork> WorkOn(v1::WorkKind kind, const AwardId& id,
                              const store::v1::AwardRow& award, const WorkDay& day);

// The review of a block for safeguarding.
std::optional<v1::WorkItem> ReviewOf(const CardId& id, const store::v1::CardRow& card,
                                     const WorkDay& day);

// The decision on a referral that is open.
std::optional<v1::WorkItem> DecisionOn(uint64_t opened_entry,
                                       const store::v1::ReferralRow& referral, const WorkDay& day);

// Pence of the council's on the award above what policy lets stand: of an award that has ended all
// of it, else what is above so many weeks of its schedule. 0 where nothing is.
int64_t SurplusOf(const store::v1::AwardRow& award, const WorkDay& day);

}  // namespace cardledger::domain
