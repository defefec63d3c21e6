#include "tests/scenario/words.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "base/status_macros.h"
#include "services/domain/civil_day.h"
#include "services/domain/london_time.h"
#include "tests/support/manual_clock.h"

namespace cardledger::tests {
namespace {

absl::Status Bad(absl::string_view what, absl::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat(what, ", not \"", text, "\""));
}

// At blanks, but not inside double quotes, which go.
std::vector<std::string> Split(absl::string_view text) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back().push_back(c);
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

}  // namespace

absl::StatusOr<Words> Words::Parse(absl::string_view text) {
  Words words;
  const std::vector<std::string> all = Split(text);
  for (size_t i = 0; i < all.size(); ++i) {
    const size_t equals = all[i].find('=');
    if (equals != std::string::npos) {
      const std::string name = all[i].substr(0, equals);
      if (!words.values_.emplace(name, all[i].substr(equals + 1)).second) {
        return absl::InvalidArgumentError(absl::StrCat(name, " stands twice"));
      }
    } else if (all[i] == "preview" && i == 0) {
      words.preview_ = true;
    } else if (all[i] == "as" && i + 2 == all.size()) {
      words.caller_ = all[++i];
    } else {
      absl::StrAppend(&words.verb_, words.verb_.empty() ? "" : " ", all[i]);
    }
  }
  return words;
}

absl::StatusOr<std::string> Words::Take(const std::string& name) {
  std::optional<std::string> value = TakeIf(name);
  if (!value) return absl::InvalidArgumentError(absl::StrCat(verb_, " needs ", name, "="));
  return *std::move(value);
}

std::optional<std::string> Words::TakeIf(const std::string& name) {
  const auto node = values_.extract(name);
  if (node.empty()) return std::nullopt;
  return node.mapped();
}

std::string Words::TakeOr(const std::string& name, absl::string_view otherwise) {
  return TakeIf(name).value_or(std::string(otherwise));
}

absl::StatusOr<int64_t> Words::TakeAmount(const std::string& name) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string text, Take(name));
  return ParseAmount(text);
}

absl::StatusOr<google::type::Date> Words::TakeDate(const std::string& name) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string text, Take(name));
  return ParseAnyDate(text);
}

absl::StatusOr<int64_t> Words::TakeNumber(const std::string& name) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::string text, Take(name));
  int64_t number = 0;
  if (absl::SimpleAtoi(text, &number)) return number;
  return Bad(absl::StrCat(name, "= is a number"), text);
}

absl::Status Words::CheckAllTaken() const {
  if (values_.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(verb_, " does not know ", values_.begin()->first, "="));
}

absl::StatusOr<int64_t> ParseAmount(absl::string_view text) {
  const absl::Status bad = Bad("an amount is £1,000.00 or 100000p", text);
  int64_t pence = 0;
  absl::string_view rest = text;
  if (absl::ConsumeSuffix(&rest, "p")) {
    return absl::SimpleAtoi(rest, &pence) ? absl::StatusOr<int64_t>(pence) : bad;
  }
  const bool negative = absl::ConsumePrefix(&rest, "-");
  if (!absl::ConsumePrefix(&rest, "£")) return bad;
  const std::string digits = absl::StrReplaceAll(rest, {{",", ""}});
  const std::vector<std::string> parts = absl::StrSplit(digits, '.');
  int64_t pounds = 0;
  int64_t odd = 0;
  if (parts.size() > 2 || !absl::SimpleAtoi(parts[0], &pounds)) return bad;
  if (parts.size() == 2 && (parts[1].size() != 2 || !absl::SimpleAtoi(parts[1], &odd))) return bad;
  pence = pounds * 100 + odd;
  return negative ? -pence : pence;
}

absl::StatusOr<std::vector<std::pair<std::string, int64_t>>> ParseAmounts(absl::string_view text) {
  std::vector<std::string> pieces;
  for (absl::string_view piece : absl::StrSplit(text, ',')) {
    if (piece.find(':') != absl::string_view::npos || pieces.empty()) {
      pieces.emplace_back(piece);
    } else {
      absl::StrAppend(&pieces.back(), ",", piece);
    }
  }
  std::vector<std::pair<std::string, int64_t>> amounts;
  for (const std::string& piece : pieces) {
    const std::vector<std::string> halves = absl::StrSplit(piece, ':');
    if (halves.size() != 2) return Bad("amounts are name:£1.00,name:£2.00", text);
    CARDLEDGER_ASSIGN_OR_RETURN(const int64_t pence, ParseAmount(halves[1]));
    amounts.emplace_back(halves[0], pence);
  }
  return amounts;
}

absl::StatusOr<google::type::Date> ParseAnyDate(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  int32_t year = 0;
  int32_t month = 0;
  int32_t day = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &year) ||
      !absl::SimpleAtoi(parts[1], &month) || !absl::SimpleAtoi(parts[2], &day)) {
    return Bad("a date is 2026-07-06", text);
  }
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

absl::StatusOr<int64_t> ParseInstant(absl::string_view text) {
  const absl::Status bad = Bad("an instant is 2026-10-25T00:30Z or 2026-10-25T00:30:15Z", text);
  if (!absl::EndsWith(text, "Z") || text.size() < 17) return bad;
  const std::optional<domain::Day> day = domain::ParseIsoDay(text.substr(0, 10));
  const std::vector<absl::string_view> parts =
      absl::StrSplit(text.substr(11, text.size() - 12), ':');
  int32_t hour = 0;
  int32_t minute = 0;
  int32_t second = 0;
  if (!day || parts.size() < 2 || parts.size() > 3 || !absl::SimpleAtoi(parts[0], &hour) ||
      !absl::SimpleAtoi(parts[1], &minute) ||
      (parts.size() == 3 && !absl::SimpleAtoi(parts[2], &second))) {
    return bad;
  }
  return day->number() * kMicrosecondsPerDay +
         (hour * 3'600 + minute * 60 + second) * kMicrosecondsPerSecond;
}

absl::StatusOr<int64_t> ParseDuration(absl::string_view text) {
  const std::map<char, int64_t> units = {{'s', 1}, {'m', 60}, {'h', 3'600}, {'d', 86'400}};
  int64_t count = 0;
  const auto unit = text.empty() ? units.end() : units.find(text.back());
  if (unit == units.end() || !absl::SimpleAtoi(text.substr(0, text.size() - 1), &count)) {
    return Bad("a time is 90s, 5m, -2h or 31d", text);
  }
  return count * unit->second * kMicrosecondsPerSecond;
}

absl::StatusOr<int32_t> ParseYear(absl::string_view text) {
  int32_t year = 0;
  if (!absl::SimpleAtoi(text.substr(0, text.find('-')), &year)) {
    return Bad("a financial year is 2026-27", text);
  }
  if (absl::StrContains(text, '-') && FormatYear(year) != text) {
    return Bad("a financial year is 2026-27", text);
  }
  return year;
}

std::string FormatYear(int32_t first_year) {
  return absl::StrFormat("%d-%02d", first_year, (first_year + 1) % 100);
}

std::string FormatLondon(int64_t time_us) {
  constexpr int64_t kSecondsPerDay = 86'400;
  const int64_t utc_seconds = time_us / kMicrosecondsPerSecond;
  const int32_t offset = domain::LondonOffsetSeconds(utc_seconds);
  const int64_t second_of_day = (utc_seconds + offset) % kSecondsPerDay;
  return absl::StrFormat("%s %02d:%02d %s", domain::FormatIsoDay(domain::LondonDay(time_us)),
                         second_of_day / 3'600, second_of_day / 60 % 60,
                         offset > 0 ? "summer time" : "winter time");
}

}  // namespace cardledger::tests
