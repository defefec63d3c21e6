#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "clients/cli/award_commands.h"
#include "clients/cli/award_words.h"
#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

struct ExtendOptions {
  MutationOptions mutation;
  std::string award;
  std::string end;
  std::vector<std::string> funds;
  std::string reason;
};

ExitCode ProposeExtension(Context& context, const ExtendOptions& options) {
  InputErrors errors;
  v1::ProposeExtensionRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  *request.mutable_end_date() = errors.Take("--end", ParseDate(options.end));
  for (const std::string& word : options.funds) *request.add_funding() = TakeFunding(word, errors);
  request.set_reason(errors.Take("--reason", ParseText(options.reason)));
  return SendChange(context, errors, &client::Client::ProposeExtension, request);
}

struct DecideOptions {
  MutationOptions mutation;
  std::string award;
  DecisionOptions decision;
  std::string note;
};

ExitCode DecideExtension(Context& context, const DecideOptions& options) {
  InputErrors errors;
  v1::DecideExtensionRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  request.set_approve(TakeDecision(options.decision, errors));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::DecideExtension, request);
}

struct EndOptions {
  MutationOptions mutation;
  std::string award;
  std::string last_day;
  std::string outcome;
  std::string note;
};

ExitCode EndAward(Context& context, const EndOptions& options) {
  InputErrors errors;
  v1::EndAwardRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  *request.mutable_last_date() = errors.Take("--last-day", ParseDate(options.last_day));
  request.set_outcome(errors.Take("--outcome", ParseWord<journal::v1::Outcome>(options.outcome)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::EndAward, request);
}

struct AgreementOptions {
  MutationOptions mutation;
  std::string award;
  std::string version;
  std::string choice;
  std::string signed_on;
};

ExitCode RecordAgreement(Context& context, const AgreementOptions& options) {
  InputErrors errors;
  v1::RecordAgreementRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  v1::DirectPaymentAgreement& agreement = *request.mutable_agreement();
  agreement.set_version(errors.Take("--signed-version", ParseText(options.version)));
  agreement.set_choice(
      errors.Take("--choice", ParseWord<journal::v1::PaymentChoice>(options.choice)));
  *agreement.mutable_signed_date() = errors.Take("--signed-on", ParseDate(options.signed_on));
  return SendChange(context, errors, &client::Client::RecordAgreement, request);
}

struct ContributionOptions {
  MutationOptions mutation;
  std::string award;
  std::string weekly;
  std::string from;
};

ExitCode SetContribution(Context& context, const ContributionOptions& options) {
  InputErrors errors;
  v1::SetContributionRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  request.set_weekly_pence(errors.Take("--weekly", client::ParsePounds(options.weekly)));
  *request.mutable_from_date() = errors.Take("--from", ParseDate(options.from));
  return SendChange(context, errors, &client::Client::SetContribution, request);
}

void AddExtension(CLI::App& group, Context& context) {
  auto extend = std::make_shared<ExtendOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "extend",
       .purpose = "Proposes the one extension an award may have; somebody else decides it",
       .details = "Without --fund only the last day changes. A financial year that the award did\n"
                  "not touch before needs its fund. Roles: social_worker or brokerage.",
       .example = absl::StrCat("cardledger award extend ", kExampleAward,
                               " --end 2026-10-20 \\\n    --fund "
                               "funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10=£200.00 \\\n    "
                               "--reason \"Four more weeks of travel training\"")},
      [&context, extend] { return ProposeExtension(context, *extend); });
  command->add_option("AWARD", extend->award, "awards/{id} or the id")->required();
  command->add_option("--end", extend->end, "The new last day, YYYY-MM-DD")->required();
  command->add_option("--fund", extend->funds, "FUND=AMOUNT that it adds, up to four times")
      ->allow_extra_args(false);
  command->add_option("--reason", extend->reason, "Why; kept apart from the journal")->required();
  AddMutationOptions(*command, extend->mutation);

  auto decide = std::make_shared<DecideOptions>();
  command = AddCommand(
      group, context,
      {.name = "decide-extension",
       .purpose = "Approves or declines a proposed extension",
       .details =
           "Up to how much each role approves, the policy may say; it counts the whole award.\n"
           "Roles: approver or senior_approver, and not the one who proposed it.",
       .example = absl::StrCat("cardledger award decide-extension ", kExampleAward, " --approve")},
      [&context, decide] { return DecideExtension(context, *decide); });
  command->add_option("AWARD", decide->award, "awards/{id} or the id")->required();
  AddDecisionOptions(*command, decide->decision);
  command->add_option("--note", decide->note, "Kept apart from the journal");
  AddMutationOptions(*command, decide->mutation);
}

void AddEnd(CLI::App& group, Context& context) {
  auto end = std::make_shared<EndOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "end",
       .purpose = "Ends an award, or records the outcome of one that ended by date",
       .details = "What is promised and not loaded goes back to its funds. The outcome deceased\n"
                  "follows from the person's state.\n"
                  "Roles: social_worker, brokerage, approver or senior_approver.",
       .example = absl::StrCat("cardledger award end ", kExampleAward,
                               " --last-day 2026-09-01 --outcome travel-independence")},
      [&context, end] { return EndAward(context, *end); });
  command->add_option("AWARD", end->award, "awards/{id} or the id")->required();
  command->add_option("--last-day", end->last_day, "Its last day, up to today")->required();
  AddWordOption<journal::v1::Outcome>(*command, "--outcome", end->outcome, "What it led to")
      ->required();
  command->add_option("--note", end->note, "Kept apart from the journal");
  AddMutationOptions(*command, end->mutation);
}

void AddAgreement(CLI::App& group, Context& context) {
  auto agreement = std::make_shared<AgreementOptions>();
  CLI::App* command =
      AddCommand(group, context,
                 {.name = "agreement",
                  .purpose = "Records a direct payment's agreement, before which nothing is loaded",
                  .details = "Roles: social_worker or brokerage.",
                  .example = absl::StrCat("cardledger award agreement ", kExampleAward,
                                          " \\\n    --signed-version 2026-1 --choice card "
                                          "--signed-on 2026-06-29")},
                 [&context, agreement] { return RecordAgreement(context, *agreement); });
  command->add_option("AWARD", agreement->award, "awards/{id} or the id")->required();
  command
      ->add_option("--signed-version", agreement->version,
                   "Version of the agreement that was signed: A-Z a-z 0-9 . _ -")
      ->required();
  AddWordOption<journal::v1::PaymentChoice>(*command, "--choice", agreement->choice,
                                            "How the person chose to be paid")
      ->required();
  command->add_option("--signed-on", agreement->signed_on, "When it was signed, YYYY-MM-DD")
      ->required();
  AddMutationOptions(*command, agreement->mutation);
}

void AddContribution(CLI::App& group, Context& context) {
  auto contribution = std::make_shared<ContributionOptions>();
  CLI::App* command =
      AddCommand(group, context,
                 {.name = "contribution",
                  .purpose = "Sets what the person contributes to an award a week, from a day on",
                  .details = "What arrives is recorded with cardledger contribution receive.\n"
                             "Roles: financial_assessor or income_officer.",
                  .example = absl::StrCat("cardledger award contribution ", kExampleAward,
                                          " --weekly £5.00 --from 2026-07-06")},
                 [&context, contribution] { return SetContribution(context, *contribution); });
  command->add_option("AWARD", contribution->award, "awards/{id} or the id")->required();
  command->add_option("--weekly", contribution->weekly, "Pounds a week, as £5.00; 0 for none")
      ->required();
  command->add_option("--from", contribution->from, "First day, YYYY-MM-DD")->required();
  AddMutationOptions(*command, contribution->mutation);
}

}  // namespace

void AddAwardLifeCommands(CLI::App& group, Context& context) {
  AddExtension(group, context);
  AddEnd(group, context);
  AddAgreement(group, context);
  AddContribution(group, context);
}

}  // namespace cardledger::cli
