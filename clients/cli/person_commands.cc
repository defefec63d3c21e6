#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/command.h"
#include "clients/cli/render.h"
#include "clients/cli/words.h"

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
  command = AddCommand(*group, context,
                       {.name = "show",
                        .purpose = "Shows a person and the person's awards",
                        .details = "",
                        .example = "cardledger person show "
                                   "persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d"},
                       [&context, person] { return ShowPerson(context, *person); });
  command->add_option("PERSON", *person, "persons/{id} or the id")->required();

  auto reference = std::make_shared<std::string>();
  command = AddCommand(*group, context,
                       {.name = "find",
                        .purpose = "Finds a person by the number in the council's case system",
                        .details = "",
                        .example = "cardledger person find LAS-1042"},
                       [&context, reference] { return FindPerson(context, *reference); });
  command->add_option("CASE_REFERENCE", *reference, "The number; case does not matter")->required();
}

}  // namespace cardledger::cli
