#include "clients/cli/command.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "base/uuid.h"
#include "cardledger/journal/v1/types.pb.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

constexpr absl::string_view kExitCodesLine =
    "Exit codes: 0 done, 2 bad input, 3 refused by a rule, 4 not found, 5 no answer, 6 not "
    "permitted;\n"
    "all of them: cardledger help exit-codes. Options for every command: cardledger --help.";

std::string Footer(const CommandText& text) {
  return absl::StrCat("\n", text.details, text.details.empty() ? "" : "\n\n", "Example:\n  ",
                      text.example, "\n\n", kExitCodesLine, "\n");
}

// What cannot be sent as an identity is named before anything else is done.
ExitCode RunAsSubject(Context& context, const std::function<ExitCode()>& run) {
  InputErrors errors;
  const GlobalOptions& options = context.options;
  if (!options.subject.empty()) {
    if (const absl::Status subject = client::CheckSubject(options.subject); !subject.ok()) {
      errors.Note("--as", subject.message());
    }
  }
  for (const std::string& role : RolesOf(options)) {
    errors.Take("--roles", ParseWord<journal::v1::Role>(absl::StrReplaceAll(role, {{"_", "-"}})));
  }
  return errors.empty() ? run() : context.Fail(errors);
}

}  // namespace

CLI::App* AddGroup(CLI::App& root, const CommandText& text) {
  CLI::App* group = root.add_subcommand(text.name, text.purpose);
  group->require_subcommand(1);
  group->fallthrough();
  group->footer(Footer(text));
  return group;
}

CLI::App* AddCommand(CLI::App& group, Context& context, const CommandText& text,
                     std::function<ExitCode()> run) {
  CLI::App* command = group.add_subcommand(text.name, text.purpose);
  command->fallthrough();
  command->footer(Footer(text));
  command->callback([&context, run = std::move(run), check = text.calls_as_subject] {
    context.selected = check ? [&context, run] { return RunAsSubject(context, run); } : run;
  });
  return command;
}

void AddMutationOptions(CLI::App& command, MutationOptions& mutation) {
  command.add_option("--request-id", mutation.request_id,
                     "UUID of a call made before, to repeat it: it is never done twice");
  command.add_flag("--validate-only", mutation.validate_only,
                   "Says what would be decided, and stores nothing");
}

std::string TypeName(const std::vector<std::string>& words) {
  return absl::StrCat("{", absl::StrJoin(words, ","), "}");
}

void AddDecisionOptions(CLI::App& command, DecisionOptions& decision) {
  command.add_flag("--approve", decision.approve, "Approves it");
  command.add_flag("--decline", decision.decline, "Declines it");
}

bool TakeDecision(const DecisionOptions& decision, InputErrors& errors) {
  if (decision.approve == decision.decline) {
    errors.Note("--approve", "write either --approve or --decline");
  }
  return decision.approve;
}

void AddAsOfOptions(CLI::App& command, AsOfOptions& as_of) {
  command.add_option("--on", as_of.on,
                     "Counts what is effective on this day or before, YYYY-MM-DD");
  AddAtOption(command, as_of.at);
}

void AddAtOption(CLI::App& command, std::string& at) {
  command.add_option("--at", at, "As it was known after this entry of the journal");
}

// As text: CLI11 would take -1 for the largest number.
uint64_t TakePosition(const std::string& at, InputErrors& errors) {
  uint64_t position = 0;
  if (at.empty() || (absl::SimpleAtoi(at, &position) && position > 0)) return position;
  errors.Note("--at", absl::StrCat("'", at, "': write an entry's sequence, as 120"));
  return 0;
}

void AddListOptions(CLI::App& command, int32_t& limit, std::string& page_token) {
  command.add_option("--limit", limit, "Most to list")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  command.add_option("--page-token", page_token, "Goes on where an earlier list ended");
}

std::string CheckedRequestId(const MutationOptions& mutation, InputErrors& errors) {
  if (!mutation.request_id.empty() && !base::Uuid::Parse(mutation.request_id).has_value()) {
    errors.Note("--request-id", absl::StrCat("'", mutation.request_id,
                                             "' is not a UUID in lower case; write 8-4-4-4-12 "
                                             "hexadecimal digits, or leave it out"));
  }
  return mutation.request_id;
}

}  // namespace cardledger::cli
