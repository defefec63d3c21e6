#include <memory>
#include <string>

#include "clients/cli/bulk_command.h"
#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/render.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

struct CreateOptions {
  MutationOptions mutation;
  std::string award;
  std::string amount;
  std::string due_date;
  bool emergency = false;
};

ExitCode CreateLoad(Context& context, const CreateOptions& options) {
  InputErrors errors;
  v1::CreateLoadRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("--award", ParseName("awards", options.award)));
  request.set_amount_pence(errors.Take("--amount", client::ParsePounds(options.amount)));
  *request.mutable_due_date() = errors.Take("--due-date", ParseDate(options.due_date));
  request.set_emergency(options.emergency);
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().CreateLoad(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.AnswerChange(*response, RenderLoad(*response), response->transaction());
}

struct ApproveOptions {
  MutationOptions mutation;
  std::string transaction;
  std::string award;
};

ExitCode ApproveLoad(Context& context, const ApproveOptions& options) {
  InputErrors errors;
  v1::ApproveEmergencyLoadRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_transaction(
      errors.Take("TRANSACTION", ParseSequenceName("transactions", options.transaction)));
  request.set_award(errors.Take("--award", ParseName("awards", options.award)));
  return SendChange(context, errors, &client::Client::ApproveEmergencyLoad, request);
}

void AddApprove(CLI::App& group, Context& context) {
  auto approve = std::make_shared<ApproveOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "approve",
       .purpose = "Approves an emergency load, as somebody other than who made it",
       .details = "By the end of the next working day; one that is not approved is reversed.\n"
                  "Those that wait: cardledger work list review. Up to how much each role\n"
                  "approves, the policy may say. Roles: approver or senior_approver.",
       .example = "cardledger load approve transactions/120 \\\n    --award "
                  "awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a"},
      [&context, approve] { return ApproveLoad(context, *approve); });
  command
      ->add_option("TRANSACTION", approve->transaction, "transactions/{sequence} or the sequence")
      ->required();
  command->add_option("--award", approve->award, "The award it is on")->required();
  AddMutationOptions(*command, approve->mutation);
}

}  // namespace

void AddLoadCommands(CLI::App& root, Context& context) {
  constexpr char kCreateExample[] =
      "cardledger load create --award awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a \\\n"
      "    --amount £250.00 --due-date 2026-07-01";
  CLI::App* group = AddGroup(root, {.name = "load",
                                    .purpose = "Putting money on awards, up to the annual limit",
                                    .details = "",
                                    .example = kCreateExample});
  auto create = std::make_shared<CreateOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "create",
       .purpose = "Puts money on one award now",
       .details = "A load that would pass the person's annual limit is refused whole, with what\n"
                  "remains. The due date decides the limit year and the fund. Role: "
                  "finance_officer.",
       .example = kCreateExample},
      [&context, create] { return CreateLoad(context, *create); });
  command->add_option("--award", create->award, "awards/{id} or the id")->required();
  command->add_option("--amount", create->amount, "Pounds, as £250.00")->required();
  command->add_option("--due-date", create->due_date, "The day it counts for, YYYY-MM-DD")
      ->required();
  command->add_flag("--emergency", create->emergency,
                    "Due today, also before the award's approval and while loads are paused; "
                    "somebody else approves it by the next working day");
  AddMutationOptions(*command, create->mutation);
  AddApprove(*group, context);

  auto bulk = std::make_shared<BulkOptions>();
  command = AddCommand(
      *group, context,
      {.name = "bulk",
       .purpose = "Loads every row of a file as one run",
       .details =
           "The file is comma-separated text (UTF-8) whose first line is\n"
           "    row_key,award,amount,due_date\n"
           "row_key is any text that names the row within the batch. The whole file is checked\n"
           "first; when a row is bad nothing is sent, unless --keep-good. Sending the same file\n"
           "again, after a crash or by mistake, loads nothing twice: the rows' request ids follow\n"
           "from the batch reference (or else the file's SHA-256) and the row keys.\n"
           "Exit code 7: some rows were bad or refused, and each is named with its reason.\n"
           "Role: finance_officer.",
       .example = "cardledger load bulk loads-july.csv --batch-reference 2026-07-loads"},
      [&context, bulk] { return BulkLoad(context, *bulk); });
  command->add_option("FILE", bulk->path, "The file")->required();
  command->add_flag("--keep-good", bulk->keep_good, "Sends the good rows of a file with bad ones");
  command->add_option("--batch-reference", bulk->batch_reference,
                      "Your name for the batch: sent under it once, whatever the file looks like");
}

}  // namespace cardledger::cli
