#include <memory>
#include <string>

#include "absl/strings/match.h"

#include "clients/cli/command.h"
#include "clients/cli/render.h"

namespace cardledger::cli {
namespace {

struct BalanceOptions {
  std::string name;
  AsOfOptions as_of;
};

// Sends one of the three requests and answers with its balance.
template <typename Request, typename Response>
ExitCode AnswerBalance(Context& context, const BalanceOptions& options, InputErrors& errors,
                       absl::StatusOr<Response> (client::Client::*get)(const Request&),
                       Request request) {
  ApplyAsOf(options.as_of, errors, request);
  if (!errors.empty()) return context.Fail(errors);
  const absl::StatusOr<Response> response = (context.client().*get)(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderBalance(*response) + RenderReadPoint(response->read_point()));
}

// The name says whose balance is asked for; an id alone is an award's.
ExitCode ShowBalance(Context& context, const BalanceOptions& options) {
  InputErrors errors;
  if (absl::StartsWith(options.name, "persons/")) {
    v1::GetPersonBalanceRequest request;
    request.set_person(errors.Take("NAME", ParseName("persons", options.name)));
    return AnswerBalance(context, options, errors, &client::Client::GetPersonBalance, request);
  }
  if (absl::StartsWith(options.name, "cards/")) {
    v1::GetCardBalanceRequest request;
    request.set_card(errors.Take("NAME", ParseName("cards", options.name)));
    return AnswerBalance(context, options, errors, &client::Client::GetCardBalance, request);
  }
  v1::GetBalanceRequest request;
  request.set_award(errors.Take("NAME", ParseName("awards", options.name)));
  return AnswerBalance(context, options, errors, &client::Client::GetBalance, request);
}

struct EntitlementOptions {
  std::string person;
  std::string date;
};

ExitCode ShowEntitlement(Context& context, const EntitlementOptions& options) {
  InputErrors errors;
  v1::GetEntitlementStatusRequest request;
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  if (!options.date.empty()) {
    *request.mutable_date() = errors.Take("--date", ParseDate(options.date));
  }
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetEntitlementStatus(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderEntitlement(*response) + RenderReadPoint(response->read_point()));
}

}  // namespace

void AddBalanceCommands(CLI::App& root, Context& context) {
  constexpr char kBalanceExample[] =
      "cardledger balance show awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a";
  CLI::App* balance =
      AddGroup(root, {.name = "balance",
                      .purpose = "What is left on an award, for a person, on a card",
                      .details = "",
                      .example = kBalanceExample});
  auto show = std::make_shared<BalanceOptions>();
  CLI::App* command = AddCommand(
      *balance, context,
      {.name = "show",
       .purpose = "Shows what is on an award by purse, on all awards of a person, or what a card "
                  "can spend",
       .details = "Posted is moved for good, pending is reserved, available can be spent.\n"
                  "Roles: social_worker, brokerage, approver, senior_approver, finance_officer,\n"
                  "auditor; of an award or a card also issuer_system and partner_system; or for\n"
                  "their own person, supporter and representative.",
       .example = kBalanceExample},
      [&context, show] { return ShowBalance(context, *show); });
  command
      ->add_option("NAME", show->name,
                   "awards/{id}, persons/{id} or cards/{id}; an id alone is an award's")
      ->required();
  AddAsOfOptions(*command, show->as_of);

  constexpr char kEntitlementExample[] =
      "cardledger entitlement show persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d --date 2026-07-01";
  CLI::App* entitlement = AddGroup(root, {.name = "entitlement",
                                          .purpose = "A person's annual limit",
                                          .details = "",
                                          .example = kEntitlementExample});
  auto options = std::make_shared<EntitlementOptions>();
  command =
      AddCommand(*entitlement, context,
                 {.name = "show",
                  .purpose = "Shows a person's annual limit, what is used and what is left",
                  .details = "Roles: social_worker, brokerage, approver, senior_approver,\n"
                             "finance_officer, auditor, or for their own person, supporter and "
                             "representative.",
                  .example = kEntitlementExample},
                 [&context, options] { return ShowEntitlement(context, *options); });
  command->add_option("PERSON", options->person, "persons/{id} or the id")->required();
  command->add_option("--date", options->date,
                      "A day of the limit year asked about, YYYY-MM-DD; today where left out");
}

}  // namespace cardledger::cli
