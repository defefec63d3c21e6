#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"

#include "clients/cli/award_commands.h"
#include "clients/cli/civil_time.h"
#include "clients/cli/command.h"
#include "clients/cli/open_lines.h"
#include "clients/cli/statement.h"

namespace cardledger::cli {
namespace {

struct StatementOptions {
  std::string award;
  std::string from;
  std::string to;
  std::string year;
  std::string month;
  std::string at;
  std::string format = "text";
  std::string output;
  LinesOptions lines;
};

void SetPeriod(absl::CivilDay from, absl::CivilDay before, v1::GetStatementRequest& request) {
  *request.mutable_from_date() = ToDate(from);
  *request.mutable_before_date() = ToDate(before);
}

// --from and --to, or --year, or --month.
void TakePeriod(const StatementOptions& options, InputErrors& errors,
                v1::GetStatementRequest& request) {
  const bool days = !options.from.empty() && !options.to.empty();
  const bool half = options.from.empty() != options.to.empty();
  const std::array given = {days, !options.year.empty(), !options.month.empty()};
  const auto ways = std::count(given.begin(), given.end(), true);
  if (half || ways != 1) {
    errors.Note("--from", "write --from and --to, or --year, or --month");
  } else if (!options.year.empty()) {
    const int year = errors.Take("--year", ParseFinancialYear(options.year));
    SetPeriod(absl::CivilDay(year, 4, 1), absl::CivilDay(year + 1, 4, 1), request);
  } else if (!options.month.empty()) {
    const absl::CivilMonth month = errors.Take("--month", ParseMonth(options.month));
    SetPeriod(absl::CivilDay(month), absl::CivilDay(month + 1), request);
  } else {
    *request.mutable_from_date() = errors.Take("--from", ParseDate(options.from));
    *request.mutable_before_date() = errors.Take("--to", ParseDate(options.to));
  }
}

std::string InFormat(const std::string& format, const v1::GetStatementResponse& response) {
  if (format == "json") return ToJson(response) + "\n";
  const absl::CivilDay today =
      LondonDay(absl::FromUnixSeconds(response.read_point().as_of_time().seconds()));
  if (format == "csv") return StatementCsv(response.statement(), today);
  if (format == "html") return StatementHtml(response.statement(), today);
  return StatementText(response.statement(), today);
}

ExitCode WriteOutput(Context& context, const std::string& path, const std::string& text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) {
    return context.Fail(
        absl::InternalError(absl::StrCat("the statement could not be written to ", path, ": ",
                                         std::generic_category().message(errno))));
  }
  context.Remark(absl::StrCat("Written to ", path, "."));
  return kExitOk;
}

ExitCode ShowStatement(Context& context, const StatementOptions& options) {
  InputErrors errors;
  v1::GetStatementRequest request;
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  TakePeriod(options, errors, request);
  request.set_position(TakePosition(options.at, errors));
  CheckLines(options.lines, errors);
  if (context.options.json && options.format != "text" && options.format != "json") {
    errors.Note("--format", absl::StrCat("'", options.format, "' does not go with --json"));
  }
  if (!errors.empty()) return context.Fail(errors);
  const auto response = ReadLines(context, options.lines, &client::Client::GetStatement, request);
  if (!response.ok()) return context.Fail(response.status());
  const std::string text = InFormat(context.options.json ? "json" : options.format, *response);
  if (!options.output.empty()) return WriteOutput(context, options.output, text);
  context.out() << text << std::flush;
  return kExitOk;
}

}  // namespace

void AddStatementCommand(CLI::App& root, Context& context) {
  auto statement = std::make_shared<StatementOptions>();
  CLI::App* command = AddCommand(
      root, context,
      {.name = "statement",
       .purpose = "Shows what was on an award, every movement in a period, and what is left",
       .details =
           "Name the period by --from and --to (the day after the last), by --year 2026-27, or by\n"
           "--month 2026-07. Statements of adjoining periods join exactly. The page of --format\n"
           "html is made to be printed. See cardledger help statements.\n"
           "Roles: social_worker, brokerage, approver, senior_approver, finance_officer,\n"
           "income_officer, auditor or safeguarding_lead, who open the person's lines first\n"
           "(--reason), or for their own person, supporter and representative.",
       .example = absl::StrCat("cardledger statement ", kExampleAward,
                               " --year 2026-27 \\\n    --format html --output statement.html")},
      [&context, statement] { return ShowStatement(context, *statement); });
  command->add_option("AWARD", statement->award, "awards/{id} or the id")->required();
  command->add_option("--from", statement->from, "First day, YYYY-MM-DD");
  command->add_option("--to", statement->to, "The day after the last, YYYY-MM-DD");
  command->add_option("--year", statement->year, "A financial year, 2026 or 2026-27");
  command->add_option("--month", statement->month, "A month, YYYY-MM");
  AddAtOption(*command, statement->at);
  command->add_option("--format", statement->format, "How it is written")
      ->check(CLI::IsMember({"text", "json", "csv", "html"}))
      ->capture_default_str();
  command->add_option("--output", statement->output, "A file to write it to");
  AddLinesOptions(*command, statement->lines);
}

}  // namespace cardledger::cli
