#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/card_commands.h"
#include "clients/cli/change_command.h"
#include "clients/cli/command.h"

namespace cardledger::cli {
namespace {

struct CardOptions {
  MutationOptions mutation;
  std::string card;
};

template <typename Request>
void ApplyCard(const CardOptions& options, InputErrors& errors, Request& request) {
  ApplyMutation(options.mutation, errors, request);
  request.set_card(errors.Take("CARD", ParseName("cards", options.card)));
}

struct IssueOptions {
  CardOptions card;
  std::string token;
  std::string last_four;
  std::string expires;
};

ExitCode IssueCard(Context& context, const IssueOptions& options) {
  InputErrors errors;
  v1::IssueCardRequest request;
  ApplyCard(options.card, errors, request);
  request.set_token(errors.Take("--token", ParseText(options.token)));
  request.set_last_four(errors.Take("--last-four", ParseText(options.last_four)));
  const absl::CivilMonth month = errors.Take("--expires", ParseMonth(options.expires));
  request.set_expiry_year(static_cast<int32_t>(month.year()));
  request.set_expiry_month(month.month());
  return SendChange(context, errors, &client::Client::IssueCard, request);
}

// The steps that name a card and nothing else.
template <typename Request, absl::StatusOr<v1::Change> (client::Client::*kMethod)(Request)>
ExitCode Step(Context& context, const CardOptions& options) {
  InputErrors errors;
  Request request;
  ApplyCard(options, errors, request);
  return SendChange(context, errors, kMethod, request);
}

struct SetLimitsOptions {
  CardOptions card;
  LimitOptions limits;
};

ExitCode SetLimits(Context& context, const SetLimitsOptions& options) {
  InputErrors errors;
  v1::SetCardLimitsRequest request;
  ApplyCard(options.card, errors, request);
  *request.mutable_limits() = TakeLimits(options.limits, errors);
  return SendChange(context, errors, &client::Client::SetCardLimits, request);
}

void AddCardOption(CLI::App& command, CardOptions& card) {
  command.add_option("CARD", card.card, "cards/{id} or the id")->required();
  AddMutationOptions(command, card.mutation);
}

void AddStep(CLI::App& group, Context& context, const CommandText& text,
             ExitCode (*run)(Context&, const CardOptions&)) {
  auto card = std::make_shared<CardOptions>();
  CLI::App* command =
      AddCommand(group, context, text, [&context, card, run] { return run(context, *card); });
  AddCardOption(*command, *card);
}

void AddIssue(CLI::App& group, Context& context) {
  auto issue = std::make_shared<IssueOptions>();
  CLI::App* command =
      AddCommand(group, context,
                 {.name = "issue",
                  .purpose = "Records that the issuer made the card",
                  .details = "Of a requested card. Roles: finance_officer or issuer_system.",
                  .example = absl::StrCat("cardledger card issue ", kExampleCard,
                                          " \\\n    --token tok_8f3a2b19c4 --last-four 4821 "
                                          "--expires 2029-07")},
                 [&context, issue] { return IssueCard(context, *issue); });
  AddCardOption(*command, issue->card);
  command->add_option("--token", issue->token, "What the issuer calls it; never a card number")
      ->required();
  command->add_option("--last-four", issue->last_four, "The card number's last four digits")
      ->required();
  command->add_option("--expires", issue->expires, "Month of its last day, YYYY-MM")->required();
}

void AddLimits(CLI::App& group, Context& context) {
  auto limits = std::make_shared<SetLimitsOptions>();
  CLI::App* command =
      AddCommand(group, context,
                 {.name = "limits",
                  .purpose = "Sets a card's own limits; what is left out has none from then on",
                  .details = "Of a card that is requested, issued, active or blocked.\n"
                             "Roles: social_worker or brokerage.",
                  .example = absl::StrCat("cardledger card limits ", kExampleCard,
                                          " --payment-max £30.00 --daily-count 5")},
                 [&context, limits] { return SetLimits(context, *limits); });
  AddCardOption(*command, limits->card);
  AddLimitOptions(*command, limits->limits);
}

}  // namespace

void AddCardLifeCommands(CLI::App& card, Context& context) {
  AddIssue(card, context);
  constexpr char kRoles[] =
      "Roles: social_worker, brokerage, finance_officer, issuer_system or,\nalso of one blocked "
      "for "
      "safeguarding, safeguarding_lead.";
  AddStep(card, context,
          {.name = "activate",
           .purpose = "Records that the cardholder has the card, and from then on it may be used",
           .details = "Of an issued card.\n"
                      "Roles: social_worker, brokerage, finance_officer or issuer_system.",
           .example = absl::StrCat("cardledger card activate ", kExampleCard)},
          Step<v1::ActivateCardRequest, &client::Client::ActivateCard>);
  AddStep(
      card, context,
      {.name = "replace",
       .purpose = "Asks for a card in the place of another, with its holder and limits",
       .details = absl::StrCat("Of a card that is issued, active, blocked or expired; it can be "
                               "used no more. Award and\nbalance stay. It costs the person "
                               "nothing.\n",
                               kRoles),
       .example = absl::StrCat("cardledger card replace ", kExampleCard)},
      Step<v1::ReplaceCardRequest, &client::Client::ReplaceCard>);
  AddStep(card, context,
          {.name = "close",
           .purpose = "Closes a card for good",
           .details =
               absl::StrCat("Of every card but one that is replaced or closed already.\n", kRoles),
           .example = absl::StrCat("cardledger card close ", kExampleCard)},
          Step<v1::CloseCardRequest, &client::Client::CloseCard>);
  AddLimits(card, context);
}

}  // namespace cardledger::cli
