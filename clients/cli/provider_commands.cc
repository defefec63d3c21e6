#include <memory>
#include <string>

#include "clients/cli/change_command.h"
#include "clients/cli/command.h"
#include "clients/cli/paging.h"
#include "clients/cli/render_lists.h"

namespace cardledger::cli {
namespace {

constexpr char kShowExample[] =
    "cardledger provider show providers/4c2f0f11-2b57-4a3c-8a0e-6f5e4d3c2b1a";
constexpr char kReaders[] =
    "Roles: social_worker, brokerage, approver, finance_officer, auditor or partner_system.";

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
      {.name = "show", .purpose = "Shows a provider", .details = kReaders, .example = kShowExample},
      [&context, provider] { return ShowProvider(context, *provider); });
  command->add_option("PROVIDER", *provider, "providers/{id} or the id")->required();

  auto list = std::make_shared<ListOptions>();
  command = AddCommand(*group, context,
                       {.name = "list",
                        .purpose = "Lists providers",
                        .details = kReaders,
                        .example = "cardledger provider list"},
                       [&context, list] {
                         return AnswerList(context, *list, v1::ListProvidersRequest(),
                                           &client::Client::ListProviders,
                                           &v1::ListProvidersResponse::mutable_providers,
                                           RenderProviders);
                       });
  AddListOptions(*command, list->limit, list->page_token);
}

}  // namespace cardledger::cli
