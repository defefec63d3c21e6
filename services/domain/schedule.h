#pragma once

// When an award's schedule falls due, and how its parts are spread over the due days. Days are
// London's, so the hour a load is made at, and the clocks' changes, do not matter. Pure, any
// thread.

#include <cstdint>
#include <optional>
#include <vector>

#include "cardledger/journal/v1/entry.pb.h"
#include "services/domain/civil_day.h"

namespace cardledger::domain {

struct SchedulePlan {
  journal::v1::LoadFrequency frequency = journal::v1::LOAD_FREQUENCY_UNSPECIFIED;
  Day first_due;
  Day start;  // of the award
  Day end;    // of the award, included
};

// All due days, in order; none without a schedule. ONE_OFF: the award's first day, and 1 April of
// each later financial year it touches.
std::vector<Day> DueDays(const SchedulePlan& plan);

// The first due day after `day`; nullopt where none is left.
std::optional<Day> NextDueAfter(const SchedulePlan& plan, Day day);

// How many of the due days from `from` on lie in the financial year.
int32_t DueDaysLeft(const SchedulePlan& plan, int32_t financial_year, Day from);

// Shares `pence` out over so many due days of one year: equal instalments, and the pennies left
// over with the last. None without a due day.
void SpreadOver(int32_t due_days, int64_t pence, journal::v1::FundPart& part);

}  // namespace cardledger::domain
