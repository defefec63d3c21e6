#include <memory>
#include <string>
#include <vector>

#include "clients/cli/award_commands.h"
#include "clients/cli/award_words.h"
#include "clients/cli/command.h"
#include "clients/cli/render.h"
#include "clients/cli/render_award.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

struct ProposeOptions {
  MutationOptions mutation;
  std::string person;
  std::vector<std::string> funds;
  std::string start;
  std::string end;
  std::string power = "s18-duty";
  std::string delivery = "council-arranged";
  std::string goal;
  // Who bears it, and how its money comes and goes; empty as the ledger has it.
  std::vector<std::string> shares;
  std::string schedule;
  std::string first_due;
  std::string funding_model;
  std::string contribution_mode;
  std::string spend_order;
  // Where it may be spent.
  std::vector<std::string> allowed;
  std::vector<std::string> blocked;
  bool no_cash = false;
  std::string risk_decision;
  std::string risk_review;
  std::vector<std::string> earmarks;
};

template <typename Enum>
Enum TakeWord(absl::string_view field, const std::string& word, InputErrors& errors) {
  return word.empty() ? Enum() : errors.Take(field, ParseWord<Enum>(word));
}

void SetMoney(const ProposeOptions& options, InputErrors& errors,
              v1::ProposeAwardRequest& request) {
  for (const std::string& word : options.funds) *request.add_funding() = TakeFunding(word, errors);
  for (const std::string& word : options.shares) *request.add_shares() = TakeShare(word, errors);
  request.set_funding_model(
      TakeWord<journal::v1::FundingModel>("--funding-model", options.funding_model, errors));
  request.set_contribution_mode(TakeWord<journal::v1::ContributionMode>(
      "--contribution-mode", options.contribution_mode, errors));
  request.set_spend_order(
      TakeWord<journal::v1::SpendOrder>("--spend-order", options.spend_order, errors));
}

void SetSchedule(const ProposeOptions& options, InputErrors& errors,
                 v1::ProposeAwardRequest& request) {
  if (options.schedule.empty()) {
    if (!options.first_due.empty()) {
      errors.Note("--first-due", "there is no schedule; write --schedule too");
    }
    return;
  }
  v1::LoadSchedule& schedule = *request.mutable_schedule();
  schedule.set_frequency(
      errors.Take("--schedule", ParseWord<journal::v1::LoadFrequency>(options.schedule)));
  TakeDate("--first-due", options.first_due, errors, &v1::LoadSchedule::mutable_first_due_date,
           schedule);
}

void SetRestrictions(const ProposeOptions& options, InputErrors& errors,
                     v1::ProposeAwardRequest& request) {
  for (const std::string& word : options.allowed) {
    request.add_allowed_categories(errors.Take("--allow", ParseCategory(word)));
  }
  for (const std::string& word : options.earmarks) {
    *request.add_earmarks() = TakeEarmark(word, errors);
  }
  if (options.blocked.empty() && !options.no_cash) {
    if (!options.risk_decision.empty() || !options.risk_review.empty()) {
      errors.Note("--risk-decision", "nothing is blocked; write --block or --no-cash too");
    }
    return;
  }
  v1::AwardBlocks& blocks = *request.mutable_blocks();
  for (const std::string& word : options.blocked) {
    blocks.add_categories(errors.Take("--block", ParseCategory(word)));
  }
  blocks.set_cash(options.no_cash);
  blocks.set_risk_decision(errors.Take("--risk-decision", ParseText(options.risk_decision)));
  TakeDate("--risk-review", options.risk_review, errors, &v1::AwardBlocks::mutable_risk_review_date,
           blocks);
}

ExitCode ProposeAward(Context& context, const ProposeOptions& options) {
  InputErrors errors;
  v1::ProposeAwardRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("--person", ParseName("persons", options.person)));
  *request.mutable_start_date() = errors.Take("--start", ParseDate(options.start));
  *request.mutable_end_date() = errors.Take("--end", ParseDate(options.end));
  request.set_power(errors.Take("--power", ParseWord<journal::v1::Power>(options.power)));
  request.set_delivery(
      errors.Take("--delivery", ParseWord<journal::v1::Delivery>(options.delivery)));
  request.set_goal(errors.Take("--goal", ParseText(options.goal)));
  SetMoney(options, errors, request);
  SetSchedule(options, errors, request);
  SetRestrictions(options, errors, request);
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().ProposeAward(request);
  if (!response.ok()) return context.Fail(response.status());
  v1::Award award = response->award();
  if (!IsStored(response->decision())) award.clear_name();
  return context.AnswerChange(*response, RenderAward(award), award.name());
}

void AddMoneyOptions(CLI::App& command, ProposeOptions& propose) {
  command.add_option("--fund", propose.funds, "FUND=AMOUNT, up to four times")
      ->required()
      ->allow_extra_args(false);
  command
      .add_option("--share", propose.shares,
                  "Who bears a part: SOURCE=PERCENT, or SOURCE=PERCENT:chargeable where the person "
                  "may be charged for it; sources: council, health-body, other-council")
      ->allow_extra_args(false);
  AddWordOption<journal::v1::LoadFrequency>(command, "--schedule", propose.schedule,
                                            "The ledger loads it by itself");
  command.add_option("--first-due", propose.first_due,
                     "First due date of the schedule; the first day where left out");
  AddWordOption<journal::v1::FundingModel>(
      command, "--funding-model", propose.funding_model,
      "Whose account the money stands in; holder-balance for a direct payment, else central-float");
  AddWordOption<journal::v1::ContributionMode>(command, "--contribution-mode",
                                               propose.contribution_mode,
                                               "How the contribution comes in; net where left out");
  AddWordOption<journal::v1::SpendOrder>(command, "--spend-order", propose.spend_order,
                                         "Which purse is spent first; person-first where left out");
}

void AddRestrictionOptions(CLI::App& command, ProposeOptions& propose) {
  command
      .add_option("--allow", propose.allowed,
                  "Merchant category code it may be spent in; all where none is given")
      ->allow_extra_args(false);
  command.add_option("--block", propose.blocked, "Merchant category code it may not be spent in")
      ->allow_extra_args(false);
  command.add_flag("--no-cash", propose.no_cash, "No cash may be drawn");
  command.add_option("--risk-decision", propose.risk_decision,
                     "The individual risk decision behind a direct payment's blocks; kept apart "
                     "from the journal");
  command.add_option("--risk-review", propose.risk_review,
                     "Day by which that decision is reviewed");
  command
      .add_option("--earmark", propose.earmarks,
                  "PROVIDER=AMOUNT that is spent at one provider alone")
      ->allow_extra_args(false);
}

}  // namespace

void AddProposeCommand(CLI::App& group, Context& context) {
  auto propose = std::make_shared<ProposeOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "propose",
       .purpose = "Proposes an award; somebody else approves it",
       .details = "One --fund for each financial year (April to March) that the dates touch. What\n"
                  "may be given several times is written once for each: --share council=60 "
                  "--share health-body=40.\n"
                  "Roles: social_worker or brokerage.",
       .example =
           "cardledger award propose --person persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d \\\n"
           "    --fund funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10=£1,000.00 \\\n"
           "    --start 2026-07-01 --end 2026-09-22 --schedule weekly \\\n"
           "    --goal \"Travels to college alone\""},
      [&context, propose] { return ProposeAward(context, *propose); });
  command->add_option("--person", propose->person, "persons/{id} or the id")->required();
  command->add_option("--start", propose->start, "First day, YYYY-MM-DD")->required();
  command->add_option("--end", propose->end, "Last day, YYYY-MM-DD")->required();
  AddWordOption<journal::v1::Power>(*command, "--power", propose->power, "The legal power")
      ->capture_default_str();
  AddWordOption<journal::v1::Delivery>(*command, "--delivery", propose->delivery,
                                       "How it reaches the person")
      ->capture_default_str();
  command->add_option("--goal", propose->goal,
                      "What it is to achieve; kept apart from the journal");
  AddMoneyOptions(*command, *propose);
  AddRestrictionOptions(*command, *propose);
  AddMutationOptions(*command, propose->mutation);
}

}  // namespace cardledger::cli
