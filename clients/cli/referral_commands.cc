#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/award_commands.h"
#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/paging.h"
#include "clients/cli/render_lists.h"
#include "clients/cpp/money.h"

namespace cardledger::cli {
namespace {

constexpr char kReaders[] =
    "Roles: social_worker, brokerage, approver, senior_approver, finance_officer or auditor.";

struct RequestOptions {
  MutationOptions mutation;
  std::string award;
  std::string amount;
  std::string date;
  std::string reason;
};

ExitCode RequestException(Context& context, const RequestOptions& options) {
  InputErrors errors;
  v1::RequestExceptionRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_award(errors.Take("AWARD", ParseName("awards", options.award)));
  request.set_amount_pence(errors.Take("--amount", client::ParsePounds(options.amount)));
  *request.mutable_date() = errors.Take("--date", ParseDate(options.date));
  request.set_reason(errors.Take("--reason", ParseText(options.reason)));
  return SendChange(context, errors, &client::Client::RequestException, request);
}

struct DecideOptions {
  MutationOptions mutation;
  std::string referral;
  DecisionOptions decision;
  std::string amount;
  std::string reason;
};

ExitCode DecideReferral(Context& context, const DecideOptions& options) {
  InputErrors errors;
  v1::DecideReferralRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_referral(errors.Take("REFERRAL", ParseSequenceName("referrals", options.referral)));
  request.set_approve(TakeDecision(options.decision, errors));
  if (!options.amount.empty()) {
    request.set_amount_pence(errors.Take("--amount", client::ParsePounds(options.amount)));
  }
  request.set_reason(errors.Take("--reason", ParseText(options.reason)));
  return SendChange(context, errors, &client::Client::DecideReferral, request);
}

ExitCode ShowReferral(Context& context, const std::string& referral) {
  InputErrors errors;
  v1::GetReferralRequest request;
  request.set_name(errors.Take("REFERRAL", ParseSequenceName("referrals", referral)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetReferral(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(
      *response, RenderReferral(response->referral()) + RenderReadPoint(response->read_point()),
      response->referral().name());
}

struct ReferralListOptions {
  ListOptions list;
  std::string state;
};

ExitCode ListReferrals(Context& context, const ReferralListOptions& options) {
  InputErrors errors;
  v1::ListReferralsRequest request;
  if (!options.state.empty()) {
    request.set_state(errors.Take("--state", ParseWord<v1::ReferralState>(options.state)));
  }
  if (!errors.empty()) return context.Fail(errors);
  return AnswerList(context, options.list, request, &client::Client::ListReferrals,
                    &v1::ListReferralsResponse::mutable_referrals, RenderReferrals);
}

void AddReferralChanges(CLI::App& group, Context& context) {
  auto request = std::make_shared<RequestOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "request",
       .purpose = "Asks a senior for an exception to a person's annual limit, for one award",
       .details =
           "Under a duty (s18, s20, s117) a refusal asks by itself. Under other powers, and\n"
           "for grants, there is no exception. Roles: social_worker or brokerage.",
       .example = absl::StrCat("cardledger referral request ", kExampleAward,
                               " --amount £200.00 \\\n    --date 2026-09-01 --reason \"The course "
                               "costs more than the limit\"")},
      [&context, request] { return RequestException(context, *request); });
  command->add_option("AWARD", request->award, "awards/{id} or the id")->required();
  command->add_option("--amount", request->amount, "Pounds beyond the limit")->required();
  command->add_option("--date", request->date, "Any day of the limit year concerned")->required();
  command->add_option("--reason", request->reason, "Why; kept apart from the journal")->required();
  AddMutationOptions(*command, request->mutation);

  auto decide = std::make_shared<DecideOptions>();
  command = AddCommand(group, context,
                       {.name = "decide",
                        .purpose = "Approves a referral, in whole or in part, or declines it",
                        .details = "Up to how much each role approves, the policy may say.\n"
                                   "Roles: approver or senior_approver; not who opened it, and\n"
                                   "not the award's proposer.",
                        .example = "cardledger referral decide referrals/120 --approve --amount "
                                   "£150.00 \\\n    --reason \"Meets the eligible need\""},
                       [&context, decide] { return DecideReferral(context, *decide); });
  command->add_option("REFERRAL", decide->referral, "referrals/{sequence} or the sequence")
      ->required();
  AddDecisionOptions(*command, decide->decision);
  command->add_option("--amount", decide->amount, "Pounds approved; what was asked where left out");
  command->add_option("--reason", decide->reason, "Why; kept apart from the journal")->required();
  AddMutationOptions(*command, decide->mutation);
}

}  // namespace

void AddReferralCommands(CLI::App& root, Context& context) {
  CLI::App* group =
      AddGroup(root, {.name = "referral",
                      .purpose = "Questions to a senior, beyond the annual limit or a budget",
                      .details = "",
                      .example = "cardledger referral list --state open"});
  AddReferralChanges(*group, context);

  auto referral = std::make_shared<std::string>();
  CLI::App* command = AddCommand(*group, context,
                                 {.name = "show",
                                  .purpose = "Shows a referral: what is asked, of whom, until when",
                                  .details = kReaders,
                                  .example = "cardledger referral show referrals/120"},
                                 [&context, referral] { return ShowReferral(context, *referral); });
  command->add_option("REFERRAL", *referral, "referrals/{sequence} or the sequence")->required();

  auto list = std::make_shared<ReferralListOptions>();
  command = AddCommand(*group, context,
                       {.name = "list",
                        .purpose = "Lists referrals, the oldest first",
                        .details = kReaders,
                        .example = "cardledger referral list --state open"},
                       [&context, list] { return ListReferrals(context, *list); });
  AddWordOption<v1::ReferralState>(*command, "--state", list->state, "Only those in this state");
  AddListOptions(*command, list->list.limit, list->list.page_token);
}

}  // namespace cardledger::cli
