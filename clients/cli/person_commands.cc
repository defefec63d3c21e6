#include "clients/cli/person_commands.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/render.h"
#include "clients/cli/render_person.h"

namespace cardledger::cli {
namespace {

struct RegisterOptions {
  MutationOptions mutation;
  std::string case_reference;
};

ExitCode RegisterPerson(Context& context, const RegisterOptions& options) {
  InputErrors errors;
  v1::RegisterPersonRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_case_reference(errors.Take("--case-reference", ParseText(options.case_reference)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().RegisterPerson(request);
  if (!response.ok()) return context.Fail(response.status());
  const std::string person =
      response->person().empty() ? "" : "Registered " + response->person() + "\n";
  return context.AnswerChange(*response, person, response->person());
}

ExitCode ShowPerson(Context& context, const std::string& person) {
  InputErrors errors;
  v1::GetPersonRequest request;
  request.set_name(errors.Take("PERSON", ParseName("persons", person)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetPerson(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderPerson(response->person()) + RenderReadPoint(response->read_point()),
                        response->person().name());
}

ExitCode FindPerson(Context& context, const std::string& case_reference) {
  InputErrors errors;
  v1::FindPersonRequest request;
  request.set_case_reference(errors.Take("CASE_REFERENCE", ParseText(case_reference)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().FindPerson(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderPerson(response->person()) + RenderReadPoint(response->read_point()),
                        response->person().name());
}

struct StateOptions {
  MutationOptions mutation;
  std::string person;
  std::string state;
  std::string since;
  std::string note;
};

ExitCode SetState(Context& context, const StateOptions& options) {
  InputErrors errors;
  v1::SetPersonStateRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  request.set_state(errors.Take("STATE", ParseWord<journal::v1::PersonState>(options.state)));
  *request.mutable_since() = errors.Take("--since", ParseDate(options.since));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::SetPersonState, request);
}

void AddState(CLI::App& group, Context& context) {
  auto state = std::make_shared<StateOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "state",
       .purpose = "Records that a person is at home, in hospital, detained, moving or has died",
       .details = "Loads pause in hospital and detention where the policy says so. A death ends\n"
                  "every award on that day and blocks every card, in the same step.\n"
                  "Roles: social_worker or brokerage.",
       .example = absl::StrCat("cardledger person state ", kExamplePerson,
                               " hospital --since 2026-07-03")},
      [&context, state] { return SetState(context, *state); });
  command->add_option("PERSON", state->person, "persons/{id} or the id")->required();
  AddWordOption<journal::v1::PersonState>(*command, "STATE", state->state,
                                          "The state; active is at home")
      ->required();
  command->add_option("--since", state->since, "Its first day; the day of death")->required();
  command->add_option("--note", state->note, "Kept apart from the journal");
  AddMutationOptions(*command, state->mutation);
}

}  // namespace

void AddPersonCommands(CLI::App& root, Context& context) {
  CLI::App* group = AddGroup(root, {.name = "person",
                                    .purpose = "People who are supported, under opaque names",
                                    .details = "",
                                    .example = "cardledger person find LAS-1042"});

  auto registration = std::make_shared<RegisterOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "register",
       .purpose = "Registers a person by the number in the council's case system",
       .details =
           "The number is sealed outside the journal; the answer is the person's opaque name.\n"
           "Roles: social_worker or brokerage.",
       .example = "cardledger person register --case-reference LAS-1042"},
      [&context, registration] { return RegisterPerson(context, *registration); });
  command
      ->add_option("--case-reference", registration->case_reference,
                   "1 to 64 of A-Z a-z 0-9 / . _ -")
      ->required();
  AddMutationOptions(*command, registration->mutation);

  auto person = std::make_shared<std::string>();
  command =
      AddCommand(*group, context,
                 {.name = "show",
                  .purpose = "Shows a person: state, awards, supporters, representatives",
                  .details = "Roles: social_worker, brokerage, approver, senior_approver,\n"
                             "finance_officer, auditor, or for their own person, supporter and "
                             "representative.",
                  .example = absl::StrCat("cardledger person show ", kExamplePerson)},
                 [&context, person] { return ShowPerson(context, *person); });
  command->add_option("PERSON", *person, "persons/{id} or the id")->required();

  auto reference = std::make_shared<std::string>();
  command = AddCommand(*group, context,
                       {.name = "find",
                        .purpose = "Finds a person by the number in the council's case system",
                        .details = "Roles: social_worker, brokerage, approver or senior_approver.",
                        .example = "cardledger person find LAS-1042"},
                       [&context, reference] { return FindPerson(context, *reference); });
  command->add_option("CASE_REFERENCE", *reference, "The number; case does not matter")->required();

  AddState(*group, context);
  AddCommunicationCommands(*group, context);
  AddPartyCommands(*group, context);
  AddSignInCommands(*group, context);
  AddPrivacyCommands(*group, context);
  AddPersonLookCommands(*group, context);
}

}  // namespace cardledger::cli
