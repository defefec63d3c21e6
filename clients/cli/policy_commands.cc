#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"

#include "clients/cli/command.h"
#include "clients/cli/file_bytes.h"
#include "clients/cli/paging.h"
#include "clients/cli/policy_compare.h"
#include "clients/cli/policy_file.h"
#include "clients/cli/render_policy.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"

namespace cardledger::cli {
namespace {

constexpr char kReaders[] =
    "Roles: finance_officer, finance_approver, approver, senior_approver, social_worker\n"
    "or auditor.";
constexpr char kExampleFile[] = "deploy/policy/scheme-2026-04.textproto";

struct ActivateOptions {
  MutationOptions mutation;
  std::string path;
};

// Sends a file to be activated, or with `mutation.validate_only` to be checked.
ExitCode ActivatePolicy(Context& context, const ActivateOptions& options) {
  InputErrors errors;
  v1::ActivatePolicyRequest request;
  ApplyMutation(options.mutation, errors, request);
  request.set_text(errors.Take(options.path, ReadPolicyFile(options.path)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().ActivatePolicy(request);
  if (!response.ok()) return context.Fail(response.status());
  const std::string done =
      response->policy().empty()
          ? absl::StrCat(options.path, " passes all checks, SHA-256 ", response->sha256(), "\n")
          : absl::StrCat("Activated ", response->policy(), ", SHA-256 ", response->sha256(), "\n");
  return context.AnswerChange(*response, done, response->policy());
}

struct ShowOptions {
  std::string policy;
  bool text = false;
};

ExitCode ShowPolicy(Context& context, const ShowOptions& options) {
  InputErrors errors;
  v1::GetPolicyRequest request;
  request.set_name(errors.Take("POLICY", ParseSequenceName("policies", options.policy)));
  if (!errors.empty()) return context.Fail(errors);
  const auto response = context.client().GetPolicy(request);
  if (!response.ok()) return context.Fail(response.status());
  const std::string shown =
      options.text ? response->text()
                   : RenderPolicy(response->policy()) + RenderReadPoint(response->read_point());
  return context.Answer(*response, shown, response->policy().name());
}

ExitCode ListPolicies(Context& context, const ListOptions& options) {
  return AnswerList(context, options, v1::ListPoliciesRequest(), &client::Client::ListPolicies,
                    &v1::ListPoliciesResponse::mutable_policies, RenderPolicies);
}

// A policy of the ledger by its name, or of a file by its path.
absl::StatusOr<policy::v1::SchemePolicy> FetchScheme(Context& context, const std::string& word) {
  const absl::StatusOr<std::string> name = ParseSequenceName("policies", word);
  if (!name.ok()) {
    const absl::StatusOr<std::string> text = ReadPolicyFile(word);
    if (!text.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          word, " is neither policies/{sequence} nor a file: ", text.status().message()));
    }
    return ParsePolicyText(word, *text);
  }
  v1::GetPolicyRequest request;
  request.set_name(*name);
  auto response = context.client().GetPolicy(request);
  if (!response.ok()) return response.status();
  return response->policy().scheme();
}

struct CompareOptions {
  std::string left;
  std::string right;
};

ExitCode ComparePolicyPair(Context& context, const CompareOptions& options) {
  const auto left = FetchScheme(context, options.left);
  if (!left.ok()) return context.Fail(left.status());
  const auto right = FetchScheme(context, options.right);
  if (!right.ok()) return context.Fail(right.status());
  Table table({{"Value"}, {options.left}, {options.right}});
  google::protobuf::Struct json;
  auto& list = *(*json.mutable_fields())["differences"].mutable_list_value();
  for (const PolicyDifference& difference : ComparePolicies(*left, *right)) {
    table.AddRow({difference.value, difference.left, difference.right});
    auto& fields = *list.add_values()->mutable_struct_value()->mutable_fields();
    fields["value"].set_string_value(difference.value);
    fields["left"].set_string_value(difference.left);
    fields["right"].set_string_value(difference.right);
  }
  return context.Answer(json, table.empty() ? "No value differs.\n" : table.Render());
}

void AddChanges(CLI::App& group, Context& context) {
  auto activate = std::make_shared<ActivateOptions>();
  CLI::App* command = AddCommand(
      group, context,
      {.name = "activate",
       .purpose = "Checks a policy file as a whole and brings it into force",
       .details = "A file with anything wrong is refused with line and reason of everything, and\n"
                  "the policy in force stays. Role: finance_approver.",
       .example = absl::StrCat("cardledger policy activate ", kExampleFile)},
      [&context, activate] { return ActivatePolicy(context, *activate); });
  command->add_option("FILE", activate->path, "The policy in protobuf text format")->required();
  AddMutationOptions(*command, activate->mutation);

  auto check = std::make_shared<ActivateOptions>();
  check->mutation.validate_only = true;
  command = AddCommand(group, context,
                       {.name = "check",
                        .purpose = "Checks a policy file, and brings nothing into force",
                        .details = "Role: finance_approver.",
                        .example = absl::StrCat("cardledger policy check ", kExampleFile)},
                       [&context, check] { return ActivatePolicy(context, *check); });
  command->add_option("FILE", check->path, "The policy in protobuf text format")->required();
}

}  // namespace

void AddPolicyCommands(CLI::App& root, Context& context) {
  CLI::App* group = AddGroup(root, {.name = "policy",
                                    .purpose = "Policies: the council's dated values",
                                    .details = "",
                                    .example = "cardledger policy list"});
  AddChanges(*group, context);

  auto show = std::make_shared<ShowOptions>();
  CLI::App* command = AddCommand(*group, context,
                                 {.name = "show",
                                  .purpose = "Shows a policy's values and where each stands",
                                  .details = kReaders,
                                  .example = "cardledger policy show policies/2"},
                                 [&context, show] { return ShowPolicy(context, *show); });
  command->add_option("POLICY", show->policy, "policies/{sequence} or the sequence")->required();
  command->add_flag("--text", show->text, "Shows the canonical text, as hashed");

  auto list = std::make_shared<ListOptions>();
  command = AddCommand(*group, context,
                       {.name = "list",
                        .purpose = "Lists activated policies, the last activated first",
                        .details = kReaders,
                        .example = "cardledger policy list"},
                       [&context, list] { return ListPolicies(context, *list); });
  AddListOptions(*command, list->limit, list->page_token);

  auto compare = std::make_shared<CompareOptions>();
  command = AddCommand(
      *group, context,
      {.name = "compare",
       .purpose = "Shows which values differ between two policies",
       .details = absl::StrCat("Each is policies/{sequence} or the path of a file.\n", kReaders),
       .example = absl::StrCat("cardledger policy compare policies/2 ", kExampleFile)},
      [&context, compare] { return ComparePolicyPair(context, *compare); });
  command->add_option("LEFT", compare->left, "policies/{sequence} or a file")->required();
  command->add_option("RIGHT", compare->right, "policies/{sequence} or a file")->required();
}

}  // namespace cardledger::cli
