#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/award_commands.h"
#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

struct MoneyOptions {
  MutationOptions mutation;
  std::string award;
  std::string amount;
  std::string on;
  std::string reference;
};

template <typename Request>
void ApplyMoney(const MoneyOptions& options, InputErrors& errors, Request& request) {
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  request.set_amount_pence(errors.Take("--amount", client::ParsePounds(options.amount)));
  request.set_reference(errors.Take("--reference", ParseText(options.reference)));
}

ExitCode ReceiveContribution(Context& context, const MoneyOptions& options) {
  InputErrors errors;
  v1::ReceiveContributionRequest request;
  ApplyMoney(options, errors, request);
  *request.mutable_received_date() = errors.Take("--on", ParseDate(options.on));
  return SendChange(context, errors, &client::Client::ReceiveContribution, request);
}

ExitCode AddOwnMoney(Context& context, const MoneyOptions& options) {
  InputErrors errors;
  v1::AddOwnMoneyRequest request;
  ApplyMoney(options, errors, request);
  *request.mutable_received_date() = errors.Take("--on", ParseDate(options.on));
  return SendChange(context, errors, &client::Client::AddOwnMoney, request);
}

ExitCode RepayOwnMoney(Context& context, const MoneyOptions& options) {
  InputErrors errors;
  v1::RepayOwnMoneyRequest request;
  ApplyMoney(options, errors, request);
  *request.mutable_paid_date() = errors.Take("--on", ParseDate(options.on));
  return SendChange(context, errors, &client::Client::RepayOwnMoney, request);
}

void AddMoneyCommand(CLI::App& group, Context& context, const CommandText& text,
                     const std::string& on, ExitCode (*run)(Context&, const MoneyOptions&)) {
  auto money = std::make_shared<MoneyOptions>();
  CLI::App* command =
      AddCommand(group, context, text, [&context, money, run] { return run(context, *money); });
  command->add_option("AWARD", money->award, "awards/{id} or the id")->required();
  command->add_option("--amount", money->amount, "Pounds, as £5.00")->required();
  command->add_option("--on", money->on, on)->required();
  command->add_option("--reference", money->reference,
                      "The bank's or the payer's reference; kept apart from the journal");
  AddMutationOptions(*command, money->mutation);
}

}  // namespace

void AddMoneyCommands(CLI::App& root, Context& context) {
  const std::string receive = absl::StrCat("cardledger contribution receive ", kExampleAward,
                                           " --amount £5.00 --on 2026-07-10");
  CLI::App* contribution = AddGroup(
      root, {.name = "contribution",
             .purpose = "What people were assessed to contribute, as it arrives",
             .details = "What is expected a week is set with cardledger award contribution.",
             .example = receive});
  AddMoneyCommand(*contribution, context,
                  {.name = "receive",
                   .purpose = "Records a contribution that has arrived; it can be spent at once",
                   .details = "Roles: income_officer or finance_officer.",
                   .example = receive},
                  "The day it arrived, YYYY-MM-DD", ReceiveContribution);

  const std::string add =
      absl::StrCat("cardledger own-money add ", kExampleAward, " --amount £20.00 --on 2026-07-10");
  CLI::App* own =
      AddGroup(root, {.name = "own-money",
                      .purpose = "Money of the person's or the family's own on an award",
                      .details = "It is outside the annual limit, charge and recovery.",
                      .example = add});
  AddMoneyCommand(*own, context,
                  {.name = "add",
                   .purpose = "Records own money that was added to an award",
                   .details = "Roles: income_officer or finance_officer.",
                   .example = add},
                  "The day it arrived, YYYY-MM-DD", AddOwnMoney);
  AddMoneyCommand(
      *own, context,
      {.name = "repay",
       .purpose = "Records own money that was paid back, also after the award has ended",
       .details = "Roles: income_officer or finance_officer.",
       .example = absl::StrCat("cardledger own-money repay ", kExampleAward,
                               " --amount £20.00 --on 2026-09-30")},
      "The day it was paid, YYYY-MM-DD", RepayOwnMoney);
}

}  // namespace cardledger::cli
