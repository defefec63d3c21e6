// Comma-separated text: whatever way it is cut into pieces the rows and the problems are the same,
// in the order of the lines, and a row that is written again is read as the same row. The first
// byte is the length of the pieces, less one.

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "clients/cli/csv_reader.h"
#include "tests/fuzz/fuzz_input.h"

namespace cli = cardledger::cli;

namespace {

using Fields = std::vector<std::string>;

struct Read {
  std::vector<std::pair<uint64_t, Fields>> rows;
  std::vector<std::pair<uint64_t, std::string>> problems;

  friend bool operator==(const Read&, const Read&) = default;
};

Read ReadInPieces(absl::string_view text, size_t piece) {
  Read read;
  cli::CsvReader reader(
      [&read](uint64_t line, const Fields& fields) { read.rows.emplace_back(line, fields); },
      [&read](uint64_t line, std::string problem) {
        read.problems.emplace_back(line, std::move(problem));
      });
  for (size_t i = 0; i < text.size(); i += piece) reader.Feed(text.substr(i, piece));
  reader.Finish();
  return read;
}

template <typename Each>
void CheckLines(const std::vector<Each>& things, uint64_t lines) {
  uint64_t before = 1;
  for (const auto& [line, thing] : things) {
    // Several rows stand on one line where carriage returns alone end them.
    CARDLEDGER_CHECK(line >= before && line <= lines, "what is read goes on from line to line");
    before = line;
  }
}

void CheckWrittenAgain(const Fields& fields) {
  std::string text;
  for (const std::string& field : fields) {
    absl::StrAppend(&text, text.empty() ? "\"" : ",\"",
                    absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
  }
  text += "\r\n";
  if (text.size() > cli::kCsvRowBytesMax) return;
  const Read again = ReadInPieces(text, text.size());
  CARDLEDGER_CHECK(again.problems.empty() && again.rows.size() == 1 && again.rows[0].first == 1 &&
                       again.rows[0].second == fields,
                   "a row that is written again is the same row");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  cardledger::tests::FuzzInput input(data, size);
  const size_t piece = size_t{1} + input.TakeByte();
  const absl::string_view text = input.rest();
  const Read read = ReadInPieces(text, text.size() + 1);
  CARDLEDGER_CHECK(read == ReadInPieces(text, piece), "rows do not depend on how a text is cut");
  uint64_t lines = 1;
  for (const char byte : text) lines += byte == '\n' ? 1 : 0;
  CheckLines(read.rows, lines);
  CheckLines(read.problems, lines);
  for (const auto& [line, fields] : read.rows) CheckWrittenAgain(fields);
  return 0;
}
