#include <memory>
#include <string>
#include <vector>

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

constexpr char kExampleAward[] = "awards/3b1f8a52-6d0e-4f0b-8f43-1f2e3d4c5b6a";

struct ProposeOptions {
  MutationOptions mutation;
  std::string person;
  std::vector<std::string> funds;
  std::string start;
  std::string end;
  std::string power = "s18-duty";
  std::string delivery = "council-arranged";
  std::string goal;
};

void AddFunding(const std::string& word, InputErrors& errors, v1::ProposeAwardRequest& request) {
  const size_t equals = word.find('=');
  if (equals == std::string::npos) {
    errors.Note("--fund", absl::StrCat("'", word,
                                       "' names no amount; write FUND=AMOUNT, as "
                                       "funds/{id}=£1,000.00"));
    return;
  }
  v1::AwardFunding& funding = *request.add_funding();
  funding.set_fund(errors.Take("--fund", ParseName("funds", word.substr(0, equals))));
  funding.set_amount_pence(errors.Take("--fund", client::ParsePounds(word.substr(equals + 1))));
}

ExitCode ProposeAward(Context& context, const ProposeOptions& options) {
  InputErrors errors;
  v1::ProposeAwardRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("--person", ParseName("persons", options.person)));
  for (const std::string& word : options.funds) AddFunding(word, errors, request);
  *request.mutable_start_date() = errors.Take("--start", ParseDate(options.start));
  *request.mutable_end_date() = errors.Take("--end", ParseDate(options.end));
  request.set_power(errors.Take("--power", ParseWord<journal::v1::Power>(options.power)));
  request.set_delivery(
      errors.Take("--delivery", ParseWord<journal::v1::Delivery>(options.delivery)));
  request.set_goal(errors.Take("--goal", ParseText(options.goal)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().ProposeAward(request);
  if (!response.ok()) return context.Fail(response.status());
  v1::Award award = response->award();
  if (!IsStored(response->decision())) award.clear_name();
  return context.AnswerChange(*response, RenderAward(award), award.name());
}

struct ApproveOptions {
  MutationOptions mutation;
  std::string award;
};

ExitCode ApproveAward(Context& context, const ApproveOptions& options) {
  InputErrors errors;
  v1::ApproveAwardRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().ApproveAward(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.AnswerChange(
      *response,
      absl::StrCat(
          IsStored(response->decision()) ? "Approved " : "Would be approved: ", response->award(),
          "; promised from its funds: ", FormatPence(response->committed_pence()), "\n"),
      response->award());
}

struct CancelOptions {
  MutationOptions mutation;
  std::string award;
  std::string reason;
  std::string note;
};

ExitCode CancelAward(Context& context, const CancelOptions& options) {
  InputErrors errors;
  v1::CancelAwardRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  request.set_reason(errors.Take("--reason", ParseWord<journal::v1::CancelReason>(options.reason)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().CancelAward(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.AnswerChange(
      *response,
      absl::StrCat(
          IsStored(response->decision()) ? "Cancelled " : "Would be cancelled: ", response->award(),
          "; given back to its funds: ", FormatPence(response->released_pence()), "\n"),
      response->award());
}

ExitCode ShowAward(Context& context, const std::string& award) {
  InputErrors errors;
  v1::GetAwardRequest request;
  request.set_name(errors.Take("AWARD", ParseName("awards", award)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetAward(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderAward(response->award()) + RenderReadPoint(response->read_point()),
                        response->award().name());
}

struct AwardListOptions {
  ListOptions list;
  std::string person;
  std::string state;
};

ExitCode ListAwards(Context& context, const AwardListOptions& options) {
  InputErrors errors;
  v1::ListAwardsRequest request;
  if (!options.person.empty()) {
    request.set_person(errors.Take("--person", ParseName("persons", options.person)));
  }
  if (!options.state.empty()) {
    request.set_state(errors.Take("--state", ParseWord<v1::AwardState>(options.state)));
  }
  if (!errors.empty()) return context.Fail(errors);
  const auto response = ListUpTo<v1::ListAwardsResponse, v1::ListAwardsRequest>(
      options.list, request,
      [&](const v1::ListAwardsRequest& page) { return context.client().ListAwards(page); },
      [](v1::ListAwardsResponse& page, v1::ListAwardsResponse& all) {
        all.mutable_awards()->MergeFrom(page.awards());
        return page.awards_size();
      });
  if (!response.ok()) return context.Fail(response.status());
  std::string names;
  for (const v1::Award& award : response->awards()) {
    absl::StrAppend(&names, names.empty() ? "" : "\n", award.name());
  }
  RemarkOnMore(context, response->next_page_token());
  return context.Answer(
      *response, RenderAwards(response->awards()) + RenderReadPoint(response->read_point()), names);
}

void AddPropose(CLI::App& group, Context& context) {
  auto propose = std::make_shared<ProposeOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "propose",
       .purpose = "Proposes an award; somebody else approves it",
       .details = "One --fund for each financial year (April to March) that the dates touch.\n"
                  "Roles: social_worker or brokerage.",
       .example =
           "cardledger award propose --person persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d \\\n"
           "    --fund funds/7d1d0e6c-4c8a-4e0e-9a55-2f2f3f0f7a10=£1,000.00 \\\n"
           "    --start 2026-07-01 --end 2026-09-22 --goal \"Travels to college alone\""},
      [&context, propose] { return ProposeAward(context, *propose); });
  command->add_option("--person", propose->person, "persons/{id} or the id")->required();
  command->add_option("--fund", propose->funds, "FUND=AMOUNT, up to four times")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--start", propose->start, "First day, YYYY-MM-DD")->required();
  command->add_option("--end", propose->end, "Last day, YYYY-MM-DD")->required();
  command->add_option("--power", propose->power, Words<journal::v1::Power>())
      ->capture_default_str();
  command->add_option("--delivery", propose->delivery, Words<journal::v1::Delivery>())
      ->capture_default_str();
  command->add_option("--goal", propose->goal,
                      "What it is to achieve; kept apart from the journal");
  AddMutationOptions(*command, propose->mutation);
}

void AddDecisions(CLI::App& group, Context& context) {
  auto approve = std::make_shared<ApproveOptions>();
  CLI::App* command =
      AddCommand(group, context,
                 {.name = "approve",
                  .purpose = "Approves an award and promises its money from its funds",
                  .details = "Role: approver, and not the one who proposed it.",
                  .example = absl::StrCat("cardledger award approve ", kExampleAward)},
                 [&context, approve] { return ApproveAward(context, *approve); });
  command->add_option("AWARD", approve->award, "awards/{id} or the id")->required();
  AddMutationOptions(*command, approve->mutation);

  auto cancel = std::make_shared<CancelOptions>();
  command = AddCommand(group, context,
                       {.name = "cancel",
                        .purpose = "Cancels an award on which nothing has been loaded",
                        .details = "",
                        .example = absl::StrCat("cardledger award cancel ", kExampleAward,
                                                " --reason declined-by-person")},
                       [&context, cancel] { return CancelAward(context, *cancel); });
  command->add_option("AWARD", cancel->award, "awards/{id} or the id")->required();
  command->add_option("--reason", cancel->reason, Words<journal::v1::CancelReason>())->required();
  command->add_option("--note", cancel->note, "Kept apart from the journal");
  AddMutationOptions(*command, cancel->mutation);
}

}  // namespace

void AddAwardCommands(CLI::App& root, Context& context) {
  CLI::App* group =
      AddGroup(root, {.name = "award",
                      .purpose = "Awards: the right to money for a phase",
                      .details = "Proposed by one person, approved by another, then loaded.",
                      .example = absl::StrCat("cardledger award show ", kExampleAward)});
  AddPropose(*group, context);
  AddDecisions(*group, context);

  auto award = std::make_shared<std::string>();
  CLI::App* command =
      AddCommand(*group, context,
                 {.name = "show",
                  .purpose = "Shows an award: who proposed and approved it, and what is left",
                  .details = "",
                  .example = absl::StrCat("cardledger award show ", kExampleAward)},
                 [&context, award] { return ShowAward(context, *award); });
  command->add_option("AWARD", *award, "awards/{id} or the id")->required();

  auto list = std::make_shared<AwardListOptions>();
  command = AddCommand(*group, context,
                       {.name = "list",
                        .purpose = "Lists awards",
                        .details = "",
                        .example = "cardledger award list --state proposed"},
                       [&context, list] { return ListAwards(context, *list); });
  command->add_option("--person", list->person, "Only awards of this person");
  command->add_option("--state", list->state, Words<v1::AwardState>());
  AddListOptions(*command, list->list.limit, list->list.page_token);
}

}  // namespace cardledger::cli
