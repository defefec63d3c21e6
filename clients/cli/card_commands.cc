#include "clients/cli/card_commands.h"

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "clients/cli/award_commands.h"
#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/paging.h"
#include "clients/cli/render_card.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

struct RequestOptions {
  MutationOptions mutation;
  std::string award;
  std::string holder = "person";
  LimitOptions limits;
};

// The person, or a supporter or representative by the whole name.
void TakeHolder(const std::string& word, InputErrors& errors, v1::RequestCardRequest& request) {
  if (word == "person") {
    request.set_holder(journal::v1::HOLDER_KIND_PERSON);
  } else if (absl::StartsWith(word, "supporters/")) {
    request.set_holder(journal::v1::HOLDER_KIND_SUPPORTER);
    request.set_party(errors.Take("--for", ParseName("supporters", word)));
  } else if (absl::StartsWith(word, "representatives/")) {
    request.set_holder(journal::v1::HOLDER_KIND_REPRESENTATIVE);
    request.set_party(errors.Take("--for", ParseName("representatives", word)));
  } else {
    errors.Note("--for", absl::StrCat("'", word,
                                      "' is nobody who could hold a card; write person, "
                                      "supporters/{id} or representatives/{id}"));
  }
}

ExitCode RequestCard(Context& context, const RequestOptions& options) {
  InputErrors errors;
  v1::RequestCardRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  TakeHolder(options.holder, errors, request);
  *request.mutable_limits() = TakeLimits(options.limits, errors);
  return SendChange(context, errors, &client::Client::RequestCard, request);
}

ExitCode ShowCard(Context& context, const std::string& card) {
  InputErrors errors;
  v1::GetCardRequest request;
  request.set_name(errors.Take("CARD", ParseName("cards", card)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetCard(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderCard(response->card()) + RenderReadPoint(response->read_point()),
                        response->card().name());
}

struct CardListOptions {
  ListOptions list;
  std::string award;
  std::string person;
  std::string state;
};

ExitCode ListCards(Context& context, const CardListOptions& options) {
  InputErrors errors;
  v1::ListCardsRequest request;
  if (!options.award.empty()) {
    request.set_award(errors.Take("--award", ParseName("awards", options.award)));
  }
  if (!options.person.empty()) {
    request.set_person(errors.Take("--person", ParseName("persons", options.person)));
  }
  if (!options.state.empty()) {
    request.set_state(errors.Take("--state", ParseWord<v1::CardState>(options.state)));
  }
  if (!errors.empty()) return context.Fail(errors);
  return AnswerList(context, options.list, request, &client::Client::ListCards,
                    &v1::ListCardsResponse::mutable_cards, RenderCards);
}

void AddRequest(CLI::App& group, Context& context) {
  auto request = std::make_shared<RequestOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "request",
       .purpose = "Asks for a card on an award",
       .details = "For the person, for a supporter with the scope card, or for a representative.\n"
                  "Roles: social_worker or brokerage.",
       .example = absl::StrCat("cardledger card request ", kExampleAward, " --daily-max £50.00")},
      [&context, request] { return RequestCard(context, *request); });
  command->add_option("AWARD", request->award, "awards/{id} or the id")->required();
  command
      ->add_option("--for", request->holder,
                   "Who will hold it: person, supporters/{id} or representatives/{id}")
      ->capture_default_str();
  AddLimitOptions(*command, request->limits);
  AddMutationOptions(*command, request->mutation);
}

}  // namespace

void AddLimitOptions(CLI::App& command, LimitOptions& limits) {
  command.add_option("--payment-max", limits.payment_max, "Most pounds of one payment");
  command.add_option("--daily-max", limits.daily_max, "Most pounds of one day");
  command.add_option("--daily-count", limits.daily_count, "Most payments of one day")
      ->check(CLI::Range(1, 1000));
}

journal::v1::CardLimits TakeLimits(const LimitOptions& limits, InputErrors& errors) {
  journal::v1::CardLimits taken;
  if (!limits.payment_max.empty()) {
    taken.set_payment_pence(errors.Take("--payment-max", client::ParsePounds(limits.payment_max)));
  }
  if (!limits.daily_max.empty()) {
    taken.set_daily_pence(errors.Take("--daily-max", client::ParsePounds(limits.daily_max)));
  }
  taken.set_daily_count(limits.daily_count);
  return taken;
}

void AddCardCommands(CLI::App& root, Context& context) {
  CLI::App* group = AddGroup(
      root, {.name = "card",
             .purpose = "Cards: means to spend an award",
             .details = "The ledger knows the issuer's token and the last four digits, never a\n"
                        "card number.",
             .example = absl::StrCat("cardledger card show ", kExampleCard)});
  AddRequest(*group, context);
  AddCardLifeCommands(*group, context);
  AddCardBlockCommands(*group, context);

  auto card = std::make_shared<std::string>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "show",
       .purpose = "Shows a card: who holds it, whether it may be used, its limits",
       .details = "Roles: social_worker, brokerage, approver, senior_approver, finance_officer,\n"
                  "auditor, safeguarding_lead, issuer_system, or for their own person,\n"
                  "supporter and representative.",
       .example = absl::StrCat("cardledger card show ", kExampleCard)},
      [&context, card] { return ShowCard(context, *card); });
  command->add_option("CARD", *card, "cards/{id} or the id")->required();

  auto list = std::make_shared<CardListOptions>();
  command = AddCommand(*group, context,
                       {.name = "list",
                        .purpose = "Lists cards",
                        .details = "Roles: social_worker, brokerage, approver, senior_approver,\n"
                                   "finance_officer, auditor, safeguarding_lead or issuer_system.",
                        .example = absl::StrCat("cardledger card list --award ", kExampleAward)},
                       [&context, list] { return ListCards(context, *list); });
  command->add_option("--award", list->award, "Only cards of this award");
  command->add_option("--person", list->person, "Only cards of this person's awards");
  AddWordOption<v1::CardState>(*command, "--state", list->state, "Only cards in this state today");
  AddListOptions(*command, list->list.limit, list->list.page_token);
}

}  // namespace cardledger::cli
