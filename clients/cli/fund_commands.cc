#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/civil_time.h"
#include "clients/cli/command.h"
#include "clients/cli/paging.h"
#include "clients/cli/render.h"
#include "clients/cli/words.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using client::FormatPence;

constexpr char kReaders[] =
    "Roles: finance_officer, finance_approver, approver, senior_approver, auditor or\n"
    "partner_system.";

struct CreateOptions {
  MutationOptions mutation;
  std::string code;
  std::string year;
};

ExitCode CreateFund(Context& context, const CreateOptions& options) {
  InputErrors errors;
  v1::CreateFundRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_code(errors.Take("--code", ParseText(options.code)));
  request.set_financial_year(errors.Take("--year", ParseFinancialYear(options.year)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().CreateFund(request);
  if (!response.ok()) return context.Fail(response.status());
  v1::Fund fund = response->fund();
  if (!IsStored(response->decision())) fund.clear_name();
  return context.AnswerChange(*response, RenderFund(fund), fund.name());
}

struct AllocateOptions {
  MutationOptions mutation;
  std::string fund;
  std::string amount;
  std::string reason = "annual-budget";
  std::string note;
};

ExitCode AllocateBudget(Context& context, const AllocateOptions& options) {
  InputErrors errors;
  v1::AllocateBudgetRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_fund(errors.Take("FUND", ParseName("funds", options.fund)));
  request.set_amount_pence(errors.Take("--amount", client::ParseSignedPounds(options.amount)));
  request.set_reason(errors.Take("--reason", ParseWord<journal::v1::BudgetReason>(options.reason)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().AllocateBudget(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.AnswerChange(
      *response,
      absl::StrCat("Budget of ", response->fund(),
                   IsStored(response->decision()) ? " changed by " : " would be changed by ",
                   FormatPence(response->amount_pence()),
                   "; still to promise: ", FormatPence(response->available_pence()), "\n"),
      response->fund());
}

struct TransferOptions {
  MutationOptions mutation;
  std::string from;
  std::string to;
  std::string amount;
  std::string note;
};

ExitCode TransferBudget(Context& context, const TransferOptions& options) {
  InputErrors errors;
  v1::TransferBudgetRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_from_fund(errors.Take("--from", ParseName("funds", options.from)));
  request.set_to_fund(errors.Take("--to", ParseName("funds", options.to)));
  request.set_amount_pence(errors.Take("--amount", client::ParsePounds(options.amount)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().TransferBudget(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.AnswerChange(
      *response,
      absl::StrCat(IsStored(response->decision()) ? "Moved " : "Would be moved: ",
                   FormatPence(response->amount_pence()), "\nStill to promise: ",
                   request.from_fund(), " ", FormatPence(response->from_available_pence()), ", ",
                   request.to_fund(), " ", FormatPence(response->to_available_pence()), "\n"));
}

struct ShowOptions {
  std::string fund;
  AsOfOptions as_of;
};

ExitCode ShowFund(Context& context, const ShowOptions& options) {
  InputErrors errors;
  v1::GetFundRequest request;
  request.set_name(errors.Take("FUND", ParseName("funds", options.fund)));
  ApplyAsOf(options.as_of, errors, request);
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetFund(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderFund(response->fund()) + RenderReadPoint(response->read_point()),
                        response->fund().name());
}

struct FundListOptions {
  ListOptions list;
  std::string year;
};

ExitCode ListFunds(Context& context, const FundListOptions& options) {
  InputErrors errors;
  v1::ListFundsRequest request;
  if (!options.year.empty()) {
    request.set_financial_year(errors.Take("--year", ParseFinancialYear(options.year)));
  }
  if (!errors.empty()) return context.Fail(errors);
  return AnswerList(context, options.list, request, &client::Client::ListFunds,
                    &v1::ListFundsResponse::mutable_funds, RenderFunds);
}

void AddFundChanges(CLI::App& group, Context& context) {
  auto create = std::make_shared<CreateOptions>();
  CLI::App* command = AddCommand(group, context,
                                 {.name = "create",
                                  .purpose = "Opens a fund with a budget of nothing",
                                  .details = "Roles: finance_officer or finance_approver.",
                                  .example = "cardledger fund create --code TIER3 --year 2026-27"},
                                 [&context, create] { return CreateFund(context, *create); });
  command->add_option("--code", create->code, "The cost centre's code: A-Z 0-9 -")->required();
  command->add_option("--year", create->year, "Financial year, 2026 or 2026-27")->required();
  AddMutationOptions(*command, create->mutation);

  auto allocate = std::make_shared<AllocateOptions>();
  command = AddCommand(
      group, context,
      {.name = "allocate",
       .purpose = "Raises a fund's budget; lowers it with a minus before the amount",
       .details = "Role: finance_approver. Lowering never takes what is promised or loaded.",
       .example = "cardledger fund allocate funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10 "
                  "--amount £111,000 --reason annual-budget"},
      [&context, allocate] { return AllocateBudget(context, *allocate); });
  command->add_option("FUND", allocate->fund, "funds/{id} or the id")->required();
  command
      ->add_option("--amount", allocate->amount, "Pounds, as £111,000.00; to lower: --amount=-500")
      ->required();
  AddWordOption<journal::v1::BudgetReason>(*command, "--reason", allocate->reason, "Why")
      ->capture_default_str();
  command->add_option("--note", allocate->note, "Kept apart from the journal");
  AddMutationOptions(*command, allocate->mutation);

  auto transfer = std::make_shared<TransferOptions>();
  command =
      AddCommand(group, context,
                 {.name = "transfer",
                  .purpose = "Moves budget between two funds of one financial year (virement)",
                  .details = "Role: finance_approver.",
                  .example = "cardledger fund transfer --from 7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10 "
                             "--to 0b9a7f5e-2f7c-4d77-8a60-9d7e6a1c2b30 --amount 5,000"},
                 [&context, transfer] { return TransferBudget(context, *transfer); });
  command->add_option("--from", transfer->from, "The fund that gives")->required();
  command->add_option("--to", transfer->to, "The fund that takes")->required();
  command->add_option("--amount", transfer->amount, "Pounds, as £5,000.00")->required();
  command->add_option("--note", transfer->note, "Kept apart from the journal");
  AddMutationOptions(*command, transfer->mutation);
}

}  // namespace

void AddFundCommands(CLI::App& root, Context& context) {
  CLI::App* group = AddGroup(root, {.name = "fund",
                                    .purpose = "Budgets by financial year",
                                    .details = "",
                                    .example = "cardledger fund list --year 2026-27"});
  AddFundChanges(*group, context);

  auto show = std::make_shared<ShowOptions>();
  CLI::App* command =
      AddCommand(*group, context,
                 {.name = "show",
                  .purpose = "Shows a fund: budget, promised, loaded, still to promise",
                  .details = kReaders,
                  .example = "cardledger fund show funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10"},
                 [&context, show] { return ShowFund(context, *show); });
  command->add_option("FUND", show->fund, "funds/{id} or the id")->required();
  AddAsOfOptions(*command, show->as_of);

  auto list = std::make_shared<FundListOptions>();
  command = AddCommand(*group, context,
                       {.name = "list",
                        .purpose = "Lists funds",
                        .details = kReaders,
                        .example = "cardledger fund list --year 2026-27"},
                       [&context, list] { return ListFunds(context, *list); });
  command->add_option("--year", list->year, "Only this financial year, 2026 or 2026-27");
  AddListOptions(*command, list->list.limit, list->list.page_token);
}

}  // namespace cardledger::cli
