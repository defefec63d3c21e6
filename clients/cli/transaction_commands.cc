#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/cli/award_commands.h"
#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/open_lines.h"
#include "clients/cli/paging.h"
#include "clients/cli/render_transaction.h"

namespace cardledger::cli {
namespace {

constexpr char kReaders[] =
    "Roles: social_worker, brokerage, approver, senior_approver, finance_officer,\n"
    "income_officer, auditor or safeguarding_lead, who open the person's lines first (--reason), "
    "or\n"
    "for their own person, supporter and representative.";

struct TransactionListOptions {
  ListOptions list;
  std::string award;
  std::string kind;
  std::string state;
  std::string from;
  std::string to;
  LinesOptions lines;
};

ExitCode ListTransactions(Context& context, const TransactionListOptions& options) {
  InputErrors errors;
  v1::ListTransactionsRequest request;
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  if (!options.kind.empty()) {
    request.set_kind(errors.Take("--kind", ParseWord<v1::TransactionKind>(options.kind)));
  }
  if (!options.state.empty()) {
    request.set_state(errors.Take("--state", ParseWord<v1::TransactionState>(options.state)));
  }
  TakeDate("--from", options.from, errors, &v1::ListTransactionsRequest::mutable_from_date,
           request);
  TakeDate("--to", options.to, errors, &v1::ListTransactionsRequest::mutable_before_date, request);
  CheckLines(options.lines, errors);
  if (!errors.empty()) return context.Fail(errors);
  return AnswerPages<v1::Transaction, v1::ListTransactionsRequest, v1::ListTransactionsResponse>(
      context, options.list, request,
      [&](const v1::ListTransactionsRequest& page) {
        return ReadLines(context, options.lines, &client::Client::ListTransactions, page);
      },
      &v1::ListTransactionsResponse::mutable_transactions, RenderTransactions);
}

struct TransactionTotalsOptions {
  std::string name;
  std::string from;
  std::string to;
};

ExitCode ShowTotals(Context& context, const TransactionTotalsOptions& options) {
  InputErrors errors;
  v1::GetTransactionTotalsRequest request;
  const bool person = absl::StartsWith(options.name, "persons/");
  request.set_name(errors.Take("AWARD", ParseName(person ? "persons" : "awards", options.name)));
  *request.mutable_from_date() = errors.Take("--from", ParseDate(options.from));
  *request.mutable_before_date() = errors.Take("--to", ParseDate(options.to));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetTransactionTotals(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(
      *response, RenderTotals(*response) + RenderReadPoint(response->read_point()), request.name());
}

struct TransactionShowOptions {
  std::string transaction;
  LinesOptions lines;
};

ExitCode ShowTransaction(Context& context, const TransactionShowOptions& options) {
  InputErrors errors;
  v1::GetTransactionRequest request;
  request.set_name(
      errors.Take("TRANSACTION", ParseSequenceName("transactions", options.transaction)));
  CheckLines(options.lines, errors);
  if (!errors.empty()) return context.Fail(errors);
  const auto response = ReadLines(context, options.lines, &client::Client::GetTransaction, request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderTransaction(*response) + RenderReadPoint(response->read_point()),
                        response->transaction().name());
}

struct ReverseOptions {
  MutationOptions mutation;
  std::string transaction;
  std::string award;
  std::string on;
  std::string reason;
  std::string note;
};

ExitCode ReverseTransaction(Context& context, const ReverseOptions& options) {
  InputErrors errors;
  v1::ReverseTransactionRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_transaction(
      errors.Take("TRANSACTION", ParseSequenceName("transactions", options.transaction)));
  request.set_award(errors.Take("--award", ParseName("awards", options.award)));
  *request.mutable_effective_date() = errors.Take("--on", ParseDate(options.on));
  request.set_reason(
      errors.Take("--reason", ParseWord<journal::v1::ReversalReason>(options.reason)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::ReverseTransaction, request);
}

void AddReverse(CLI::App& group, Context& context) {
  auto reverse = std::make_shared<ReverseOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "reverse",
       .purpose = "Reverses a load, a contribution or own money, whole; the original stays",
       .details = "As far as its purse still holds the money. Roles: finance_officer or "
                  "income_officer.",
       .example = absl::StrCat("cardledger transaction reverse transactions/120 \\\n    --award ",
                               kExampleAward, " --on 2026-07-10 --reason wrong-amount")},
      [&context, reverse] { return ReverseTransaction(context, *reverse); });
  command
      ->add_option("TRANSACTION", reverse->transaction, "transactions/{sequence} or the sequence")
      ->required();
  command->add_option("--award", reverse->award, "The award it is on")->required();
  command->add_option("--on", reverse->on, "The day the reversal counts for, YYYY-MM-DD")
      ->required();
  AddWordOption<journal::v1::ReversalReason>(*command, "--reason", reverse->reason, "Why")
      ->required();
  command->add_option("--note", reverse->note, "Kept apart from the journal");
  AddMutationOptions(*command, reverse->mutation);
}

void AddTotals(CLI::App& group, Context& context) {
  auto totals = std::make_shared<TransactionTotalsOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "totals",
       .purpose = "Shows what each kind of transaction came to in a period; no single line",
       .details = "Nobody needs a reason for it. Roles: social_worker, brokerage, approver,\n"
                  "senior_approver, finance_officer, income_officer, auditor, safeguarding_lead,\n"
                  "or for their own person, supporter and representative.",
       .example = absl::StrCat("cardledger transaction totals ", kExampleAward,
                               " \\\n    --from 2026-07-01 --to 2026-08-01")},
      [&context, totals] { return ShowTotals(context, *totals); });
  command
      ->add_option("AWARD", totals->name,
                   "awards/{id} or the id; or persons/{id} for all awards of the person")
      ->required();
  command->add_option("--from", totals->from, "First day, YYYY-MM-DD")->required();
  command->add_option("--to", totals->to, "The day after the last, YYYY-MM-DD")->required();
}

}  // namespace

void AddTransactionCommands(CLI::App& root, Context& context) {
  CLI::App* group =
      AddGroup(root, {.name = "transaction",
                      .purpose = "What moved money on an award, and what was refused",
                      .details = "",
                      .example = absl::StrCat("cardledger transaction list ", kExampleAward)});
  auto list = std::make_shared<TransactionListOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "list",
       .purpose = "Lists the transactions of an award, the last recorded first",
       .details = kReaders,
       .example = absl::StrCat("cardledger transaction list ", kExampleAward, " --kind load")},
      [&context, list] { return ListTransactions(context, *list); });
  command->add_option("AWARD", list->award, "awards/{id} or the id")->required();
  AddWordOption<v1::TransactionKind>(*command, "--kind", list->kind,
                                     "Only of this kind; a refused load is a load");
  AddWordOption<v1::TransactionState>(*command, "--state", list->state, "Only in this state");
  command->add_option("--from", list->from, "Only effective on this day or later, YYYY-MM-DD");
  command->add_option("--to", list->to, "Only effective before this day, YYYY-MM-DD");
  AddLinesOptions(*command, list->lines);
  AddListOptions(*command, list->list.limit, list->list.page_token);

  auto transaction = std::make_shared<TransactionShowOptions>();
  command = AddCommand(*group, context,
                       {.name = "show",
                        .purpose = "Shows a transaction with all that happened to it",
                        .details = kReaders,
                        .example = "cardledger transaction show transactions/120"},
                       [&context, transaction] { return ShowTransaction(context, *transaction); });
  command
      ->add_option("TRANSACTION", transaction->transaction,
                   "transactions/{sequence} or the sequence")
      ->required();
  AddLinesOptions(*command, transaction->lines);
  AddTotals(*group, context);
  AddReverse(*group, context);
}

}  // namespace cardledger::cli
