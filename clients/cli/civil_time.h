#pragma once

// Dates and instants as people write them. Dates are civil days in Europe/London; instants are read
// with their offset, or without one as London local time. What does not exist, or exists twice, is
// refused with what would be accepted. Uses the system's time zone data. Pure functions, safe from
// any thread.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"

namespace cardledger::cli {

// The years of days, as the ledger takes them: others are slips of the keyboard.
inline constexpr int kYearMin = 2015;
inline constexpr int kYearMax = 2099;

// Accepts YYYY-MM-DD of a day that exists, in those years.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);
absl::StatusOr<google::type::Date> ParseDate(absl::string_view text);

// Accepts RFC 3339 with Z or an offset (2026-10-25T01:30:00Z, a space for the T allowed), or London
// local time without one (2026-07-01T09:30 or 2026-07-01T09:30:00). Refuses the local hour that
// does not exist in March and the one that happens twice in October. Any year.
absl::StatusOr<absl::Time> ParseInstant(absl::string_view text);

// Accepts 2026 and 2026-27; gives the first year.
absl::StatusOr<int> ParseFinancialYear(absl::string_view text);

// Accepts YYYY-MM of the same years.
absl::StatusOr<absl::CivilMonth> ParseMonth(absl::string_view text);

google::type::Date ToDate(absl::CivilDay day);
absl::CivilDay ToDay(const google::type::Date& date);

std::string FormatDay(absl::CivilDay day);
// "2026-11-22".
std::string FormatDate(const google::type::Date& date);
// "22 November 2026", for texts that people read.
std::string FormatDayInWords(absl::CivilDay day);
std::string FormatDateInWords(const google::type::Date& date);
// "2026-11-22 10:15:00 GMT", in London local time.
std::string FormatInstant(absl::Time time);
// 2026 as "2026-27".
std::string FormatFinancialYear(int first_year);

// The day it is in London at `time`.
absl::CivilDay LondonDay(absl::Time time);
// First year of the financial year (1 April to 31 March) of `day`.
int FinancialYearOf(absl::CivilDay day);

}  // namespace cardledger::cli
