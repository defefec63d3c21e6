#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/command.h"
#include "clients/cli/paging.h"
#include "clients/cli/render_lists.h"
#include "clients/cli/render_privacy.h"

namespace cardledger::cli {
namespace {

struct WorkOptions {
  ListOptions list;
  std::string kind;
};

ExitCode ListWork(Context& context, const WorkOptions& options) {
  InputErrors errors;
  v1::ListWorkRequest request;
  request.set_kind(errors.Take("KIND", ParseWord<v1::WorkKind>(options.kind)));
  if (!errors.empty()) return context.Fail(errors);
  return AnswerList(context, options.list, request, &client::Client::ListWork,
                    &v1::ListWorkResponse::mutable_items, RenderWork);
}

// Named by the people whose details they are.
ExitCode ListErasures(Context& context, const ListOptions& options) {
  const v1::ListDueErasuresRequest request;
  const auto listed = ListUpTo<v1::ListDueErasuresResponse, v1::ListDueErasuresRequest>(
      options, request,
      [&](const v1::ListDueErasuresRequest& page) {
        return context.client().ListDueErasures(page);
      },
      [](v1::ListDueErasuresResponse& page, v1::ListDueErasuresResponse& all) {
        all.mutable_erasures()->MergeFrom(page.erasures());
        return page.erasures_size();
      });
  if (!listed.ok()) return context.Fail(listed.status());
  const std::string names = absl::StrJoin(
      listed->erasures(), "\n",
      [](std::string* out, const v1::DueErasure& due) { absl::StrAppend(out, due.person()); });
  RemarkOnMore(context, listed->next_page_token());
  return context.Answer(
      *listed, RenderDueErasures(listed->erasures()) + RenderReadPoint(listed->read_point()),
      names);
}

void AddErasures(CLI::App& group, Context& context) {
  auto list = std::make_shared<ListOptions>();
  CLI::App* command =
      AddCommand(group, context,
                 {.name = "erasures",
                  .purpose = "Lists people of whom details are due to be erased, or proposed to be",
                  .details = "Nobody under a legal hold, and nobody with an award that goes on.\n"
                             "Roles: administrator or senior_approver.",
                  .example = "cardledger work erasures"},
                 [&context, list] { return ListErasures(context, *list); });
  AddListOptions(*command, list->limit, list->page_token);
}

}  // namespace

void AddWorkCommands(CLI::App& root, Context& context) {
  CLI::App* group = AddGroup(root, {.name = "work",
                                    .purpose = "What waits for somebody",
                                    .details = "",
                                    .example = "cardledger work list to-approve"});
  auto work = std::make_shared<WorkOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "list",
       .purpose = "Lists what waits, of one kind",
       .details = "to-approve  awards and extensions that wait for their approval\n"
                  "referral    questions that a senior has to decide\n"
                  "review      blocks for safeguarding, risk decisions, emergency loads\n"
                  "ending      awards that end soon, or have ended without an outcome\n"
                  "surplus     balances above what the policy lets stand, or on ended awards\n\n"
                  "Roles: social_worker, brokerage, approver, senior_approver, finance_officer,\n"
                  "auditor or safeguarding_lead.",
       .example = "cardledger work list to-approve"},
      [&context, work] { return ListWork(context, *work); });
  AddWordOption<v1::WorkKind>(*command, "KIND", work->kind, "What kind of work")->required();
  AddListOptions(*command, work->list.limit, work->list.page_token);
  AddErasures(*group, context);
}

}  // namespace cardledger::cli
