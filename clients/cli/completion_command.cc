#include <memory>
#include <string>

#include "google/protobuf/struct.pb.h"

#include "clients/cli/command.h"
#include "clients/cli/completion.h"
#include "clients/cli/error_report.h"

namespace cardledger::cli {
namespace {

ExitCode ShowCompletion(Context& context, const CLI::App& root, const std::string& shell) {
  const std::vector<CompletionCommand> tree = CompletionTree(root);
  const std::string script = shell == "bash"  ? BashCompletion(tree)
                             : shell == "zsh" ? ZshCompletion(tree)
                                              : FishCompletion(tree);
  google::protobuf::Struct answer;
  (*answer.mutable_fields())["shell"] = Text(shell);
  (*answer.mutable_fields())["script"] = Text(script);
  return context.Answer(answer, script, script);
}

}  // namespace

void AddCompletionCommand(CLI::App& root, Context& context) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command = AddCommand(
      root, context,
      {.name = "completion",
       .purpose = "Prints a script that completes commands, options and words in a shell",
       .details =
           "For good, write it where your shell looks for such scripts:\n"
           "  bash  cardledger completion bash > ~/.local/share/bash-completion/completions/"
           "cardledger\n"
           "  zsh   cardledger completion zsh > a folder of $fpath/_cardledger, and start anew\n"
           "  fish  cardledger completion fish > ~/.config/fish/completions/cardledger.fish",
       .example = "source <(cardledger completion bash)",
       .calls_as_subject = false},
      [&context, &root, shell] { return ShowCompletion(context, root, *shell); });
  command->add_option("SHELL", *shell, "The shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

}  // namespace cardledger::cli
