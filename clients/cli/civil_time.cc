#include "clients/cli/civil_time.h"

#include <array>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "base/check.h"

namespace cardledger::cli {
namespace {

const absl::TimeZone& London() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    CARDLEDGER_CHECK(absl::LoadTimeZone("Europe/London", &loaded),
                     "the system must have time zone data (package tzdata)");
    return loaded;
  }();
  return zone;
}

// Whether `text` has digits where `pattern` has 0 and the same characters elsewhere.
bool Matches(absl::string_view text, absl::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool digit = absl::ascii_isdigit(static_cast<unsigned char>(text[i]));
    if (pattern[i] == '0' ? !digit : text[i] != pattern[i]) return false;
  }
  return true;
}

int Number(absl::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::string WithOffset(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez", time, London());
}

// London local time without an offset.
absl::StatusOr<absl::Time> LocalInstant(absl::string_view text, absl::CivilSecond local) {
  const absl::TimeZone::TimeInfo info = London().At(local);
  switch (info.kind) {
    case absl::TimeZone::TimeInfo::UNIQUE:
      return info.pre;
    case absl::TimeZone::TimeInfo::SKIPPED:
      return absl::InvalidArgumentError(absl::StrCat(
          "'", text, "' did not happen in London: the clocks went forward over it; write ",
          WithOffset(info.trans - absl::Seconds(1)), " for the last second before, or ",
          WithOffset(info.trans), " for the first after"));
    case absl::TimeZone::TimeInfo::REPEATED:
      return absl::InvalidArgumentError(
          absl::StrCat("'", text, "' happened twice in London, when the clocks went back; write ",
                       WithOffset(info.pre), " for the first time or ", WithOffset(info.post),
                       " for the second"));
  }
  return absl::InternalError("a local time of a kind not known here");
}

absl::Status RefuseInstant(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", text,
                   "' is not an instant; write it with its offset, as 2026-07-01T09:30:00+01:00 or "
                   "2026-07-01T08:30:00Z, or without one in London time, as 2026-07-01T09:30"));
}

// A day of the calendar of any year; nothing where it does not exist.
std::optional<absl::CivilDay> CalendarDay(absl::string_view text) {
  if (!Matches(text, "0000-00-00")) return std::nullopt;
  const int year = Number(text.substr(0, 4));
  const int month = Number(text.substr(5, 2));
  const int day = Number(text.substr(8, 2));
  const absl::CivilDay civil(year, month, day);
  // CivilDay carries days and months that do not exist over into the next ones.
  if (civil.year() != year || civil.month() != month || civil.day() != day) return std::nullopt;
  return civil;
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  if (!Matches(text, "0000-00-00")) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is not a date; write YYYY-MM-DD, as 2026-07-01"));
  }
  const std::optional<absl::CivilDay> day = CalendarDay(text);
  if (!day) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' does not exist; write a day of the calendar as YYYY-MM-DD"));
  }
  if (day->year() < kYearMin || day->year() > kYearMax) {
    return absl::InvalidArgumentError(absl::StrCat("'", text, "' is not in the years ", kYearMin,
                                                   " to ", kYearMax,
                                                   "; write such a day as YYYY-MM-DD"));
  }
  return *day;
}

absl::StatusOr<google::type::Date> ParseDate(absl::string_view text) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(text);
  if (!day.ok()) return day.status();
  return ToDate(*day);
}

absl::StatusOr<absl::Time> ParseInstant(absl::string_view text) {
  std::string spelling(text);
  if (spelling.size() > 10 && spelling[10] == ' ') spelling[10] = 'T';
  if (spelling.size() == 16) spelling += ":00";
  if (spelling.size() < 19 || !Matches(spelling.substr(0, 19), "0000-00-00T00:00:00")) {
    return RefuseInstant(text);
  }
  const std::optional<absl::CivilDay> day = CalendarDay(spelling.substr(0, 10));
  if (!day) return RefuseInstant(text);
  const int hour = Number(spelling.substr(11, 2));
  const int minute = Number(spelling.substr(14, 2));
  const int second = Number(spelling.substr(17, 2));
  if (hour > 23 || minute > 59 || second > 59) return RefuseInstant(text);
  if (spelling.size() == 19) {
    return LocalInstant(
        text, absl::CivilSecond(day->year(), day->month(), day->day(), hour, minute, second));
  }
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, spelling, &time, &error)) return RefuseInstant(text);
  return time;
}

absl::StatusOr<int> ParseFinancialYear(absl::string_view text) {
  const bool alone = Matches(text, "0000");
  if (!alone && !Matches(text, "0000-00")) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text,
                     "' is not a financial year; write 2026 or 2026-27 for April 2026 to "
                     "March 2027"));
  }
  const int year = Number(text.substr(0, 4));
  if (!alone && Number(text.substr(5, 2)) != (year + 1) % 100) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is not one financial year; write ", FormatFinancialYear(year)));
  }
  return year;
}

absl::StatusOr<absl::CivilMonth> ParseMonth(absl::string_view text) {
  if (!Matches(text, "0000-00")) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is not a month; write YYYY-MM, as 2026-07"));
  }
  const absl::StatusOr<absl::CivilDay> first = ParseDay(absl::StrCat(text, "-01"));
  if (!first.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' does not exist, or is not in the years ", kYearMin, " to ",
                     kYearMax, "; write a month as YYYY-MM"));
  }
  return absl::CivilMonth(*first);
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::CivilDay ToDay(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string FormatDate(const google::type::Date& date) { return FormatDay(ToDay(date)); }

std::string FormatDayInWords(absl::CivilDay day) {
  static constexpr std::array<absl::string_view, 12> kMonths = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  return absl::StrCat(day.day(), " ", kMonths[static_cast<size_t>(day.month() - 1)], " ",
                      day.year());
}

std::string FormatDateInWords(const google::type::Date& date) {
  return FormatDayInWords(ToDay(date));
}

std::string FormatInstant(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S %Z", time, London());
}

std::string FormatFinancialYear(int first_year) {
  return absl::StrFormat("%04d-%02d", first_year, (first_year + 1) % 100);
}

absl::CivilDay LondonDay(absl::Time time) { return absl::ToCivilDay(time, London()); }

int FinancialYearOf(absl::CivilDay day) {
  return static_cast<int>(day.month() >= 4 ? day.year() : day.year() - 1);
}

}  // namespace cardledger::cli
