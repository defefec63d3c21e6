#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/person_commands.h"

namespace cardledger::cli {
namespace {

// What supporters and representatives have in common.
struct AddOptions {
  MutationOptions mutation;
  std::string person;
  std::string name;
  std::vector<std::string> scopes;
  std::string first_day;
  std::string last_day;
  std::string subject;
  // Of a representative.
  std::string authority;
  std::string evidence;
};

template <typename Scope, typename Request>
void ApplyAdd(const AddOptions& options, InputErrors& errors, Request& request) {
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  for (const std::string& word : options.scopes) {
    request.add_scopes(errors.Take("--scope", ParseWord<Scope>(word)));
  }
  *request.mutable_first_date() = errors.Take("--first-day", ParseDate(options.first_day));
  TakeDate("--last-day", options.last_day, errors, &Request::mutable_last_date, request);
  request.set_subject(errors.Take("--subject", ParseText(options.subject)));
}

ExitCode AddSupporter(Context& context, const AddOptions& options) {
  InputErrors errors;
  v1::AddSupporterRequest request;
  ApplyAdd<journal::v1::SupporterScope>(options, errors, request);
  request.set_supporter_name(errors.Take("--name", ParseText(options.name)));
  return SendChange(context, errors, &client::Client::AddSupporter, request);
}

ExitCode AddRepresentative(Context& context, const AddOptions& options) {
  InputErrors errors;
  v1::AddRepresentativeRequest request;
  ApplyAdd<journal::v1::RepresentativeScope>(options, errors, request);
  request.set_representative_name(errors.Take("--name", ParseText(options.name)));
  request.set_authority(
      errors.Take("--authority", ParseWord<journal::v1::Authority>(options.authority)));
  request.set_evidence(errors.Take("--evidence", ParseText(options.evidence)));
  return SendChange(context, errors, &client::Client::AddRepresentative, request);
}

struct EndOptions {
  MutationOptions mutation;
  std::string person;
  std::string party;
  std::string last_day;
};

template <typename Request>
void ApplyEnd(const EndOptions& options, InputErrors& errors, Request& request) {
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  TakeDate("--last-day", options.last_day, errors, &Request::mutable_last_date, request);
}

ExitCode EndSupporter(Context& context, const EndOptions& options) {
  InputErrors errors;
  v1::EndSupporterRequest request;
  ApplyEnd(options, errors, request);
  request.set_supporter(errors.Take("SUPPORTER", ParseName("supporters", options.party)));
  return SendChange(context, errors, &client::Client::EndSupporter, request);
}

ExitCode EndRepresentative(Context& context, const EndOptions& options) {
  InputErrors errors;
  v1::EndRepresentativeRequest request;
  ApplyEnd(options, errors, request);
  request.set_representative(
      errors.Take("REPRESENTATIVE", ParseName("representatives", options.party)));
  return SendChange(context, errors, &client::Client::EndRepresentative, request);
}

template <typename Scope>
void AddAddOptions(CLI::App& command, AddOptions& add) {
  command.add_option("PERSON", add.person, "persons/{id} or the id")->required();
  command.add_option("--name", add.name, "Their name; kept apart from the journal")->required();
  AddWordOption<Scope>(command, "--scope", add.scopes, "What they may act in; once for each")
      ->required()
      ->allow_extra_args(false);
  command.add_option("--first-day", add.first_day, "First day, YYYY-MM-DD")->required();
  command.add_option("--last-day", add.last_day, "Last day; no end where left out");
  command.add_option("--subject", add.subject, "Who they are in the identity provider, if anybody");
  AddMutationOptions(command, add.mutation);
}

void AddEndOptions(CLI::App& command, const std::string& party, const std::string& collection,
                   EndOptions& end) {
  command.add_option("PERSON", end.person, "persons/{id} or the id")->required();
  command.add_option(party, end.party, collection + "/{id} or the id")->required();
  command.add_option(
      "--last-day", end.last_day,
      "Last day, YYYY-MM-DD, from the day before the first on; at once where left out");
  AddMutationOptions(command, end.mutation);
}

void AddSupporterCommands(CLI::App& person, Context& context) {
  const std::string example =
      absl::StrCat("cardledger person supporter add ", kExamplePerson,
                   " \\\n    --name \"Kim Jones\" --scope balance --scope card "
                   "--first-day 2026-07-01");
  CLI::App* group =
      AddGroup(person, {.name = "supporter",
                        .purpose = "Supporters whom the person names, each with what they may do",
                        .details = "Roles: social_worker, brokerage, or the person.",
                        .example = example});
  auto add = std::make_shared<AddOptions>();
  CLI::App* command = AddCommand(*group, context,
                                 {.name = "add",
                                  .purpose = "Records a supporter whom the person names",
                                  .details = "Roles: social_worker, brokerage, or the person.",
                                  .example = example},
                                 [&context, add] { return AddSupporter(context, *add); });
  AddAddOptions<journal::v1::SupporterScope>(*command, *add);

  auto end = std::make_shared<EndOptions>();
  command = AddCommand(
      *group, context,
      {.name = "end",
       .purpose = "Ends a supporter's part",
       .details =
           "At once, or on a day that is given. Roles: social_worker, brokerage, or the person.",
       .example = absl::StrCat("cardledger person supporter end ", kExamplePerson,
                               " \\\n    supporters/9c1e8a52-6d0e-4f0b-8f43-"
                               "1f2e3d4c5b6a")},
      [&context, end] { return EndSupporter(context, *end); });
  AddEndOptions(*command, "SUPPORTER", "supporters", *end);
}

void AddRepresentativeCommands(CLI::App& person, Context& context) {
  const std::string example = absl::StrCat(
      "cardledger person representative add ", kExamplePerson,
      " \\\n    --name \"Alex Jones\" --authority attorney-property --scope finances \\\n    "
      "--evidence \"Registered power of attorney seen on 29 June\" --first-day 2026-07-01");
  CLI::App* group =
      AddGroup(person, {.name = "representative",
                        .purpose = "Representatives, who act by an authority that was shown",
                        .details = "Roles: social_worker or brokerage.",
                        .example = example});
  auto add = std::make_shared<AddOptions>();
  CLI::App* command =
      AddCommand(*group, context,
                 {.name = "add",
                  .purpose = "Records a representative's authority",
                  .details = "Each authority gives some scopes and no others. That of a personal\n"
                             "representative begins at death; every other ends there.\n"
                             "Roles: social_worker or brokerage.",
                  .example = example},
                 [&context, add] { return AddRepresentative(context, *add); });
  AddAddOptions<journal::v1::RepresentativeScope>(*command, *add);
  AddWordOption<journal::v1::Authority>(*command, "--authority", add->authority,
                                        "By what authority")
      ->required();
  command
      ->add_option("--evidence", add->evidence,
                   "What the authority was shown by; kept apart from the journal")
      ->required();

  auto end = std::make_shared<EndOptions>();
  command = AddCommand(
      *group, context,
      {.name = "end",
       .purpose = "Ends a representative's authority",
       .details = "At once, or on a day that is given. Roles: social_worker or brokerage.",
       .example = absl::StrCat("cardledger person representative end ", kExamplePerson,
                               " \\\n    representatives/9c1e8a52-6d0e-4f0b-8f43-"
                               "1f2e3d4c5b6a")},
      [&context, end] { return EndRepresentative(context, *end); });
  AddEndOptions(*command, "REPRESENTATIVE", "representatives", *end);
}

}  // namespace

void AddPartyCommands(CLI::App& person, Context& context) {
  AddSupporterCommands(person, context);
  AddRepresentativeCommands(person, context);
}

}  // namespace cardledger::cli
