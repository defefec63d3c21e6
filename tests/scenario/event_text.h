#pragma once

// What an entry's event says to whoever asked for it, such as "available=£600.00 year=2026-27": the
// figures that were decided, things by their names. Empty where there is nothing to say.

#include <string>

#include "cardledger/journal/v1/entry.pb.h"
#include "tests/scenario/names.h"

namespace cardledger::tests {

std::string EventText(const journal::v1::Entry& entry, const Names& names);

// "2026-07-06", of days since 1970-01-01.
std::string DayText(int64_t number);
// " next_due=2026-07-13"; empty where there is no next instalment.
std::string NextDueText(int32_t day);
// "referral=12 amount=£50.00 decide_by=2026-07-08", of one opened by that entry.
std::string ReferralText(const journal::v1::Referral& referral, uint64_t opened_entry);

}  // namespace cardledger::tests
