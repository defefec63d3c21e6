#include "clients/cli/csv_reader.h"

#include <csv.h>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/check.h"

namespace cardledger::cli {
namespace {

constexpr unsigned char kOptions = CSV_STRICT | CSV_STRICT_FINI;

}  // namespace

CsvReader::CsvReader(RowFunction on_row, ProblemFunction on_problem)
    : on_row_(std::move(on_row)),
      on_problem_(std::move(on_problem)),
      parser_(std::make_unique<csv_parser>()) {
  CARDLEDGER_CHECK(csv_init(parser_.get(), kOptions) == 0, "libcsv starts with options it knows");
}

CsvReader::~CsvReader() { csv_free(parser_.get()); }

void CsvReader::Feed(absl::string_view piece) {
  while (!piece.empty()) {
    const size_t end = piece.find('\n');
    const bool complete = end != absl::string_view::npos;
    const absl::string_view part = piece.substr(0, complete ? end + 1 : piece.size());
    piece.remove_prefix(part.size());
    if (!skipping_line_) {
      if (line_.size() + part.size() > kCsvRowBytesMax) {
        on_problem_(row_line_, absl::StrCat("is longer than ", kCsvRowBytesMax,
                                            " bytes; a row of a bulk file is about 100"));
        Reset();
        skipping_line_ = true;
      } else {
        line_.append(part.data(), part.size());
      }
    }
    if (!complete) return;
    if (!skipping_line_) TakeByteLine(line_);
    line_.clear();
    ++line_number_;
    if (skipping_line_ || row_bytes_ == 0) row_line_ = line_number_;
    skipping_line_ = false;
  }
}

void CsvReader::Finish() {
  if (!skipping_line_ && !line_.empty()) TakeByteLine(line_);
  line_.clear();
  if (csv_fini(parser_.get(), &OnField, &OnRow, this) != 0) {
    on_problem_(row_line_, "has a quoted field that does not end");
    Reset();
  }
}

// One line of bytes; a row may go on over several where a quoted field holds a line feed.
void CsvReader::TakeByteLine(absl::string_view line) {
  const bool goes_on = row_bytes_ > 0;
  row_bytes_ += line.size();
  if (row_bytes_ > kCsvRowBytesMax) {
    on_problem_(row_line_, "has a quoted field that does not end");
    Reset();
    return;
  }
  const size_t taken = csv_parse(parser_.get(), line.data(), line.size(), &OnField, &OnRow, this);
  if (taken == line.size()) {
    // A blank line begins no row; inside a quoted field it is part of one.
    if (!goes_on && line.find_first_not_of(" \t\r\n") == absl::string_view::npos) {
      row_bytes_ = 0;
    }
    return;
  }
  on_problem_(row_line_,
              "is not comma-separated text: a quote stands inside a field; put the whole "
              "field in quotes and double the quote");
  Reset();
}

void CsvReader::Reset() {
  csv_free(parser_.get());
  CARDLEDGER_CHECK(csv_init(parser_.get(), kOptions) == 0, "libcsv starts with options it knows");
  fields_.clear();
  row_bytes_ = 0;
}

void CsvReader::OnField(void* data, size_t size, void* reader) {
  static_cast<CsvReader*>(reader)->fields_.emplace_back(static_cast<const char*>(data), size);
}

void CsvReader::OnRow(int /*terminator*/, void* reader) {
  auto* self = static_cast<CsvReader*>(reader);
  self->on_row_(self->row_line_, self->fields_);
  self->fields_.clear();
  self->row_bytes_ = 0;
}

}  // namespace cardledger::cli
