#include <memory>
#include <string>

#include "clients/cli/command.h"
#include "clients/cli/paging.h"
#include "clients/cli/render_lists.h"

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
                  "Roles: social_worker, brokerage, approver, finance_officer, auditor or\n"
                  "safeguarding_lead.",
       .example = "cardledger work list to-approve"},
      [&context, work] { return ListWork(context, *work); });
  AddWordOption<v1::WorkKind>(*command, "KIND", work->kind, "What kind of work")->required();
  AddListOptions(*command, work->list.limit, work->list.page_token);
}

}  // namespace cardledger::cli
