#pragma once

// Tables for people: columns aligned by what is seen (a £ is one column, though two bytes), amounts
// to the right, no trailing blanks. Used by every readable answer. One thread.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace cardledger::cli {

enum class Align { kLeft, kRight };

class Table {
 public:
  struct Column {
    std::string title;
    Align align = Align::kLeft;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell for each column.
  void AddRow(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }

  // Titles, rows, each line ended by a line feed.
  std::string Render() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Labels and values, one pair a line.
class Facts {
 public:
  void Add(absl::string_view label, std::string value) {
    pairs_.emplace_back(std::string(label), std::move(value));
  }
  // One value a line, the label before the first; nothing where there are none.
  template <typename Values>
  void AddEach(absl::string_view label, const Values& values) {
    for (const std::string& value : values) {
      Add(label, value);
      label = "";
    }
  }
  std::string Render() const;

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

}  // namespace cardledger::cli
