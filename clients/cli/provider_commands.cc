#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/paging.h"
#include "clients/cli/render_lists.h"

namespace cardledger::cli {
namespace {

constexpr char kExampleProvider[] = "providers/4c2f0f11-2b57-4a3c-8a0e-6f5e4d3c2b1a";

struct RegisterOptions {
  MutationOptions mutation;
  std::string name;
  std::string kind;
};

ExitCode RegisterProvider(Context& context, const RegisterOptions& options) {
  InputErrors errors;
  v1::RegisterProviderRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_display_name(errors.Take("--name", ParseText(options.name)));
  request.set_kind(errors.Take("--kind", ParseWord<journal::v1::ProviderKind>(options.kind)));
  return SendChange(context, errors, &client::Client::RegisterProvider, request);
}

ExitCode ShowProvider(Context& context, const std::string& provider) {
  InputErrors errors;
  v1::GetProviderRequest request;
  request.set_name(errors.Take("PROVIDER", ParseName("providers", provider)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetProvider(request);
  if (!response.ok()) return context.Fail(response.status());
  return context.Answer(
      *response, RenderProvider(response->provider()) + RenderReadPoint(response->read_point()),
      response->provider().name());
}

struct SignInOptions {
  MutationOptions mutation;
  std::string provider;
  std::string subject;
};

template <typename Request>
ExitCode SendSignIn(Context& context, const SignInOptions& options,
                    absl::StatusOr<v1::Change> (client::Client::*method)(Request)) {
  InputErrors errors;
  Request request;
  ApplyMutation(options.mutation, errors, request);
  request.set_provider(errors.Take("PROVIDER", ParseName("providers", options.provider)));
  request.set_subject(errors.Take("--subject", ParseText(options.subject)));
  return SendChange(context, errors, method, request);
}

void AddSignInOptions(CLI::App& command, SignInOptions& sign_in) {
  command.add_option("PROVIDER", sign_in.provider, "providers/{id} or the id")->required();
  command
      .add_option("--subject", sign_in.subject,
                  "Who they are in the identity provider, or the provider's system")
      ->required();
  AddMutationOptions(command, sign_in.mutation);
}

void AddSignIns(CLI::App& provider, Context& context) {
  const std::string example = absl::StrCat("cardledger provider sign-in add ", kExampleProvider,
                                           " \\\n    --subject provider.0002");
  CLI::App* group = AddGroup(provider, {.name = "sign-in",
                                        .purpose = "Who signs in for a provider",
                                        .details = "",
                                        .example = example});
  auto added = std::make_shared<SignInOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "add",
       .purpose = "Records that somebody, or a system, signs in for a provider",
       .details =
           "As role provider they reach what is the provider's. A subject is one provider's.\n"
           "Roles: brokerage or finance_officer.",
       .example = example},
      [&context, added] {
        return SendSignIn(context, *added, &client::Client::AddProviderSubject);
      });
  AddSignInOptions(*command, *added);

  auto removed = std::make_shared<SignInOptions>();
  command =
      AddCommand(*group, context,
                 {.name = "remove",
                  .purpose = "Records that they sign in for the provider no more",
                  .details = "Roles: brokerage or finance_officer.",
                  .example = absl::StrCat("cardledger provider sign-in remove ", kExampleProvider,
                                          " \\\n    --subject provider.0002")},
                 [&context, removed] {
                   return SendSignIn(context, *removed, &client::Client::RemoveProviderSubject);
                 });
  AddSignInOptions(*command, *removed);
}

}  // namespace

void AddProviderCommands(CLI::App& root, Context& context) {
  CLI::App* group = AddGroup(root, {.name = "provider",
                                    .purpose = "Organisations at which awards are spent",
                                    .details = "",
                                    .example = "cardledger provider list"});
  auto registration = std::make_shared<RegisterOptions>();
  CLI::App* command = AddCommand(
      *group, context,
      {.name = "register",
       .purpose = "Registers a provider",
       .details = "Its name is sealed outside the journal. Roles: brokerage or finance_officer.",
       .example = "cardledger provider register --name \"Green Lane Gardens\" --kind voluntary"},
      [&context, registration] { return RegisterProvider(context, *registration); });
  command->add_option("--name", registration->name, "What it is called")->required();
  AddWordOption<journal::v1::ProviderKind>(*command, "--kind", registration->kind,
                                           "What kind of organisation")
      ->required();
  AddMutationOptions(*command, registration->mutation);

  auto provider = std::make_shared<std::string>();
  command = AddCommand(
      *group, context,
      {.name = "show",
       .purpose = "Shows a provider",
       .details = "Roles: social_worker, brokerage, approver, senior_approver, finance_officer,\n"
                  "auditor, partner_system, or of itself provider.",
       .example = absl::StrCat("cardledger provider show ", kExampleProvider)},
      [&context, provider] { return ShowProvider(context, *provider); });
  command->add_option("PROVIDER", *provider, "providers/{id} or the id")->required();

  auto list = std::make_shared<ListOptions>();
  command = AddCommand(*group, context,
                       {.name = "list",
                        .purpose = "Lists providers",
                        .details = "Roles: social_worker, brokerage, approver, senior_approver,\n"
                                   "finance_officer, auditor or partner_system.",
                        .example = "cardledger provider list"},
                       [&context, list] {
                         return AnswerList(context, *list, v1::ListProvidersRequest(),
                                           &client::Client::ListProviders,
                                           &v1::ListProvidersResponse::mutable_providers,
                                           RenderProviders);
                       });
  AddListOptions(*command, list->limit, list->page_token);
  AddSignIns(*group, context);
}

}  // namespace cardledger::cli
