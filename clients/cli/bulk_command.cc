#include "clients/cli/bulk_command.h"

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
constexpr absl::string_view kReused = "REQUEST_ID_REUSED";

std::string Rows(uint64_t count) {
  return absl::StrCat(FormatCount(count), count == 1 ? " row" : " rows");
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
    context.Warn(absl::StrCat("... and ", Rows(file.problem_count - file.problems.size()),
                              " more with problems"));
  }
}

// What came of the rows so far: kept for the end, or written at once with --json. Its memory does
// not grow with the file.
class RowOutcomes {
 public:
  RowOutcomes(const LoadFile& file, Context& context) : file_(file), context_(context) {}

  void TakeFailure(const client::BulkLoadFailure& failure) {
    const client::ClientError error = client::DecodeError(failure.status);
    const LoadRow& row = file_.rows[failure.row_index];
    ++failed_;
    const bool other_content = error.reason == kReused;
    if (other_content) ++other_content_;
    const std::string why = other_content
                                ? "was sent before with other content: what was sent first stands"
                                : client::RenderErrorLine(error);
    if (context_.options.json) {
      PrintJson(row, error, why);
    } else if (failed_ <= kListedMax) {
      table_.AddRow({absl::StrCat(row.line), FormatPence(row.amount_pence),
                     absl::StrCat("awards/", row.award.ToString()), why});
    }
  }
  // A stream after a broken one counts anew.
  void TakeProgress(const client::BulkLoadProgress& progress) {
    if (progress.decided_count >= progress_.decided_count) progress_ = progress;
  }

  const client::BulkLoadProgress& progress() const { return progress_; }
  uint64_t failed() const { return failed_; }
  uint64_t other_content() const { return other_content_; }

  std::string Render() const {
    if (failed_ == 0) return "";
    const std::string more =
        failed_ > kListedMax ? absl::StrCat("... and ", Rows(failed_ - kListedMax), " more\n") : "";
    return absl::StrCat("\nNot loaded as sent\n", table_.Render(), more);
  }

 private:
  void PrintJson(const LoadRow& row, const client::ClientError& error, const std::string& why) {
    google::protobuf::Struct object;
    auto& fields =
        *(*object.mutable_fields())["refusedRow"].mutable_struct_value()->mutable_fields();
    fields["line"].set_number_value(row.line);
    fields["award"] = Text(absl::StrCat("awards/", row.award.ToString()));
    fields["amountPence"] = Text(absl::StrCat(row.amount_pence));
    fields["requestId"] = Text(row.request_id.ToString());
    fields["code"] = Text(absl::StatusCodeToString(error.code));
    fields["reason"] = Text(error.reason);
    fields["message"] = Text(why);
    context_.out() << ToJson(object) << "\n";
  }

  const LoadFile& file_;
  Context& context_;
  client::BulkLoadProgress progress_;
  uint64_t failed_ = 0;
  uint64_t other_content_ = 0;
  Table table_{{{"Line", Align::kRight}, {"Amount", Align::kRight}, {"Award"}, {"Why"}}};
};

std::string RenderSummary(const LoadFile& file, const client::BulkLoadSummary& summary,
                          const RowOutcomes& outcomes) {
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
                      agree ? "agree." : "DO NOT agree.", "\n", outcomes.Render());
}

// A row belongs to the run that first decided it, so a file is one run and is never sent in two
// versions.
void RemarkOnMending(const LoadFile& file, const RowOutcomes& outcomes, Context& context) {
  if (outcomes.other_content() > 0) {
    context.Warn(absl::StrCat(
        "Under this batch ", Rows(outcomes.other_content()),
        outcomes.other_content() == 1 ? " was" : " were",
        " sent before with other content, and what was sent first stands: loaded, unless it was "
        "refused then. Do not put ",
        outcomes.other_content() == 1 ? "it" : "them",
        " into a new file: that would load money twice."));
  }
  if (file.problem_count + outcomes.failed() > outcomes.other_content()) {
    context.Warn(
        "To load the others later, put them alone into a new file, with a batch reference of its "
        "own. Rows that are loaded must not be sent in another file or in a changed one: they "
        "would be loaded twice.");
  }
}

// `error` with what is loaded, for --json. Where no row was acknowledged that is not known: rows
// may be loaded from before.
client::ClientError WithCounts(client::ClientError error, const LoadFile& file,
                               const RowOutcomes& outcomes) {
  const client::BulkLoadProgress& progress = outcomes.progress();
  if (progress.decided_count == 0) return error;
  error.facts["rows_in_file"] = absl::StrCat(file.rows.size() + file.problem_count);
  error.facts["rows_loaded"] = absl::StrCat(progress.accepted_count);
  error.facts["rows_loaded_pence"] = absl::StrCat(progress.accepted_pence);
  error.facts["rows_not_loaded"] = absl::StrCat(outcomes.failed() + file.problem_count);
  return error;
}

// The run did not come to its end. What was acknowledged until then stands.
ExitCode FailRun(const absl::Status& status, const LoadFile& file, const RowOutcomes& outcomes,
                 Context& context) {
  const client::ClientError error = client::DecodeError(status);
  const ExitCode code = context.Fail(WithCounts(error, file, outcomes));
  const client::BulkLoadProgress& progress = outcomes.progress();
  const uint64_t unanswered = file.rows.size() - progress.decided_count;
  if (progress.decided_count > 0) {
    context.Warn(absl::StrCat(
        "\n", Rows(progress.accepted_count), " of ", FormatCount(file.rows.size()), " (",
        FormatPence(progress.accepted_pence), ") ", progress.accepted_count == 1 ? "IS" : "ARE",
        " loaded",
        unanswered == 0 ? "" : absl::StrCat("; for ", Rows(unanswered), " no answer came"), ".\n",
        outcomes.Render()));
  }
  if (progress.decided_count == 0 && error.reason == kReused) {
    context.Warn(
        "A run was begun before under this batch reference (or for this very file): with other "
        "rows (their number or their sum differs), or by another officer (a run goes on only as "
        "the same subject, see --as). What was loaded then stays loaded.");
  } else if (code == kExitRefused && unanswered == 0) {
    RemarkOnMending(file, outcomes, context);
  } else if (code == kExitUnavailable || progress.decided_count > 0) {
    // Rows without an answer may be loaded, so that they must not go into another file.
    context.Warn("Run the same command again, unchanged: nothing is loaded twice.");
  }
  return code;
}

absl::StatusOr<LoadFile> ReadFile(Context& context, const BulkOptions& options) {
  base::ProgressBar progress(context.err(), "Checking", "bytes", context.show_progress(),
                             context.err_is_terminal());
  return ReadLoadFile(options.path, options.batch_reference,
                      [&progress](uint64_t done, uint64_t all) { progress.Update(done, all); });
}

absl::StatusOr<client::BulkLoadSummary> Send(Context& context, const LoadFile& file,
                                             RowOutcomes& outcomes) {
  base::ProgressBar progress(context.err(), "Loading", "rows", context.show_progress(),
                             context.err_is_terminal());
  client::BulkLoadOptions options;
  options.on_failure = [&](const client::BulkLoadFailure& failure) {
    outcomes.TakeFailure(failure);
  };
  options.on_progress = [&](const client::BulkLoadProgress& state) {
    outcomes.TakeProgress(state);
    progress.Update(state.decided_count, file.rows.size(),
                    state.refused_count == 0
                        ? ""
                        : absl::StrCat("  ", FormatCount(state.refused_count), " refused"));
  };
  return context.client().BulkLoad(PlanOf(file), options);
}

ExitCode FailNothingSent(const BulkOptions& options, const LoadFile& file, Context& context) {
  client::ClientError error;
  error.code = absl::StatusCode::kInvalidArgument;
  error.message =
      absl::StrCat("Nothing was sent: ", Rows(file.problem_count), " of ", options.path,
                   " cannot be used", file.rows.empty() ? "." : "; --keep-good sends the others.");
  error.facts["bad_rows"] = absl::StrCat(file.problem_count);
  return context.Fail(error);
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
    return FailNothingSent(options, *file, context);
  }
  RowOutcomes outcomes(*file, context);
  const absl::StatusOr<client::BulkLoadSummary> summary = Send(context, *file, outcomes);
  if (!summary.ok()) return FailRun(summary.status(), *file, outcomes, context);
  context.Answer(summary->finished,
                 absl::StrCat(RenderSummary(*file, *summary, outcomes),
                              RenderDecision(summary->finished.decision())),
                 summary->finished.run());
  if (outcomes.failed() == 0 && file->problem_count == 0) return kExitOk;
  if (context.options.quiet) context.Warn(outcomes.Render());
  RemarkOnMending(*file, outcomes, context);
  return kExitRowsRefused;
}

}  // namespace cardledger::cli
