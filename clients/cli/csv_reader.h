#pragma once

// Reads comma-separated text (RFC 4180) as it comes in pieces, over libcsv, and gives each row with
// the line it begins on. A row that cannot be read is reported and left out; reading goes on at the
// next line. Used for bulk files. One thread. Bounded: one row is at most kCsvRowBytesMax long, so
// a quote that is never closed does not swallow the file.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

struct csv_parser;

namespace cardledger::cli {

// A bulk row needs about 100 bytes; more than this is not one.
inline constexpr size_t kCsvRowBytesMax = 4096;

class CsvReader {
 public:
  using RowFunction = std::function<void(uint64_t line, const std::vector<std::string>& fields)>;
  using ProblemFunction = std::function<void(uint64_t line, std::string problem)>;

  CsvReader(RowFunction on_row, ProblemFunction on_problem);
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  // The next piece of the text.
  void Feed(absl::string_view piece);
  // After the last piece.
  void Finish();

 private:
  void TakeByteLine(absl::string_view line);
  void Reset();
  static void OnField(void* data, size_t size, void* reader);
  static void OnRow(int terminator, void* reader);

  RowFunction on_row_;
  ProblemFunction on_problem_;
  std::unique_ptr<csv_parser> parser_;
  // Of the line being gathered.
  std::string line_;
  bool skipping_line_ = false;
  uint64_t line_number_ = 1;
  // Of the row being gathered.
  uint64_t row_line_ = 1;
  size_t row_bytes_ = 0;
  std::vector<std::string> fields_;
};

}  // namespace cardledger::cli
