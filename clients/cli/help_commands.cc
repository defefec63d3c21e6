#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"

#include "clients/cli/command.h"
#include "clients/cli/help_topics.h"
#include "clients/cli/table.h"

namespace cardledger::cli {
namespace {

std::string TopicList() {
  Facts facts;
  for (const HelpTopic& topic : HelpTopics()) facts.Add(topic.name, std::string(topic.purpose));
  return absl::StrCat("Topics (cardledger help TOPIC):\n\n", facts.Render(),
                      "\nCommands: cardledger --help, and --help after any of them.\n");
}

// `words` is a topic, or a command such as `fund create`.
ExitCode Help(const CLI::App& root, const std::vector<std::string>& words, Context& context) {
  if (words.empty()) {
    context.out() << TopicList();
    return kExitOk;
  }
  for (const HelpTopic& topic : HelpTopics()) {
    if (words.size() == 1 && words[0] == topic.name) {
      context.out() << topic.text;
      return kExitOk;
    }
  }
  const CLI::App* command = &root;
  std::string path;
  for (const std::string& word : words) {
    const CLI::App* next = nullptr;
    for (const CLI::App* candidate : command->get_subcommands({})) {
      if (candidate->get_name() == word) next = candidate;
    }
    if (next == nullptr) {
      InputErrors errors;
      errors.Note("help", absl::StrCat("'", word,
                                       "' is neither a topic nor a command; see "
                                       "cardledger help"));
      return context.Fail(errors);
    }
    absl::StrAppend(&path, path.empty() ? "" : " ", command->get_name());
    command = next;
  }
  context.out() << command->help(path);
  return kExitOk;
}

}  // namespace

void AddHelpCommands(CLI::App& root, Context& context) {
  auto words = std::make_shared<std::vector<std::string>>();
  CLI::App* help = AddCommand(root, context,
                              {.name = "help",
                               .purpose = "Explains a topic or a command",
                               .details = "",
                               .example = "cardledger help exit-codes",
                               .calls_as_subject = false},
                              [&context, &root, words] { return Help(root, *words, context); });
  std::vector<std::string> topics;
  for (const HelpTopic& topic : HelpTopics()) topics.emplace_back(topic.name);
  help->add_option("TOPIC", *words, "A topic, or the words of a command")
      ->type_name(TypeName(topics));

  AddCommand(root, context,
             {.name = "version",
              .purpose = "Shows this program's version",
              .details = "",
              .example = "cardledger version",
              .calls_as_subject = false},
             [&context] {
               google::protobuf::Struct version;
               (*version.mutable_fields())["version"].set_string_value(CARDLEDGER_VERSION);
               return context.Answer(version, "cardledger " CARDLEDGER_VERSION "\n",
                                     CARDLEDGER_VERSION);
             });
}

}  // namespace cardledger::cli
