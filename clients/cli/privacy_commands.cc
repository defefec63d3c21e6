#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/person_commands.h"

namespace cardledger::cli {
namespace {

struct ProposeOptions {
  MutationOptions mutation;
  std::string person;
  std::vector<std::string> classes;
  std::string ground;
  std::string note;
};

ExitCode ProposeErasure(Context& context, const ProposeOptions& options) {
  InputErrors errors;
  v1::ProposeErasureRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  for (const std::string& word : options.classes) {
    request.add_classes(errors.Take("--class", ParseWord<journal::v1::RetentionClass>(word)));
  }
  request.set_ground(
      errors.Take("--ground", ParseWord<journal::v1::ErasureGround>(options.ground)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::ProposeErasure, request);
}

// What all others take.
struct NoteOptions {
  MutationOptions mutation;
  std::string person;
  std::string note;
};

template <typename Request>
Request RequestOf(const NoteOptions& options, InputErrors& errors) {
  Request request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return request;
}

ExitCode DecideErasure(Context& context, const NoteOptions& options, bool approve) {
  InputErrors errors;
  auto request = RequestOf<v1::DecideErasureRequest>(options, errors);
  request.set_approve(approve);
  return SendChange(context, errors, &client::Client::DecideErasure, request);
}

ExitCode SetHold(Context& context, const NoteOptions& options) {
  InputErrors errors;
  const auto request = RequestOf<v1::SetLegalHoldRequest>(options, errors);
  return SendChange(context, errors, &client::Client::SetLegalHold, request);
}

ExitCode EndHold(Context& context, const NoteOptions& options) {
  InputErrors errors;
  const auto request = RequestOf<v1::EndLegalHoldRequest>(options, errors);
  return SendChange(context, errors, &client::Client::EndLegalHold, request);
}

struct RectifyOptions {
  MutationOptions mutation;
  std::string person;
  uint64_t entry = 0;
  uint32_t place = 0;
  std::string kind;
  std::string text;
  std::string note;
};

ExitCode RectifyDetail(Context& context, const RectifyOptions& options) {
  InputErrors errors;
  v1::RectifyDetailRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  request.set_entry(options.entry);
  request.set_place(options.place);
  request.set_kind(errors.Take("--kind", ParseWord<journal::v1::DetailKind>(options.kind)));
  request.set_text(errors.Take("--to", ParseText(options.text)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
  return SendChange(context, errors, &client::Client::RectifyDetail, request);
}

CLI::Option* AddPersonAndNote(CLI::App& command, const std::shared_ptr<NoteOptions>& options) {
  command.add_option("PERSON", options->person, "persons/{id} or the id")->required();
  return command.add_option("--note", options->note, "Kept apart from the journal");
}

void AddProposal(CLI::App& group, Context& context) {
  auto propose = std::make_shared<ProposeOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "propose",
       .purpose = "Proposes that details of a person be erased; somebody else decides",
       .details = "identity  case reference, names of supporters and representatives, needs\n"
                  "case      goals, notes, evidence, how needs are met, risk decisions\n"
                  "money     references of payments\n\n"
                  "Amounts and dates stay. Not while a legal hold is set or an award goes on.\n"
                  "Roles: administrator.",
       .example = absl::StrCat("cardledger person erase propose ", kExamplePerson,
                               " \\\n    --class identity --class case --ground retention-ended")},
      [&context, propose] { return ProposeErasure(context, *propose); });
  command->add_option("PERSON", propose->person, "persons/{id} or the id")->required();
  AddWordOption<journal::v1::RetentionClass>(*command, "--class", propose->classes,
                                             "Which details; may be given several times")
      ->required()
      ->allow_extra_args(false);
  AddWordOption<journal::v1::ErasureGround>(*command, "--ground", propose->ground, "Why")
      ->required();
  command->add_option("--note", propose->note, "Kept apart from the journal");
  AddMutationOptions(*command, propose->mutation);
}

void AddDecision(CLI::App& group, Context& context, bool approve) {
  auto decide = std::make_shared<NoteOptions>();
  const std::string name = approve ? "approve" : "decline";
  CLI::App* command = AddCommand(
      group, context,
      {.name = name,
       .purpose = approve ? "Approves a proposed erasure: the details are gone for good"
                          : "Declines a proposed erasure",
       .details = "Not the one who proposed it. Roles: administrator or senior_approver.",
       .example = absl::StrCat("cardledger person erase ", name, " ", kExamplePerson)},
      [&context, decide, approve] { return DecideErasure(context, *decide, approve); });
  command->add_option("PERSON", decide->person, "persons/{id} or the id")->required();
  if (!approve) command->add_option("--note", decide->note, "Kept apart from the journal");
  AddMutationOptions(*command, decide->mutation);
}

void AddErasures(CLI::App& person, Context& context) {
  CLI::App* group = AddGroup(
      person, {.name = "erase",
               .purpose = "Erasing what describes a person, by two people",
               .details = "What is due: cardledger work erasures.",
               .example = absl::StrCat("cardledger person erase approve ", kExamplePerson)});
  AddProposal(*group, context);
  AddDecision(*group, context, true);
  AddDecision(*group, context, false);
}

void AddHolds(CLI::App& person, Context& context) {
  const std::string example = absl::StrCat("cardledger person hold set ", kExamplePerson,
                                           " \\\n    --note \"A claim is expected\"");
  CLI::App* group =
      AddGroup(person, {.name = "hold",
                        .purpose = "Legal holds, during which nothing of a person is erased",
                        .details = "",
                        .example = example});
  auto set = std::make_shared<NoteOptions>();
  CLI::App* command = AddCommand(*group, context,
                                 {.name = "set",
                                  .purpose = "Sets a legal hold",
                                  .details = "Roles: administrator or safeguarding_lead.",
                                  .example = example},
                                 [&context, set] { return SetHold(context, *set); });
  AddPersonAndNote(*command, set)->required();
  AddMutationOptions(*command, set->mutation);

  auto end = std::make_shared<NoteOptions>();
  command =
      AddCommand(*group, context,
                 {.name = "end",
                  .purpose = "Ends a legal hold",
                  .details = "Not the one who set it. Roles: administrator or safeguarding_lead.",
                  .example = absl::StrCat("cardledger person hold end ", kExamplePerson,
                                          " \\\n    --note \"No claim came\"")},
                 [&context, end] { return EndHold(context, *end); });
  AddPersonAndNote(*command, end)->required();
  AddMutationOptions(*command, end->mutation);
}

void AddRectification(CLI::App& person, Context& context) {
  auto rectify = std::make_shared<RectifyOptions>();
  CLI::App* command = AddCommand(
      person, context,
      {.name = "rectify",
       .purpose = "Puts a text about a person right; what was recorded stays",
       .details = "person export shows the entries with their texts: the first of an entry has\n"
                  "the place 0. Communication needs: person communication set.\n"
                  "Roles: social_worker or administrator.",
       .example = absl::StrCat("cardledger person rectify ", kExamplePerson,
                               " --entry 12 \\\n    --kind case-reference --to LAS-1024")},
      [&context, rectify] { return RectifyDetail(context, *rectify); });
  command->add_option("PERSON", rectify->person, "persons/{id} or the id")->required();
  command->add_option("--entry", rectify->entry, "The entry whose text it is")->required();
  command->add_option("--place", rectify->place, "Its place among that entry's texts")
      ->capture_default_str();
  AddWordOption<journal::v1::DetailKind>(*command, "--kind", rectify->kind, "What kind of text")
      ->required();
  command->add_option("--to", rectify->text, "The text that holds")->required();
  command->add_option("--note", rectify->note, "Kept apart from the journal");
  AddMutationOptions(*command, rectify->mutation);
}

}  // namespace

void AddPrivacyCommands(CLI::App& person, Context& context) {
  AddErasures(person, context);
  AddHolds(person, context);
  AddRectification(person, context);
  AddExport(person, context);
}

}  // namespace cardledger::cli
