#pragma once

// What was measured: under each key the values of its slices, in order. A figure is the median of
// its slices, its spread their smallest and largest. Printed as a table for people, or as one JSON
// object for programs. One thread.

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace cardledger::bench {

double MedianOf(std::vector<double> values);
// The value that `percent` of the values do not pass; values must not be empty.
double PercentileOf(std::vector<double> values, double percent);

struct Aim {
  std::optional<double> at_least;
  std::optional<double> at_most;
};

Aim AtLeast(double value);
Aim AtMost(double value);

struct Figure {
  std::string key;
  std::string unit;
  Aim aim;
  std::vector<double> slices;
};

class Figures {
 public:
  // Adds a slice to the figure of that key, which is made where it is new.
  void Add(absl::string_view key, absl::string_view unit, double value, const Aim& aim = {});
  void Note(absl::string_view key, absl::string_view text);

  // The median, or nothing where the key was not measured.
  std::optional<double> Median(absl::string_view key) const;
  const std::vector<Figure>& figures() const { return figures_; }

  std::string Table() const;
  // One line: notes and medians by key, and all spreads under "spread".
  std::string Json() const;

 private:
  std::vector<Figure> figures_;
  std::vector<std::pair<std::string, std::string>> notes_;
};

}  // namespace cardledger::bench
