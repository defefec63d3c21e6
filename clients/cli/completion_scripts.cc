#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/strings/substitute.h"

#include "clients/cli/completion.h"

namespace cardledger::cli {
namespace {

// Bash and zsh share the tables of a script, which are cases that both read. In them $$at is the
// path of the command reached so far, and $$prev the word before the one to complete.

// In both, $0 is the options that take a value, $1 the steps from one command to the next, $2 what
// an option's value is one of, $3 what each command takes, $4 the options of every command.
constexpr absl::string_view kBash = R"(# Completion of cardledger for bash.
_cardledger() {
  local cur=$${COMP_WORDS[COMP_CWORD]} prev=$${COMP_WORDS[COMP_CWORD-1]}
  local at= word= words= options= choices= i
  if [[ $$cur == "=" ]]; then
    cur=
  elif [[ $$prev == "=" ]]; then
    prev=$${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=$${COMP_WORDS[i]}
    case $$word in
    ($0)
      ((i++))
      if [[ $${COMP_WORDS[i]} == "=" ]]; then ((i++)); fi
      ;;
    (*)
      case "$$at $$word" in
      ($1) at="$${at:+$$at }$$word" ;;
      esac
      ;;
    esac
  done
  case "$$at:$$prev" in
$2  (*)
    case $$at in
$3    esac
    if [[ $$cur == -* ]]; then choices="$$options $4"; else choices=$$words; fi
    ;;
  esac
  COMPREPLY=($$(compgen -W "$$choices" -- "$$cur"))
}
complete -o default -F _cardledger cardledger
)";

constexpr absl::string_view kZsh = R"(#compdef cardledger
# Completion of cardledger for zsh.
_cardledger() {
  local cur=$${words[CURRENT]} prev=$${words[CURRENT-1]}
  local at= word= words_= options= choices= i
  if [[ $$cur == --*=* ]]; then
    prev=$${cur%%=*}
    compset -P '*='
  fi
  for ((i = 2; i < CURRENT; i++)); do
    word=$${words[i]}
    case $$word in
    ($0) ((i++)) ;;
    (*)
      case "$$at $$word" in
      ($1) at="$${at:+$$at }$$word" ;;
      esac
      ;;
    esac
  done
  case "$$at:$$prev" in
$2  (*)
    case $$at in
$3    esac
    if [[ $$cur == -* ]]; then choices="$$options $4"; else choices=$$words_; fi
    ;;
  esac
  if [[ -n $$choices ]]; then compadd -- $${=choices}; else _files; fi
}
if [[ $$funcstack[1] == _cardledger ]]; then _cardledger "$$@"; else compdef _cardledger cardledger; fi
)";

// $0 is the options that take a value, $1 the paths of all commands, $2 what is offered where.
constexpr absl::string_view kFish = R"(# Completion of cardledger for fish.
function __cardledger_at
    set -l at
    set -l skip 0
    set -l words (commandline -opc)
    for word in $$words[2..-1]
        if test $$skip = 1
            set skip 0
            continue
        end
        if contains -- $$word $0
            set skip 1
            continue
        end
        set -l next (string join ' ' -- $$at $$word)
        if contains -- $$next $1
            set at $$at $$word
        end
    end
    test "$$at" = "$$argv[1]"
end
complete -c cardledger -e
$2)";

std::string Names(const CompletionCommand& command) {
  std::vector<std::string> names;
  for (const CompletionOption& option : command.options) {
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return absl::StrJoin(names, " ");
}

// Of all commands: a name means the same everywhere, as far as a value goes.
std::set<std::string> NamesWithValue(const std::vector<CompletionCommand>& tree) {
  std::set<std::string> names;
  for (const CompletionCommand& command : tree) {
    for (const CompletionOption& option : command.options) {
      if (option.takes_value) names.insert(option.names.begin(), option.names.end());
    }
  }
  return names;
}

// 'fund show', and ' fund' for the first word.
std::string Steps(const std::vector<CompletionCommand>& tree) {
  std::vector<std::string> steps;
  for (const CompletionCommand& command : tree) {
    for (const std::string& below : command.commands) {
      steps.push_back(absl::StrCat("'", command.path, " ", below, "'"));
    }
  }
  return absl::StrJoin(steps, "|");
}

// The options of the program itself are taken after every command.
std::string ValueCases(const std::vector<CompletionCommand>& tree) {
  std::string cases;
  for (const CompletionCommand& command : tree) {
    for (const CompletionOption& option : command.options) {
      if (option.words.empty()) continue;
      for (const std::string& name : option.names) {
        absl::StrAppend(&cases, "  (",
                        command.path.empty() ? "*" : absl::StrCat("'", command.path, "'"), ":",
                        name, ") choices='", absl::StrJoin(option.words, " "), "' ;;\n");
      }
    }
  }
  // Any other value: what files there are.
  return absl::StrCat(cases, "  (*:", absl::StrJoin(NamesWithValue(tree), "|*:"), ") ;;\n");
}

std::string CommandCases(const std::vector<CompletionCommand>& tree, absl::string_view words_name) {
  std::string cases;
  for (const CompletionCommand& command : tree) {
    std::vector<std::string> words = command.commands;
    words.insert(words.end(), command.words.begin(), command.words.end());
    absl::StrAppend(&cases, "    ('", command.path, "') ", words_name, "='",
                    absl::StrJoin(words, " "), "' options='",
                    command.path.empty() ? "" : Names(command), "' ;;\n");
  }
  return cases;
}

std::string ShellScript(absl::string_view script, const std::vector<CompletionCommand>& tree,
                        absl::string_view words_name) {
  return absl::Substitute(script, absl::StrJoin(NamesWithValue(tree), "|"), Steps(tree),
                          ValueCases(tree), CommandCases(tree, words_name), Names(tree.front()));
}

std::string FishQuoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

std::string FishOption(const CompletionCommand& command, const CompletionOption& option) {
  std::string line = "complete -c cardledger";
  if (!command.path.empty()) {
    absl::StrAppend(&line, " -n ",
                    FishQuoted(absl::StrCat("__cardledger_at '", command.path, "'")));
  }
  for (absl::string_view name : option.names) {
    if (absl::ConsumePrefix(&name, "--")) {
      absl::StrAppend(&line, " -l ", name);
    } else if (absl::ConsumePrefix(&name, "-")) {
      absl::StrAppend(&line, " -s ", name);
    }
  }
  if (!option.words.empty()) {
    absl::StrAppend(&line, " -x -a ", FishQuoted(absl::StrJoin(option.words, " ")));
  } else if (option.takes_value) {
    absl::StrAppend(&line, " -r");
  }
  return absl::StrCat(line, " -d ", FishQuoted(option.purpose), "\n");
}

std::string FishWord(const CompletionCommand& command, absl::string_view word,
                     absl::string_view purpose) {
  return absl::StrCat("complete -c cardledger -f -n ",
                      FishQuoted(absl::StrCat("__cardledger_at '", command.path, "'")), " -a ",
                      FishQuoted(word), purpose.empty() ? "" : " -d ",
                      purpose.empty() ? "" : FishQuoted(purpose), "\n");
}

std::string PurposeOf(const std::vector<CompletionCommand>& tree, absl::string_view path) {
  for (const CompletionCommand& command : tree) {
    if (command.path == path) return command.purpose;
  }
  return "";
}

std::string FishOffers(const std::vector<CompletionCommand>& tree) {
  std::string offers;
  for (const CompletionCommand& command : tree) {
    for (const std::string& below : command.commands) {
      const std::string path = absl::StrCat(command.path, command.path.empty() ? "" : " ", below);
      absl::StrAppend(&offers, FishWord(command, below, PurposeOf(tree, path)));
    }
    for (const std::string& word : command.words) {
      absl::StrAppend(&offers, FishWord(command, word, ""));
    }
    for (const CompletionOption& option : command.options) {
      absl::StrAppend(&offers, FishOption(command, option));
    }
  }
  return offers;
}

}  // namespace

std::string BashCompletion(const std::vector<CompletionCommand>& tree) {
  return ShellScript(kBash, tree, "words");
}

std::string ZshCompletion(const std::vector<CompletionCommand>& tree) {
  return ShellScript(kZsh, tree, "words_");
}

std::string FishCompletion(const std::vector<CompletionCommand>& tree) {
  std::vector<std::string> paths;
  for (const CompletionCommand& command : tree) {
    if (!command.path.empty()) paths.push_back(FishQuoted(command.path));
  }
  return absl::Substitute(kFish, absl::StrJoin(NamesWithValue(tree), " "),
                          absl::StrJoin(paths, " "), FishOffers(tree));
}

}  // namespace cardledger::cli
