#include "tests/bench/figures.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "base/check.h"

namespace cardledger::bench {
namespace {

std::string NumberText(double value) {
  if (std::abs(value) >= 1'000) return absl::StrFormat("%.0f", value);
  return absl::StrFormat("%.4g", value);
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

std::string AimText(const Figure& figure) {
  const double median = MedianOf(figure.slices);
  if (figure.aim.at_least) {
    return absl::StrCat(">= ", NumberText(*figure.aim.at_least),
                        median >= *figure.aim.at_least ? "  met" : "  MISSED");
  }
  if (figure.aim.at_most) {
    return absl::StrCat("<= ", NumberText(*figure.aim.at_most),
                        median <= *figure.aim.at_most ? "  met" : "  MISSED");
  }
  return "";
}

std::pair<double, double> SpreadOf(const Figure& figure) {
  const auto [least, most] = std::minmax_element(figure.slices.begin(), figure.slices.end());
  return {*least, *most};
}

}  // namespace

Aim AtLeast(double value) { return {value, std::nullopt}; }
Aim AtMost(double value) { return {std::nullopt, value}; }

double MedianOf(std::vector<double> values) { return PercentileOf(std::move(values), 50); }

double PercentileOf(std::vector<double> values, double percent) {
  CARDLEDGER_CHECK(!values.empty(), "a percentile is of at least one value");
  const auto count = static_cast<double>(values.size());
  const double rank = std::max(std::ceil(count * percent / 100), 1.0);
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

void Figures::Add(absl::string_view key, absl::string_view unit, double value, const Aim& aim) {
  auto found = std::find_if(figures_.begin(), figures_.end(),
                            [key](const Figure& figure) { return figure.key == key; });
  if (found == figures_.end()) {
    found = figures_.insert(figures_.end(), {std::string(key), std::string(unit), aim, {}});
  }
  found->slices.push_back(value);
}

void Figures::Note(absl::string_view key, absl::string_view text) {
  notes_.emplace_back(std::string(key), std::string(text));
}

std::optional<double> Figures::Median(absl::string_view key) const {
  for (const Figure& figure : figures_) {
    if (figure.key == key) return MedianOf(figure.slices);
  }
  return std::nullopt;
}

std::string Figures::Table() const {
  std::string table = absl::StrFormat("%-34s %12s  %-25s %-9s %s\n", "figure", "median",
                                      "spread (slices)", "unit", "aim");
  for (const Figure& figure : figures_) {
    const auto [least, most] = SpreadOf(figure);
    const std::string spread =
        absl::StrCat(NumberText(least), " to ", NumberText(most), " (", figure.slices.size(), ")");
    absl::StrAppendFormat(&table, "%-34s %12s  %-25s %-9s %s\n", figure.key,
                          NumberText(MedianOf(figure.slices)), spread, figure.unit,
                          AimText(figure));
  }
  for (const auto& [key, text] : notes_) absl::StrAppend(&table, key, ": ", text, "\n");
  return table;
}

std::string Figures::Json() const {
  std::vector<std::string> members;
  std::vector<std::string> spreads;
  for (const auto& [key, text] : notes_) {
    members.push_back(absl::StrCat(Quoted(key), ":", Quoted(text)));
  }
  for (const Figure& figure : figures_) {
    members.push_back(absl::StrCat(Quoted(figure.key), ":", NumberText(MedianOf(figure.slices))));
    const auto [least, most] = SpreadOf(figure);
    spreads.push_back(
        absl::StrCat(Quoted(figure.key), ":[", NumberText(least), ",", NumberText(most), "]"));
  }
  members.push_back(absl::StrCat("\"spread\":{", absl::StrJoin(spreads, ","), "}"));
  return absl::StrCat("{", absl::StrJoin(members, ","), "}");
}

}  // namespace cardledger::bench
