#pragma once

// The annual limit of a person in the limit year of a day, and what is used of it. "Up to a maximum
// of £1,000 per annum" is the council's report to Cabinet of 2 February 2021, paragraph 5.8; which
// year, what counts, and the reduction in a first year are set by policy. It belongs to the person,
// across awards and cards. Pure, any thread.

#include <cstdint>
#include <vector>

#include "cardledger/policy/v1/scheme.pb.h"
#include "cardledger/store/v1/persons.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/civil_day.h"

namespace cardledger::domain {

struct LimitYear {
  int32_t number = 0;  // its first calendar year
  Day first;
  Day last;
};

struct LimitStatus {
  int32_t limit_year = 0;
  Day first;
  Day last;
  int64_t limit_pence = 0;       // as policy sets it, reduced in a first year where policy says so
  int64_t exceptions_pence = 0;  // approved on top
  int64_t used_pence = 0;
};

using AwardRows = std::vector<const store::v1::AwardRow*>;

// The limit year of `day`. `awards` are all awards of the person; `fallback_anchor` is where award
// years begin while none of them is approved. Once a load has counted for one they begin on its
// days.
LimitYear LimitYearOf(const store::v1::PersonRow& person, const AwardRows& awards,
                      const policy::v1::SchemePolicy& policy, Day day, Day fallback_anchor);

// Pence that loads of `awards` have counted whose due day lies in the year.
int64_t LimitUsed(const AwardRows& awards, const LimitYear& year);

LimitStatus LimitOf(const store::v1::PersonRow& person, const AwardRows& awards,
                    const policy::v1::SchemePolicy& policy, Day due, Day fallback_anchor);

}  // namespace cardledger::domain
