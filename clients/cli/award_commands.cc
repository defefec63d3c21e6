#include "clients/cli/award_commands.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/command.h"
#include "clients/cli/paging.h"
#include "clients/cli/render_award.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

using client::FormatPence;

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

struct ShowOptions {
  std::string award;
  std::string at;
};

ExitCode ShowAward(Context& context, const ShowOptions& options) {
  InputErrors errors;
  v1::GetAwardRequest request;
  request.set_name(errors.Take("AWARD", ParseName("awards", options.award)));
  request.set_position(TakePosition(options.at, errors));
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
  return AnswerList(context, options.list, request, &client::Client::ListAwards,
                    &v1::ListAwardsResponse::mutable_awards, RenderAwards);
}

void AddDecisions(CLI::App& group, Context& context) {
  auto approve = std::make_shared<ApproveOptions>();
  CLI::App* command =
      AddCommand(group, context,
                 {.name = "approve",
                  .purpose = "Approves an award and promises its money from its funds",
                  .details = "Up to how much each role approves, the policy may say.\n"
                             "Roles: approver or senior_approver, and not the one who proposed it.",
                  .example = absl::StrCat("cardledger award approve ", kExampleAward)},
                 [&context, approve] { return ApproveAward(context, *approve); });
  command->add_option("AWARD", approve->award, "awards/{id} or the id")->required();
  AddMutationOptions(*command, approve->mutation);

  auto cancel = std::make_shared<CancelOptions>();
  command = AddCommand(group, context,
                       {.name = "cancel",
                        .purpose = "Cancels an award on which nothing has been loaded",
                        .details = "Roles: social_worker, brokerage, approver or senior_approver.",
                        .example = absl::StrCat("cardledger award cancel ", kExampleAward,
                                                " --reason declined-by-person")},
                       [&context, cancel] { return CancelAward(context, *cancel); });
  command->add_option("AWARD", cancel->award, "awards/{id} or the id")->required();
  AddWordOption<journal::v1::CancelReason>(*command, "--reason", cancel->reason, "Why")->required();
  command->add_option("--note", cancel->note, "Kept apart from the journal");
  AddMutationOptions(*command, cancel->mutation);
}

}  // namespace

void AddAwardCommands(CLI::App& root, Context& context) {
  CLI::App* group = AddGroup(
      root,
      {.name = "award",
       .purpose = "Awards: the right to money for a phase",
       .details = "Proposed by one person, approved by another, loaded, and ended with an outcome.",
       .example = absl::StrCat("cardledger award show ", kExampleAward)});
  AddProposeCommand(*group, context);
  AddDecisions(*group, context);
  AddAwardLifeCommands(*group, context);

  auto show = std::make_shared<ShowOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "show",
       .purpose = "Shows an award: who proposed and approved it, and what is left",
       .details = "Roles: social_worker, brokerage, approver, senior_approver, finance_officer,\n"
                  "auditor, or for their own person, supporter and representative.",
       .example = absl::StrCat("cardledger award show ", kExampleAward)},
      [&context, show] { return ShowAward(context, *show); });
  command->add_option("AWARD", show->award, "awards/{id} or the id")->required();
  AddAtOption(*command, show->at);

  auto list = std::make_shared<AwardListOptions>();
  command = AddCommand(*group, context,
                       {.name = "list",
                        .purpose = "Lists awards",
                        .details = "Roles: social_worker, brokerage, approver, senior_approver,\n"
                                   "finance_officer or auditor.",
                        .example = "cardledger award list --state proposed"},
                       [&context, list] { return ListAwards(context, *list); });
  command->add_option("--person", list->person, "Only awards of this person");
  AddWordOption<v1::AwardState>(*command, "--state", list->state,
                                "Only awards in this state today");
  AddListOptions(*command, list->list.limit, list->list.page_token);
}

}  // namespace cardledger::cli
