#include "services/domain/dates.h"

#include "base/check.h"

namespace cardledger::domain {

namespace {
constexpr int64_t kMicrosecondsPerSecond = 1'000'000;
}  // namespace

std::optional<Day> ParseDate(const google::type::Date& date) {
  return DayFromCivil({date.year(), date.month(), date.day()});
}

Day DayOf(const google::type::Date& checked_date) {
  const std::optional<Day> day = ParseDate(checked_date);
  CARDLEDGER_CHECK(day.has_value(), "a date must be checked at the edge");
  return *day;
}

google::type::Date DateOf(Day day) {
  const CivilDate civil = CivilFromDay(day);
  google::type::Date date;
  date.set_year(civil.year);
  date.set_month(civil.month);
  date.set_day(civil.day);
  return date;
}

google::protobuf::Timestamp TimestampOf(int64_t time_us) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(time_us / kMicrosecondsPerSecond);
  timestamp.set_nanos(static_cast<int32_t>(time_us % kMicrosecondsPerSecond) * 1000);
  return timestamp;
}

}  // namespace cardledger::domain
