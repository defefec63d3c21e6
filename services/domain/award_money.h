#pragma once

// What an award's money is and does: whose it becomes when loaded, what is expected as a
// contribution, what the council has still to commit and load. Pure, any thread.

#include <cstdint>

#include "cardledger/journal/v1/types.pb.h"
#include "cardledger/store/v1/rows.pb.h"
#include "services/domain/civil_day.h"

namespace cardledger::domain {

// A direct payment and a grant are the person's once loaded: loading is the spending.
bool BelongsToPersonWhenLoaded(journal::v1::Delivery delivery);

// Whether the contribution is kept back from loads until it arrives.
bool IsNet(const store::v1::AwardRow& award);

// Duties to meet needs cannot be capped by a limit: a refusal is put to a senior. Care Act 2014
// sections 18 and 20; Mental Health Act 1983 section 117. Grants are never under a duty.
bool IsUnderDuty(const store::v1::AwardRow& award);

// No more is loaded: ended, or its last day passed and its commitment was released.
bool HasEnded(const store::v1::AwardRow& award);

// The part of that financial year; null where the award does not touch it.
const store::v1::AwardPartRow* PartOf(const store::v1::AwardRow& award, int32_t financial_year);

// Pence of the part not loaded yet, contribution included.
int64_t RemainingOf(const store::v1::AwardPartRow& part);
// Pence of it that the council has still to load: what an approved award commits.
int64_t CouncilRemainingOf(const store::v1::AwardPartRow& part);

// What is left in the council's purses, whichever year it was loaded in.
int64_t CouncilBalanceOf(const store::v1::AwardRow& award);

// Sets the weekly contribution from a day on; the same day again replaces it.
void SetWeeklyContribution(Day from, int64_t weekly_pence, store::v1::AwardCourseRow& course);

// Pence of a load of `pence` that the person contributes: in proportion to what is expected of what
// remains, rounded down, so that the last load carries all that is left. 0 unless NET.
int64_t ContributionOf(const store::v1::AwardRow& award, const store::v1::AwardPartRow& part,
                       int64_t pence);

// Pence expected as a contribution over the award's days in the part's year, by the weekly amounts
// of `award`; at least what loads have counted on, at most that and what is left. 0 unless NET.
int64_t ExpectedContribution(const store::v1::AwardRow& award, const store::v1::AwardPartRow& part);

}  // namespace cardledger::domain
