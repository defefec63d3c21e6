#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "clients/cli/audit_counts.h"
#include "clients/cli/audit_text.h"
#include "clients/cli/command.h"
#include "clients/cli/decided.h"
#include "clients/cli/entry_choice.h"

namespace cardledger::cli {
namespace {

constexpr char kPeriod[] =
    "The period is what was recorded at --from or later, and before --to: periods that adjoin\n"
    "count nothing twice. Without --to it ends where the journal is now.\n";
constexpr char kWho[] = "Roles: finance_officer or auditor.";

struct AuditOptions {
  std::string from;
  std::string to;
  EntryFilters filters;
  bool csv = false;
};

struct Choice {
  std::optional<absl::Time> from;
  std::optional<absl::Time> to;
  v1::WatchEntriesRequest request;
};

Choice TakeChoice(const AuditOptions& options, InputErrors& errors) {
  Choice choice;
  if (!options.from.empty()) choice.from = errors.Take("--from", ParseInstant(options.from));
  if (!options.to.empty()) choice.to = errors.Take("--to", ParseInstant(options.to));
  if (errors.empty() && choice.from && choice.to && *choice.to <= *choice.from) {
    errors.Note("--to", "must be later than --from");
  }
  TakeEntryFilters(options.filters, errors, choice.request);
  return choice;
}

// How many entries were recorded before `time`.
absl::StatusOr<uint64_t> PositionBefore(Context& context, absl::Time time) {
  CARDLEDGER_ASSIGN_OR_RETURN(const v1::FindPositionResponse found,
                              PositionAt(context, time - absl::Microseconds(1)));
  return found.position();
}

absl::StatusOr<v1::WatchEntriesRequest> Bounded(Context& context, Choice choice) {
  uint64_t until = 0;
  if (choice.to) {
    CARDLEDGER_ASSIGN_OR_RETURN(until, PositionBefore(context, *choice.to));
  } else {
    CARDLEDGER_ASSIGN_OR_RETURN(until, PositionNow(context));
  }
  choice.request.set_until_sequence(until);
  if (choice.from && until > 0) {
    CARDLEDGER_ASSIGN_OR_RETURN(const uint64_t after, PositionBefore(context, *choice.from));
    choice.request.set_after_sequence(after);
  }
  return choice.request;
}

// Stops where `take` fails, or nobody reads what is written.
absl::Status ForEachEntry(Context& context, const v1::WatchEntriesRequest& request,
                          absl::FunctionRef<absl::Status(const v1::WatchEntriesResponse&)> take) {
  if (request.after_sequence() >= request.until_sequence()) return absl::OkStatus();
  absl::Status taken;
  const absl::Status read =
      context.client().WatchEntries(request, [&](const v1::WatchEntriesResponse& response) {
        taken = take(response);
        return taken.ok() && context.out().good();
      });
  return taken.ok() ? read : taken;
}

void WarnOfOwnCase(Context& context, const AuditCounts& counts) {
  if (!counts.partial()) return;
  context.Warn("Not all of it: entries about you, or somebody you are related to, are left out.");
}

absl::Status WriteEntries(Context& context, bool csv, const v1::WatchEntriesRequest& request) {
  const bool text = !csv && !context.options.json && !context.options.quiet;
  AuditCounts counts;
  Preparers preparers(context.client());
  if (csv) context.out() << AuditCsvTitles();
  CARDLEDGER_RETURN_IF_ERROR(
      ForEachEntry(context, request, [&](const v1::WatchEntriesResponse& response) -> absl::Status {
        const journal::v1::Entry& entry = response.entry();
        if (text && counts.empty()) context.out() << AuditTitles();
        counts.Add(response);
        if (!csv && !text) {
          context.Answer(response, "", absl::StrCat(entry.sequence()));
          return absl::OkStatus();
        }
        CARDLEDGER_ASSIGN_OR_RETURN(const std::string preparer, preparers.Of(entry));
        context.out() << (csv ? AuditCsvLine(entry, preparer) : AuditLine(entry, preparer));
        return absl::OkStatus();
      }));
  if (text) context.out() << counts.Line() << std::flush;
  WarnOfOwnCase(context, counts);
  return absl::OkStatus();
}

ExitCode ListEntries(Context& context, const AuditOptions& options) {
  InputErrors errors;
  Choice choice = TakeChoice(options, errors);
  if (options.csv && context.options.json) errors.Note("--csv", "does not go with --json");
  if (!errors.empty()) return context.Fail(errors);
  const auto request = Bounded(context, std::move(choice));
  if (!request.ok()) return context.Fail(request.status());
  const absl::Status written = WriteEntries(context, options.csv, *request);
  return written.ok() ? kExitOk : context.Fail(written);
}

ExitCode Summarise(Context& context, const AuditOptions& options) {
  InputErrors errors;
  Choice choice = TakeChoice(options, errors);
  if (!errors.empty()) return context.Fail(errors);
  const auto request = Bounded(context, std::move(choice));
  if (!request.ok()) return context.Fail(request.status());
  AuditCounts counts;
  const absl::Status read =
      ForEachEntry(context, *request, [&](const v1::WatchEntriesResponse& response) {
        counts.Add(response);
        return absl::OkStatus();
      });
  if (!read.ok()) return context.Fail(read);
  WarnOfOwnCase(context, counts);
  return context.Answer(counts.Object(request->after_sequence(), request->until_sequence()),
                        counts.Render());
}

void AddChoice(CLI::App& command, AuditOptions& options) {
  command.add_option("--from", options.from, "2026-07-01T00:00, 2026-06-30T23:00:00Z, ...")
      ->type_name("TIME");
  command.add_option("--to", options.to, "The same; the first instant that does not count")
      ->type_name("TIME");
  AddEntryFilters(command, options.filters);
}

}  // namespace

void AddAuditCommands(CLI::App& root, Context& context) {
  CLI::App* group =
      AddGroup(root, {.name = "audit",
                      .purpose = "What was done in a period, by whom, and what was refused",
                      .details = "",
                      .example = "cardledger audit summary --from 2026-07-01T00:00"});
  auto list = std::make_shared<AuditOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "list",
       .purpose = "Lists what was done in a period, one entry a line, and who prepared it",
       .details = absl::StrCat(
           kPeriod,
           "Who prepared what an entry decides is read from the entry in which it was proposed.\n"
           "--csv also names the award, card or person; --json is as of journal watch.\n",
           kWho),
       .example = "cardledger audit list --from 2026-07-01T00:00 --to 2026-08-01T00:00 \\\n    "
                  "--role approver"},
      [&context, list] { return ListEntries(context, *list); });
  AddChoice(*command, *list);
  command->add_flag("--csv", list->csv, "As comma-separated text, with a line of titles");

  auto summary = std::make_shared<AuditOptions>();
  command =
      AddCommand(*group, context,
                 {.name = "summary",
                  .purpose = "Counts what was done in a period: by event, role, refusal and caller",
                  .details = absl::StrCat(
                      kPeriod, "An entry counts for each role that its caller acted as.\n", kWho),
                  .example = "cardledger audit summary --from 2026-07-01T00:00 --refused"},
                 [&context, summary] { return Summarise(context, *summary); });
  AddChoice(*command, *summary);
}

}  // namespace cardledger::cli
