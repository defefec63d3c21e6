#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/person_commands.h"

namespace cardledger::cli {
namespace {

struct SignInOptions {
  MutationOptions mutation;
  std::string person;
  std::string subject;
  bool none = false;
};

ExitCode SetSignIn(Context& context, const SignInOptions& options) {
  InputErrors errors;
  v1::SetPersonSubjectRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  request.set_subject(errors.Take("--subject", ParseText(options.subject)));
  // No subject removes the one there is, which a script's empty variable must not.
  if (options.none != options.subject.empty()) {
    errors.Note("--subject", "write either --subject SUBJECT or --none");
  }
  return SendChange(context, errors, &client::Client::SetPersonSubject, request);
}

void AddSignIn(CLI::App& person, Context& context) {
  auto sign_in = std::make_shared<SignInOptions>();
  CLI::App* command = AddCommand(
      person, context,
      {.name = "sign-in",
       .purpose = "Records how a person signs in, so that they reach what is theirs",
       .details = "A person has one subject in the identity provider, and another one takes its\n"
                  "place; a subject is one person's. What they reach with it, as role person:\n"
                  "cardledger help identities.\n"
                  "Roles: social_worker or brokerage.",
       .example =
           absl::StrCat("cardledger person sign-in ", kExamplePerson, " --subject person.0007")},
      [&context, sign_in] { return SetSignIn(context, *sign_in); });
  command->add_option("PERSON", sign_in->person, "persons/{id} or the id")->required();
  command->add_option("--subject", sign_in->subject,
                      "Who they are in the identity provider, a pseudonym and no name");
  command->add_flag("--none", sign_in->none, "They sign in no more");
  AddMutationOptions(*command, sign_in->mutation);
}

struct RelationOptions {
  MutationOptions mutation;
  std::string person;
  std::string subject;
};

template <typename Request>
ExitCode SendRelation(Context& context, const RelationOptions& options,
                      absl::StatusOr<v1::Change> (client::Client::*method)(Request)) {
  InputErrors errors;
  Request request;
  ApplyMutation(options.mutation, errors, request);
  request.set_person(errors.Take("PERSON", ParseName("persons", options.person)));
  request.set_subject(errors.Take("--subject", ParseText(options.subject)));
  return SendChange(context, errors, method, request);
}

void AddDeclare(CLI::App& group, const std::string& example, Context& context) {
  auto declared = std::make_shared<RelationOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "declare",
       .purpose = "Records that a member of staff is related to a person",
       .details = "From then on they neither see nor change, in their work, anything of\n"
                  "the person's. So of a member of staff who is the person, too.\n"
                  "Roles: social_worker, brokerage, financial_assessor, income_officer,"
                  "\napprover, senior_approver, finance_officer, finance_approver,\n"
                  "safeguarding_lead, auditor or administrator.",
       .example = example},
      [&context, declared] {
        return SendRelation(context, *declared, &client::Client::DeclareRelation);
      });
  command->add_option("PERSON", declared->person, "persons/{id} or the id")->required();
  // No subject is the caller's own, which a script's empty variable must not become.
  command
      ->add_option("--subject", declared->subject,
                   "Who the member of staff is in the identity provider; you where left out")
      ->check([](const std::string& subject) {
        return std::string(subject.empty() ? "write a subject, or leave --subject out" : "");
      });
  AddMutationOptions(*command, declared->mutation);
}

void AddRelations(CLI::App& person, Context& context) {
  const std::string example = absl::StrCat("cardledger person relation declare ", kExamplePerson);
  CLI::App* group =
      AddGroup(person, {.name = "relation",
                        .purpose = "Members of staff who are related to a person, and keep away",
                        .details = "",
                        .example = example});
  AddDeclare(*group, example, context);

  auto ended = std::make_shared<RelationOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "end",
       .purpose = "Records that such a relation is over, or never was",
       .details = "Nobody ends their own. Roles: approver or senior_approver.",
       .example = absl::StrCat("cardledger person relation end ", kExamplePerson,
                               " \\\n    --subject anna.finance")},
      [&context, ended] { return SendRelation(context, *ended, &client::Client::EndRelation); });
  command->add_option("PERSON", ended->person, "persons/{id} or the id")->required();
  command
      ->add_option("--subject", ended->subject,
                   "Who the member of staff is in the identity provider")
      ->required();
  AddMutationOptions(*command, ended->mutation);
}

}  // namespace

void AddSignInCommands(CLI::App& person, Context& context) {
  AddSignIn(person, context);
  AddRelations(person, context);
}

}  // namespace cardledger::cli
