#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "clients/cli/command.h"
#include "clients/cli/entry_choice.h"
#include "clients/cli/entry_text.h"
#include "clients/cli/render.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

struct WatchOptions {
  std::string after = "0";
  std::string until;
  EntryFilters filters;
};

absl::StatusOr<uint64_t> ParseUntil(Context& context, const std::string& text) {
  if (text.empty()) return 0;
  if (text == "now") return PositionNow(context);
  uint64_t sequence = 0;
  if (!absl::SimpleAtoi(text, &sequence) || sequence == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("--until '", text, "': write an entry's sequence, or now"));
  }
  return sequence;
}

ExitCode WatchEntries(Context& context, const WatchOptions& options) {
  InputErrors errors;
  v1::WatchEntriesRequest request;
  // As text: CLI11 would take -1 for the largest number.
  uint64_t after = 0;
  if (!absl::SimpleAtoi(options.after, &after)) {
    errors.Note("--after", absl::StrCat("'", options.after, "': write an entry's sequence, or 0"));
  }
  TakeEntryFilters(options.filters, errors, request);
  if (!errors.empty()) return context.Fail(errors);
  const absl::StatusOr<uint64_t> until = ParseUntil(context, options.until);
  if (!until.ok()) return context.Fail(until.status());
  if (*until != 0 && after >= *until) return kExitOk;
  request.set_after_sequence(after);
  request.set_until_sequence(*until);
  const absl::Status status =
      context.client().WatchEntries(request, [&](const v1::WatchEntriesResponse& response) {
        context.Answer(response, RenderEntry(response.entry()) + "\n",
                       absl::StrCat(response.entry().sequence()));
        return context.out().good();
      });
  return status.ok() ? kExitOk : context.Fail(status);
}

ExitCode FindPosition(Context& context, const std::string& at) {
  InputErrors errors;
  const absl::Time time = errors.Take("--at", ParseInstant(at));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = PositionAt(context, time);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(
      *response,
      absl::StrCat(client::FormatCount(response->position()), " entries were recorded by ",
                   FormatInstant(time), "\n", RenderReadPoint(response->read_point())),
      absl::StrCat(response->position()));
}

ExitCode ShowLedger(Context& context) {
  const auto response = context.client().GetLedger();
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderLedger(*response) + RenderReadPoint(response->read_point()),
                        response->ledger());
}

ExitCode ConfirmClock(Context& context, const MutationOptions& mutation) {
  InputErrors errors;
  v1::ConfirmClockRequest request;
  ApplyMutation(mutation, errors, request);
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().ConfirmClock(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.AnswerChange(*response, IsStored(response->decision())
                                             ? "The clock is confirmed.\n"
                                             : "The clock would be confirmed.\n");
}

void AddJournalGroup(CLI::App& root, Context& context) {
  CLI::App* group =
      AddGroup(root, {.name = "journal",
                      .purpose = "The journal: the facts that everything follows from",
                      .details = "",
                      .example = "cardledger journal watch --until now"});
  auto watch = std::make_shared<WatchOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "watch",
       .purpose = "Shows entries as they are recorded, one a line",
       .details =
           "Goes on until Ctrl-C, or until the entry named by --until. After a lost\n"
           "connection it goes on after the last entry shown: none is left out or shown twice.\n"
           "Roles: finance_officer or auditor; or for their own person, supporter and\n"
           "representative, to whom only that is shown, and who cannot choose by --by.",
       .example = "cardledger journal watch --until now --event award-loaded --json"},
      [&context, watch] { return WatchEntries(context, *watch); });
  command->add_option("--after", watch->after, "Entries after this sequence")
      ->capture_default_str();
  command->add_option(
      "--until", watch->until,
      "Ends after this sequence; now: where it is now, for finance_officer and auditor");
  AddEntryFilters(*command, watch->filters);

  auto at = std::make_shared<std::string>();
  command =
      AddCommand(*group, context,
                 {.name = "position",
                  .purpose = "Says how far the journal had come at an instant",
                  .details = "Write the instant with its offset, or without one in London time.\n"
                             "Roles: finance_officer or auditor.",
                  .example = "cardledger journal position --at 2026-10-25T01:30:00+01:00"},
                 [&context, at] { return FindPosition(context, *at); });
  command->add_option("--at", *at, "2026-07-01T09:30, 2026-07-01T08:30:00Z, ...")->required();
}

}  // namespace

void AddJournalCommands(CLI::App& root, Context& context) {
  AddJournalGroup(root, context);

  CLI::App* ledger = AddGroup(root, {.name = "ledger",
                                     .purpose = "Which ledger this is",
                                     .details = "",
                                     .example = "cardledger ledger show"});
  AddCommand(*ledger, context,
             {.name = "show",
              .purpose = "Shows which ledger this is, how far it has come, whether it can write",
              .details = "Roles: finance_officer, finance_approver, auditor or administrator.",
              .example = "cardledger ledger show"},
             [&context] { return ShowLedger(context); });

  CLI::App* clock = AddGroup(root, {.name = "clock",
                                    .purpose = "The ledger's clock",
                                    .details = "",
                                    .example = "cardledger clock confirm"});
  auto mutation = std::make_shared<MutationOptions>();
  CLI::App* command = AddCommand(
      *clock, context,
      {.name = "confirm",
       .purpose = "Confirms, after CLOCK_UNSURE, that the server's clock is right",
       .details = "Look at the server's clock first: what is recorded cannot be taken back.\n"
                  "Role: administrator.",
       .example = "cardledger clock confirm --as ops.on-call --roles administrator"},
      [&context, mutation] { return ConfirmClock(context, *mutation); });
  AddMutationOptions(*command, *mutation);
}

}  // namespace cardledger::cli
