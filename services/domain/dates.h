#pragma once

// Between the API's dates and instants and the domain's. Pure, any thread.

#include <optional>

#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

#include "services/domain/civil_day.h"

namespace cardledger::domain {

// nullopt where a part is missing or the date does not exist.
std::optional<Day> ParseDate(const google::type::Date& date);
// Of a date that was checked at the edge; aborts otherwise.
Day DayOf(const google::type::Date& checked_date);
google::type::Date DateOf(Day day);

google::protobuf::Timestamp TimestampOf(int64_t time_us);

}  // namespace cardledger::domain
