#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "clients/cli/completion.h"

namespace cardledger::cli {
namespace {

// The words between the braces of a type name, as TypeName and CLI::IsMember write them.
std::vector<std::string> WordsOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const size_t open = type.find('{');
  const size_t close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return absl::StrSplit(type.substr(open + 1, close - open - 1), ',', absl::SkipEmpty());
}

CompletionOption OptionOf(const CLI::Option& option) {
  CompletionOption made{.names = {},
                        .purpose = option.get_description(),
                        .takes_value = option.get_items_expected_max() > 0,
                        .words = WordsOf(option)};
  for (const std::string& name : option.get_lnames()) made.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) made.names.push_back("-" + name);
  return made;
}

// An option that the program has too goes with every command anyway.
bool IsOfProgram(const CompletionOption& option, const std::vector<CompletionCommand>& tree) {
  return !tree.empty() && std::any_of(tree.front().options.begin(), tree.front().options.end(),
                                      [&option](const CompletionOption& of_program) {
                                        return of_program.names == option.names;
                                      });
}

void AddTo(const CLI::App& app, const std::string& path, std::vector<CompletionCommand>& tree) {
  CompletionCommand command{
      .path = path, .purpose = app.get_description(), .commands = {}, .words = {}, .options = {}};
  for (const CLI::Option* option : app.get_options()) {
    CompletionOption made = OptionOf(*option);
    if (made.names.empty()) {
      command.words.insert(command.words.end(), made.words.begin(), made.words.end());
    } else if (!IsOfProgram(made, tree)) {
      command.options.push_back(std::move(made));
    }
  }
  const auto below = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* sub : below) command.commands.push_back(sub->get_name());
  tree.push_back(std::move(command));
  for (const CLI::App* sub : below) {
    AddTo(*sub, absl::StrCat(path, path.empty() ? "" : " ", sub->get_name()), tree);
  }
}

}  // namespace

std::vector<CompletionCommand> CompletionTree(const CLI::App& root) {
  std::vector<CompletionCommand> tree;
  AddTo(root, "", tree);
  return tree;
}

}  // namespace cardledger::cli
