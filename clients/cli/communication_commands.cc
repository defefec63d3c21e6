#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/person_commands.h"
#include "clients/cli/render.h"
#include "clients/cli/render_person.h"

namespace cardledger::cli {
namespace {

struct SetOptions {
  MutationOptions mutation;
  std::string person;
  std::string format;
  std::string language;
  std::string channel;
  std::string helper;
  std::string note;
};

ExitCode SetCommunication(Context& context, const SetOptions& options) {
  InputErrors errors;
  v1::SetCommunicationNeedsRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  v1::CommunicationNeeds& needs = *request.mutable_needs();
  needs.set_format(errors.Take("--format", ParseWord<v1::CommunicationFormat>(options.format)));
  needs.set_language(errors.Take("--language", ParseText(options.language)));
  needs.set_channel(errors.Take("--channel", ParseWord<v1::CommunicationChannel>(options.channel)));
  needs.set_helper(errors.Take("--helper", ParseText(options.helper)));
  needs.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::SetCommunicationNeeds, request);
}

ExitCode ShowCommunication(Context& context, const std::string& person) {
  InputErrors errors;
  v1::GetCommunicationNeedsRequest request;
  request.set_person(errors.Take("PERSON", ParseName("persons", person)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetCommunicationNeeds(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(*response,
                        RenderCommunication(*response) + RenderReadPoint(response->read_point()));
}

}  // namespace

void AddCommunicationCommands(CLI::App& person, Context& context) {
  CLI::App* group = AddGroup(
      person, {.name = "communication",
               .purpose = "How to communicate with a person; sealed outside the journal",
               .details = "",
               .example = absl::StrCat("cardledger person communication show ", kExamplePerson)});
  auto set = std::make_shared<SetOptions>();
  CLI::App* command =
      AddCommand(*group, context,
                 {.name = "set",
                  .purpose = "Records how to communicate with a person, in place of what stood",
                  .details = "Roles: social_worker or brokerage.",
                  .example = absl::StrCat("cardledger person communication set ", kExamplePerson,
                                          " --format easy-read --channel letter")},
                 [&context, set] { return SetCommunication(context, *set); });
  command->add_option("PERSON", set->person, "persons/{id} or the id")->required();
  AddWordOption<v1::CommunicationFormat>(*command, "--format", set->format,
                                         "In which form the person reads")
      ->required();
  AddWordOption<v1::CommunicationChannel>(*command, "--channel", set->channel,
                                          "By what way the person is reached")
      ->required();
  command->add_option("--language", set->language, "ISO 639 code, as cy; en where left out");
  command->add_option("--helper", set->helper, "Who helps to understand");
  command->add_option("--note", set->note, "Anything else");
  AddMutationOptions(*command, set->mutation);

  auto shown = std::make_shared<std::string>();
  command = AddCommand(
      *group, context,
      {.name = "show",
       .purpose = "Shows how to communicate with a person",
       .details = "Roles: social_worker, brokerage, financial_assessor, income_officer,\n"
                  "safeguarding_lead, or the person.",
       .example = absl::StrCat("cardledger person communication show ", kExamplePerson)},
      [&context, shown] { return ShowCommunication(context, *shown); });
  command->add_option("PERSON", *shown, "persons/{id} or the id")->required();
}

}  // namespace cardledger::cli
