#pragma once

// The civil day in Europe/London of an instant, by rule rather than by a table: summer time (one
// hour ahead) holds from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of
// October (Summer Time Act 1972 as amended by SI 2002/262). Tests compare it with tzdata. Pure, any
// thread.

#include <cstdint>

#include "services/domain/civil_day.h"

namespace cardledger::domain {

// Seconds that clocks in London are ahead of UTC at that instant: 0 or 3,600. For years from 1996
// on, since when the rule holds.
int32_t LondonOffsetSeconds(int64_t utc_seconds);

// `time_us`: microseconds since 1970-01-01T00:00:00Z.
Day LondonDay(int64_t time_us);

}  // namespace cardledger::domain
