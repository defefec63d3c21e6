#include "clients/cli/load_file.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "base/check.h"
#include "base/status_macros.h"
#include "clients/cli/civil_time.h"
#include "clients/cli/csv_reader.h"
#include "clients/cli/file_bytes.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"
#include "clients/cpp/request_id.h"

namespace cardledger::cli {
namespace {

constexpr std::array<absl::string_view, 4> kColumns = {"row_key", "award", "amount", "due_date"};
constexpr absl::string_view kHeaderExample = "row_key,award,amount,due_date";
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kRowKeyBytesMax = 200;
constexpr int64_t kAmountPenceMax = 100'000'000;

// Checks rows one by one; the first is the header.
class RowChecker {
 public:
  explicit RowChecker(LoadFile& file) : file_(file) {}

  void TakeRow(uint64_t line, const std::vector<std::string>& fields) {
    if (!header_.ok() || too_many_) return;
    if (places_.empty()) {
      header_ = TakeHeader(line, fields);
      return;
    }
    if (++row_count_ > kLoadFileRowsMax) {
      too_many_ = true;
      return;
    }
    if (fields.size() != kColumns.size()) {
      Problem(line, absl::StrCat("has ", fields.size(), " fields; a row has ", kColumns.size(),
                                 ": ", kHeaderExample));
      return;
    }
    TakeFields(line, fields);
  }

  void Problem(uint64_t line, std::string problem) {
    if (header_.ok() && places_.empty()) {
      header_ = absl::InvalidArgumentError(
          absl::StrCat("line ", line, ", which must be ", kHeaderExample, ", ", problem));
    }
    ++file_.problem_count;
    if (file_.problems.size() < kLoadFileProblemsKept) {
      file_.problems.push_back({line, std::move(problem)});
    }
  }

  // Whether the file as a whole can be used.
  absl::Status Finish() const {
    CARDLEDGER_RETURN_IF_ERROR(header_);
    if (places_.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("the file is empty; its first line must be ", kHeaderExample));
    }
    if (too_many_) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the file has more than ", client::FormatCount(kLoadFileRowsMax), " rows; split it"));
    }
    if (row_count_ == 0 && file_.problem_count == 0) {
      return absl::InvalidArgumentError("the file has no rows after its first line");
    }
    return absl::OkStatus();
  }

 private:
  absl::Status TakeHeader(uint64_t line, const std::vector<std::string>& fields) {
    std::vector<size_t> places;
    for (absl::string_view column : kColumns) {
      const auto found = std::find(fields.begin(), fields.end(), column);
      if (found != fields.end()) places.push_back(static_cast<size_t>(found - fields.begin()));
    }
    if (places.size() != kColumns.size() || fields.size() != kColumns.size()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "line ", line, " must name exactly the columns ", kHeaderExample,
          " (in any order, with commas between); it reads ", Quoted(absl::StrJoin(fields, ","))));
    }
    places_ = std::move(places);
    return absl::OkStatus();
  }

  void TakeFields(uint64_t line, const std::vector<std::string>& fields) {
    if (!std::all_of(fields.begin(), fields.end(), IsUtf8)) {
      Problem(line,
              "is not UTF-8, perhaps in its pound sign; save the file as comma-separated text in "
              "UTF-8");
      return;
    }
    std::vector<std::string> wrong;
    const std::string& key = fields[places_[0]];
    if (key.empty() || key.size() > kRowKeyBytesMax) {
      wrong.push_back(absl::StrCat("row_key must have 1 to ", kRowKeyBytesMax, " bytes"));
    }
    const auto award = ParseName("awards", fields[places_[1]]);
    if (!award.ok()) {
      wrong.push_back(absl::StrCat("award ", Quoted(fields[places_[1]]),
                                   " must be awards/{id} or the id alone, a UUID in lower case"));
    }
    const auto pence = client::ParsePounds(fields[places_[2]]);
    if (!pence.ok() || *pence < 1 || *pence > kAmountPenceMax) {
      wrong.push_back(
          absl::StrCat("amount ", Quoted(fields[places_[2]]),
                       " must be pounds from 0.01 to 1,000,000.00, written 1000, 1000.00 "
                       "or £1,000.00"));
    }
    const auto day = ParseDay(fields[places_[3]]);
    if (!day.ok()) {
      wrong.push_back(absl::StrCat("due_date ", Quoted(fields[places_[3]]),
                                   " must be a day that exists, written YYYY-MM-DD, years ",
                                   kYearMin, " to ", kYearMax));
    }
    if (!wrong.empty()) {
      Problem(line, absl::StrJoin(wrong, "; "));
      return;
    }
    const auto award_id = base::Uuid::Parse(absl::string_view(*award).substr(7));
    CARDLEDGER_CHECK(award_id.has_value(), "a name was checked to hold an id");
    file_.rows.push_back(
        {.request_id = base::Uuid::Version5(file_.id_space, absl::StrCat("row/", key)),
         .award = *award_id,
         .amount_pence = *pence,
         .due_day = static_cast<int32_t>(*day - absl::CivilDay(1970, 1, 1)),
         .line = static_cast<uint32_t>(line)});
  }

  LoadFile& file_;
  absl::Status header_;
  // Where each of kColumns stands in a row; empty before the header.
  std::vector<size_t> places_;
  uint64_t row_count_ = 0;
  bool too_many_ = false;
};

// Takes out every row whose key stands on an earlier line.
void RemoveDuplicates(LoadFile& file) {
  std::vector<uint32_t> order(file.rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&file](uint32_t a, uint32_t b) {
    const LoadRow& left = file.rows[a];
    const LoadRow& right = file.rows[b];
    return left.request_id == right.request_id ? left.line < right.line
                                               : left.request_id < right.request_id;
  });
  std::vector<bool> duplicate(file.rows.size());
  size_t first = 0;
  uint64_t found = 0;
  for (size_t i = 1; i < order.size(); ++i) {
    if (file.rows[order[i]].request_id != file.rows[order[first]].request_id) {
      first = i;
      continue;
    }
    duplicate[order[i]] = true;
    ++found;
    if (file.problems.size() < kLoadFileProblemsKept) {
      file.problems.push_back(
          {file.rows[order[i]].line,
           absl::StrCat("has the row_key of line ", file.rows[order[first]].line,
                        "; every row needs its own")});
    }
  }
  if (found == 0) return;
  file.problem_count += found;
  std::stable_sort(file.problems.begin(), file.problems.end(),
                   [](const LoadProblem& a, const LoadProblem& b) { return a.line < b.line; });
  size_t kept = 0;
  for (size_t i = 0; i < file.rows.size(); ++i) {
    if (!duplicate[i]) file.rows[kept++] = file.rows[i];
  }
  file.rows.resize(kept);
}

absl::Status CheckEncoding(absl::string_view start) {
  if (absl::StartsWith(start, "\xFF\xFE") || absl::StartsWith(start, "\xFE\xFF")) {
    return absl::InvalidArgumentError(
        "the file is UTF-16; save it as comma-separated text in UTF-8");
  }
  if (absl::StrContains(start, '\r') && !absl::StrContains(start, '\n')) {
    return absl::InvalidArgumentError(
        "the file's lines end with a carriage return alone; save it with line feeds, or with both");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LoadFile> ReadLoadFile(
    const std::string& path, absl::string_view batch_reference,
    const std::function<void(uint64_t done, uint64_t all)>& on_bytes) {
  absl::Status encoding;
  CARDLEDGER_ASSIGN_OR_RETURN(const FileDigest digest,
                              ReadAll(path, [&](absl::string_view piece, uint64_t before) {
                                if (before == 0) encoding = CheckEncoding(piece);
                              }));
  CARDLEDGER_RETURN_IF_ERROR(encoding);
  LoadFile file;
  file.sha256 = digest.sha256;
  file.id_space =
      client::RequestIdSpace(batch_reference.empty() ? absl::StrCat("file/", digest.sha256)
                                                     : absl::StrCat("batch/", batch_reference));
  if (on_bytes) on_bytes(0, digest.stamp.size_bytes);
  RowChecker checker(file);
  CsvReader reader(
      [&](uint64_t line, const std::vector<std::string>& fields) { checker.TakeRow(line, fields); },
      [&](uint64_t line, std::string problem) { checker.Problem(line, std::move(problem)); });
  CARDLEDGER_ASSIGN_OR_RETURN(const FileDigest again,
                              ReadAll(path, [&](absl::string_view piece, uint64_t before) {
                                if (before == 0 && absl::StartsWith(piece, kByteOrderMark)) {
                                  piece.remove_prefix(kByteOrderMark.size());
                                }
                                reader.Feed(piece);
                                if (on_bytes)
                                  on_bytes(before + piece.size(), digest.stamp.size_bytes);
                              }));
  reader.Finish();
  if (again.sha256 != digest.sha256) {
    return absl::AbortedError(absl::StrCat(path, " changed while it was read; nothing was sent"));
  }
  CARDLEDGER_RETURN_IF_ERROR(checker.Finish());
  RemoveDuplicates(file);
  // At most 10,000,000 rows of at most £1,000,000 stay far below the largest int64.
  for (const LoadRow& row : file.rows) file.total_pence += row.amount_pence;
  return file;
}

client::BulkLoadPlan PlanOf(const LoadFile& file) {
  // Of the batch alone: under one batch reference other rows are another start under the same id,
  // which the ledger refuses before it takes any of them.
  return {.start_request_id = base::Uuid::Version5(file.id_space, "start").ToString(),
          .finish_request_id = base::Uuid::Version5(file.id_space, "finish").ToString(),
          .row_count = file.rows.size(),
          .total_pence = file.total_pence,
          .row = [&file](uint64_t index) {
            const LoadRow& row = file.rows[index];
            v1::CreateLoadRequest request;
            request.set_request_id(row.request_id.ToString());
            request.set_award(absl::StrCat("awards/", row.award.ToString()));
            request.set_amount_pence(row.amount_pence);
            *request.mutable_due_date() = ToDate(absl::CivilDay(1970, 1, 1) + row.due_day);
            return request;
          }};
}

}  // namespace cardledger::cli
