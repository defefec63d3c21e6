#include "clients/cli/csv_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace cardledger::cli {
namespace {

constexpr absl::string_view kFormulaStarts = "=+-@\t\r";

// "-5", "12.50": a sign at most, digits, and a point at most between digits.
bool IsNumber(absl::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  const auto digits = [](absl::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
  };
  return digits(text.substr(0, point)) && (point == text.size() || digits(text.substr(point + 1)));
}

std::string Guarded(absl::string_view field) {
  const bool formula = !field.empty() && kFormulaStarts.find(field[0]) != absl::string_view::npos;
  return formula && !IsNumber(field) ? absl::StrCat("'", field) : std::string(field);
}

std::string Quoted(std::string field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  return absl::StrCat("\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string CsvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (size_t i = 0; i < fields.size(); ++i) {
    absl::StrAppend(&line, i == 0 ? "" : ",", Quoted(Guarded(fields[i])));
  }
  return absl::StrCat(line, "\r\n");
}

}  // namespace cardledger::cli
