#include "clients/cli/table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "base/check.h"

namespace cardledger::cli {
namespace {

constexpr absl::string_view kGap = "  ";

// Code points: every byte that does not continue one.
size_t Width(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

std::string Pad(absl::string_view text, size_t width, Align align) {
  const std::string blanks(width - std::min(width, Width(text)), ' ');
  return align == Align::kLeft ? absl::StrCat(text, blanks) : absl::StrCat(blanks, text);
}

void AppendLine(std::string line, std::string& out) {
  absl::StripTrailingAsciiWhitespace(&line);
  absl::StrAppend(&out, line, "\n");
}

}  // namespace

std::string Table::Render() const {
  std::vector<size_t> widths;
  for (const Column& column : columns_) widths.push_back(Width(column.title));
  for (const auto& row : rows_) {
    CARDLEDGER_CHECK(row.size() == columns_.size(), "a row has one cell for each column");
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Width(row[i]));
  }
  std::string out;
  std::string line;
  for (size_t i = 0; i < columns_.size(); ++i) {
    absl::StrAppend(&line, i == 0 ? "" : kGap,
                    Pad(columns_[i].title, widths[i], columns_[i].align));
  }
  AppendLine(std::move(line), out);
  for (const auto& row : rows_) {
    line.clear();
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&line, i == 0 ? "" : kGap, Pad(row[i], widths[i], columns_[i].align));
    }
    AppendLine(std::move(line), out);
  }
  return out;
}

std::string Facts::Render() const {
  size_t width = 0;
  for (const auto& [label, value] : pairs_) width = std::max(width, Width(label));
  std::string out;
  for (const auto& [label, value] : pairs_) {
    AppendLine(absl::StrCat(Pad(label, width, Align::kLeft), kGap, value), out);
  }
  return out;
}

}  // namespace cardledger::cli
