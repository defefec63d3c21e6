#include "clients/cli/bulk_command.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"

#include "base/progress_bar.h"
#include "clients/cli/error_report.h"
#include "clients/cli/load_file.h"
#include "clients/cli/render.h"
#include "clients/cli/table.h"
#include "clients/cpp/error_text.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using client::FormatCount;
using client::FormatPence;

// Refused rows beyond these are counted, not listed: nobody reads more.
constexpr size_t kListedMax = 1000;

std::string Rows(uint64_t count) {
  return absl::StrCat(FormatCount(count), count == 1 ? " row" : " rows");
}

google::protobuf::Value Text(absl::string_view text) {
  google::protobuf::Value value;
  value.set_string_value(std::string(text));
  return value;
}

void PrintProblemJson(const LoadProblem& problem, Context& context) {
  google::protobuf::Struct row;
  auto& fields = *row.mutable_fields();
  fields["line"].set_number_value(static_cast<double>(problem.line));
  fields["problem"] = Text(problem.problem);
  google::protobuf::Struct object;
  *(*object.mutable_fields())["badRow"].mutable_struct_value() = row;
  context.err() << ToJson(object) << "\n";
}

// Names every bad row on `err`.
void PrintProblems(const LoadFile& file, Context& context) {
  for (const LoadProblem& problem : file.problems) {
    if (context.options.json) {
      PrintProblemJson(problem, context);
    } else {
      context.err() << "line " << problem.line << ": " << problem.problem << "\n";
    }
  }
  if (file.problem_count > file.problems.size()) {
    context.Remark(absl::StrCat("... and ", Rows(file.problem_count - file.problems.size()),
                                " more with problems"));
  }
}

void PrintFailureJson(const LoadRow& row, const client::BulkLoadFailure& failure,
                      Context& context) {
  google::protobuf::Struct object;
  auto& fields = *(*object.mutable_fields())["refusedRow"].mutable_struct_value()->mutable_fields();
  const client::ClientError error = client::DecodeError(failure.status);
  fields["line"].set_number_value(row.line);
  fields["award"] = Text(absl::StrCat("awards/", row.award.ToString()));
  fields["amountPence"] = Text(absl::StrCat(row.amount_pence));
  fields["requestId"] = Text(row.request_id.ToString());
  fields["code"] = Text(absl::StatusCodeToString(error.code));
  fields["reason"] = Text(error.reason);
  fields["message"] = Text(client::RenderErrorLine(error));
  context.out() << ToJson(object) << "\n";
}

std::string RenderFailures(const LoadFile& file, const client::BulkLoadSummary& summary) {
  if (summary.failures.empty()) return "";
  Table table({{"Line", Align::kRight}, {"Amount", Align::kRight}, {"Award"}, {"Why"}});
  const size_t listed = std::min(summary.failures.size(), kListedMax);
  for (size_t i = 0; i < listed; ++i) {
    const client::BulkLoadFailure& failure = summary.failures[i];
    const LoadRow& row = file.rows[failure.row_index];
    table.AddRow({absl::StrCat(row.line), FormatPence(row.amount_pence),
                  absl::StrCat("awards/", row.award.ToString()),
                  client::RenderErrorLine(client::DecodeError(failure.status))});
  }
  std::string more;
  if (listed < summary.failures.size()) {
    more = absl::StrCat("... and ", Rows(summary.failures.size() - listed), " more\n");
  }
  return absl::StrCat("\nRefused by the ledger\n", table.Render(), more);
}

std::string RenderSummary(const LoadFile& file, const client::BulkLoadSummary& summary) {
  const v1::BulkLoadFinished& totals = summary.finished;
  Table table({{""}, {"Rows", Align::kRight}, {"Pounds", Align::kRight}});
  table.AddRow(
      {"Loaded", FormatCount(totals.accepted_count()), FormatPence(totals.accepted_pence())});
  table.AddRow(
      {"Refused", FormatCount(totals.refused_count()), FormatPence(totals.refused_pence())});
  const uint64_t decided_count = totals.accepted_count() + totals.refused_count();
  const int64_t decided_pence = totals.accepted_pence() + totals.refused_pence();
  table.AddRow({"Decided by the ledger", FormatCount(decided_count), FormatPence(decided_pence)});
  table.AddRow(
      {"Declared from the file", FormatCount(file.rows.size()), FormatPence(file.total_pence)});
  if (file.problem_count > 0) {
    table.AddRow({"Bad rows, not sent", FormatCount(file.problem_count), ""});
  }
  const bool agree = decided_count == file.rows.size() && decided_pence == file.total_pence;
  return absl::StrCat("Run ", totals.run(), "\n\n", table.Render(), "Control totals ",
                      agree ? "agree." : "DO NOT agree.", "\n", RenderFailures(file, summary));
}

// A row belongs to the run that first decided it, so a file is one run and is never sent in two
// versions.
void RemarkOnMending(Context& context) {
  context.Remark(
      "To load the others later, put them alone into a new file (with a batch reference of its "
      "own): "
      "rows that are loaded must not be sent in another file.");
}

absl::StatusOr<LoadFile> ReadFile(Context& context, const BulkOptions& options) {
  base::ProgressBar progress(context.err(), "Checking", "bytes", context.show_progress(),
                             context.err_is_terminal());
  return ReadLoadFile(options.path, options.batch_reference,
                      [&progress](uint64_t done, uint64_t all) { progress.Update(done, all); });
}

absl::StatusOr<client::BulkLoadSummary> Send(Context& context, const LoadFile& file) {
  base::ProgressBar progress(context.err(), "Loading", "rows", context.show_progress(),
                             context.err_is_terminal());
  client::BulkLoadOptions options;
  options.on_progress = [&](const client::BulkLoadProgress& state) {
    progress.Update(state.decided_count, file.rows.size(),
                    state.refused_count == 0
                        ? ""
                        : absl::StrCat("  ", FormatCount(state.refused_count), " refused"));
  };
  return context.client().BulkLoad(PlanOf(file), options);
}

}  // namespace

ExitCode BulkLoad(Context& context, const BulkOptions& options) {
  const absl::StatusOr<LoadFile> file = ReadFile(context, options);
  if (!file.ok()) {
    InputErrors errors;
    errors.Note(options.path, file.status().message());
    return context.Fail(errors);
  }
  PrintProblems(*file, context);
  if (file->problem_count > 0 && (!options.keep_good || file->rows.empty())) {
    context.Remark(absl::StrCat("Nothing was sent: ", Rows(file->problem_count), " of ",
                                options.path, " cannot be used",
                                file->rows.empty() ? "." : "; --keep-good sends the others."));
    return kExitBadInput;
  }
  const absl::StatusOr<client::BulkLoadSummary> summary = Send(context, *file);
  if (!summary.ok()) {
    const ExitCode code = context.Fail(summary.status());
    if (client::DecodeError(summary.status()).reason == "REQUEST_ID_REUSED") {
      context.Remark(
          "A file with other rows has been loaded under this batch reference; nothing of this one "
          "was "
          "loaded.");
    }
    if (code == kExitUnavailable) {
      context.Remark(
          "What was acknowledged is loaded. Run the same command again: nothing is loaded twice.");
    }
    return code;
  }
  if (context.options.json) {
    for (const client::BulkLoadFailure& failure : summary->failures) {
      PrintFailureJson(file->rows[failure.row_index], failure, context);
    }
  }
  context.Answer(
      summary->finished,
      absl::StrCat(RenderSummary(*file, *summary), RenderDecision(summary->finished.decision())),
      summary->finished.run());
  if (summary->failures.empty() && file->problem_count == 0) return kExitOk;
  RemarkOnMending(context);
  return kExitRowsRefused;
}

}  // namespace cardledger::cli
