#pragma once

// Working days: Monday to Friday without the bank holidays that the policy lists. Pure, any thread.

#include <cstdint>

#include "cardledger/policy/v1/scheme.pb.h"
#include "services/domain/civil_day.h"

namespace cardledger::domain {

// The `count`-th (1 or more) working day after `day`, which is not counted itself.
Day WorkingDaysAfter(Day day, int32_t count, const policy::v1::SchemePolicy& policy);

}  // namespace cardledger::domain
