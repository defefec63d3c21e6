#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/paging.h"
#include "clients/cli/person_commands.h"
#include "clients/cli/render_look.h"

namespace cardledger::cli {
namespace {

constexpr char kReaders[] =
    "Roles: social_worker, brokerage, approver, senior_approver, finance_officer,\n"
    "income_officer, auditor, safeguarding_lead, or for their own person, supporter and\n"
    "representative.";

struct OpenOptions {
  MutationOptions mutation;
  std::string person;
  std::string reason;
  std::string note;
};

ExitCode OpenLines(Context& context, const OpenOptions& options) {
  InputErrors errors;
  v1::OpenLinesRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  request.set_reason(errors.Take("--reason", ParseWord<journal::v1::LookReason>(options.reason)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::OpenLines, request);
}

struct LooksOptions {
  ListOptions list;
  std::string person;
};

ExitCode ListLooks(Context& context, const LooksOptions& options) {
  InputErrors errors;
  v1::ListLooksRequest request;
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  if (!errors.empty()) return context.Fail(errors);
  return AnswerList(context, options.list, request, &client::Client::ListLooks,
                    &v1::ListLooksResponse::mutable_looks, RenderLooks);
}

struct WithholdOptions {
  MutationOptions mutation;
  std::string person;
  std::string reason;
  std::string ground;
  std::string review;
  std::string note;
};

ExitCode RequestWithheldLook(Context& context, const WithholdOptions& options) {
  InputErrors errors;
  v1::RequestWithheldLookRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  request.set_reason(errors.Take("--reason", ParseWord<journal::v1::LookReason>(options.reason)));
  request.set_ground(errors.Take("--ground", ParseWord<journal::v1::LookGround>(options.ground)));
  *request.mutable_review_date() = errors.Take("--review", ParseDate(options.review));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::RequestWithheldLook, request);
}

struct DecideOptions {
  MutationOptions mutation;
  std::string look;
  DecisionOptions decision;
  std::string note;
};

ExitCode DecideWithheldLook(Context& context, const DecideOptions& options) {
  InputErrors errors;
  v1::DecideWithheldLookRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_look(errors.Take("LOOK", ParseSequenceName("looks", options.look)));
  request.set_approve(TakeDecision(options.decision, errors));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::DecideWithheldLook, request);
}

struct ReviewOptions {
  MutationOptions mutation;
  std::string look;
  bool disclose = false;
  std::string until;
  std::string note;
};

ExitCode ReviewWithheldLook(Context& context, const ReviewOptions& options) {
  InputErrors errors;
  v1::ReviewWithheldLookRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_look(errors.Take("LOOK", ParseSequenceName("looks", options.look)));
  if (options.disclose != options.until.empty()) {
    errors.Note("--until", "write either --until DATE or --disclose");
  }
  request.set_disclose(options.disclose);
  TakeDate("--until", options.until, errors, &v1::ReviewWithheldLookRequest::mutable_review_date,
           request);
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::ReviewWithheldLook, request);
}

ExitCode ShowLook(Context& context, const std::string& look) {
  InputErrors errors;
  v1::GetLookRequest request;
  request.set_name(errors.Take("LOOK", ParseSequenceName("looks", look)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetLook(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response, RenderLook(*response) + RenderReadPoint(response->read_point()),
                        response->look().name());
}

struct WithheldListOptions {
  ListOptions list;
  std::string due;
};

ExitCode ListWithheldLooks(Context& context, const WithheldListOptions& options) {
  InputErrors errors;
  v1::ListWithheldLooksRequest request;
  TakeDate("--due", options.due, errors, &v1::ListWithheldLooksRequest::mutable_due_date, request);
  if (!errors.empty()) return context.Fail(errors);
  return AnswerList(context, options.list, request, &client::Client::ListWithheldLooks,
                    &v1::ListWithheldLooksResponse::mutable_looks, RenderLooks);
}

void AddWithhold(CLI::App& group, Context& context) {
  auto withhold = std::make_shared<WithholdOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "withhold",
       .purpose = "Asks to open a person's lines without the person being told",
       .details = "Where to be told would risk serious harm, or hinder work against a crime.\n"
                  "Nothing is opened before somebody else approves it. Role: safeguarding_lead.",
       .example = absl::StrCat("cardledger look withhold ", kExamplePerson,
                               " \\\n    --reason safeguarding --ground serious-harm --review "
                               "2026-09-01 \\\n    --note \"Told of it, the nephew would know\"")},
      [&context, withhold] { return RequestWithheldLook(context, *withhold); });
  command->add_option("PERSON", withhold->person, "persons/{id} or the id")->required();
  AddWordOption<journal::v1::LookReason>(*command, "--reason", withhold->reason,
                                         "Why the lines are opened")
      ->required();
  AddWordOption<journal::v1::LookGround>(*command, "--ground", withhold->ground,
                                         "Why the person is not told")
      ->required();
  command->add_option("--review", withhold->review, "By when that is looked at again, YYYY-MM-DD")
      ->required();
  command->add_option("--note", withhold->note, "What leads to it; kept apart from the journal")
      ->required();
  AddMutationOptions(*command, withhold->mutation);
}

void AddDecisions(CLI::App& group, Context& context) {
  auto decide = std::make_shared<DecideOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "decide",
       .purpose = "Approves or declines a look that would be withheld",
       .details = "Where approved, the lines are open for 8 hours to who asked.\n"
                  "Roles: safeguarding_lead or senior_approver; not who asked.",
       .example = "cardledger look decide looks/120 --approve --note \"Risk confirmed\""},
      [&context, decide] { return DecideWithheldLook(context, *decide); });
  command->add_option("LOOK", decide->look, "looks/{sequence} or the sequence")->required();
  AddDecisionOptions(*command, decide->decision);
  command->add_option("--note", decide->note, "Why; kept apart from the journal")->required();
  AddMutationOptions(*command, decide->mutation);

  auto review = std::make_shared<ReviewOptions>();
  command =
      AddCommand(group, context,
                 {.name = "review",
                  .purpose = "Keeps a look withheld until a later day, or tells the person",
                  .details = "Roles: safeguarding_lead or senior_approver; not who looked.",
                  .example = "cardledger look review looks/120 --disclose --note \"Risk is over\""},
                 [&context, review] { return ReviewWithheldLook(context, *review); });
  command->add_option("LOOK", review->look, "looks/{sequence} or the sequence")->required();
  command->add_flag("--disclose", review->disclose, "The person sees it from now on");
  command->add_option("--until", review->until, "It stays withheld; the next review, YYYY-MM-DD");
  command->add_option("--note", review->note, "Why; kept apart from the journal")->required();
  AddMutationOptions(*command, review->mutation);
}

}  // namespace

void AddPersonLookCommands(CLI::App& person, Context& context) {
  auto open = std::make_shared<OpenOptions>();
  CLI::App* command = AddCommand(
      person, context,
      {.name = "open-lines",
       .purpose = "Opens a person's transactions and statements to you for 8 hours",
       .details = "The person sees when, in which role and why, and not who you are.\n"
                  "Roles: social_worker, brokerage, approver, senior_approver, finance_officer,\n"
                  "income_officer, auditor, safeguarding_lead or administrator.",
       .example = absl::StrCat("cardledger person open-lines ", kExamplePerson,
                               " --reason payment-query")},
      [&context, open] { return OpenLines(context, *open); });
  command->add_option("PERSON", open->person, "persons/{id} or the id")->required();
  AddWordOption<journal::v1::LookReason>(*command, "--reason", open->reason,
                                         "Why; the person sees it")
      ->required();
  command->add_option("--note", open->note, "Kept apart from the journal; not for the person");
  AddMutationOptions(*command, open->mutation);

  auto looks = std::make_shared<LooksOptions>();
  command = AddCommand(
      person, context,
      {.name = "looks",
       .purpose = "Lists who opened a person's lines, and why, the last first",
       .details = absl::StrCat(
           "Who it was, and what is withheld, is for safeguarding_lead and auditor.\n", kReaders),
       .example = absl::StrCat("cardledger person looks ", kExamplePerson)},
      [&context, looks] { return ListLooks(context, *looks); });
  command->add_option("PERSON", looks->person, "persons/{id} or the id")->required();
  AddListOptions(*command, looks->list.limit, looks->list.page_token);
}

void AddLookCommands(CLI::App& root, Context& context) {
  CLI::App* group =
      AddGroup(root, {.name = "look",
                      .purpose = "Looks at a person's lines, and those the person is not told of",
                      .details = "",
                      .example = "cardledger look list"});
  AddWithhold(*group, context);
  AddDecisions(*group, context);

  auto look = std::make_shared<std::string>();
  CLI::App* command = AddCommand(*group, context,
                                 {.name = "show",
                                  .purpose = "Shows a look: when, in which role, why",
                                  .details = kReaders,
                                  .example = "cardledger look show looks/120"},
                                 [&context, look] { return ShowLook(context, *look); });
  command->add_option("LOOK", *look, "looks/{sequence} or the sequence")->required();

  auto list = std::make_shared<WithheldListOptions>();
  command = AddCommand(
      *group, context,
      {.name = "list",
       .purpose = "Lists withheld looks that wait for a decision, or whose review is due",
       .details = "Roles: safeguarding_lead, senior_approver or auditor.",
       .example = "cardledger look list --due 2026-09-30"},
      [&context, list] { return ListWithheldLooks(context, *list); });
  command->add_option("--due", list->due, "Reviews due by this day, YYYY-MM-DD; today if left out");
  AddListOptions(*command, list->list.limit, list->list.page_token);
}

}  // namespace cardledger::cli
