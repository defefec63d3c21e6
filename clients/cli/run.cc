#include "clients/cli/run.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/command.h"

namespace cardledger::cli {
namespace {

constexpr char kFooter[] = R"(
A tour of a sandbox ledger:
  cardledger demo
  cardledger fund list --as anna --roles finance_officer
  cardledger help                    the topics of help
  cardledger COMMAND --help          what a command does, with an example

Exit codes: 0 done, 1 failed, 2 bad input, 3 refused by a rule, 4 not found, 5 no answer,
6 not permitted, 7 some rows of a bulk load not loaded; more: cardledger help exit-codes.
)";

void AddConnectionOptions(CLI::App& root, GlobalOptions& options) {
  CLI::Option* folder =
      root.add_option("--identities", options.identities,
                      "Folder of a sandbox's identities, which sign for --as and\n--roles "
                      "(made by: cardledger admin make-identities)")
          ->type_name("DIR")
          ->envname("CARDLEDGER_IDENTITIES");
  root.add_option("--token-file", options.token_file,
                  "File of the JSON Web Token that says who you are")
      ->type_name("FILE")
      ->envname("CARDLEDGER_TOKEN_FILE")
      ->excludes(folder);
  root.add_flag("--tls", options.tls,
                "Protect the connection by TLS, as the next three and a token\ndo by themselves");
  root.add_option("--tls-ca", options.tls_ca,
                  "Who vouches for the ledger (PEM); without it, whom this machine\ntrusts")
      ->type_name("FILE")
      ->envname("CARDLEDGER_TLS_CA")
      ->excludes(folder);
  CLI::Option* certificate = root.add_option("--tls-certificate", options.tls_certificate,
                                             "Certificate by which a system proves itself (PEM)")
                                 ->type_name("FILE")
                                 ->envname("CARDLEDGER_TLS_CERTIFICATE")
                                 ->excludes(folder);
  CLI::Option* key = root.add_option("--tls-key", options.tls_key, "Its private key (PEM)")
                         ->type_name("FILE")
                         ->envname("CARDLEDGER_TLS_KEY")
                         ->needs(certificate);
  certificate->needs(key);
}

void AddGlobalOptions(CLI::App& root, GlobalOptions& options) {
  root.add_option("--server", options.server, "Address of the ledger, HOST:PORT")
      ->envname("CARDLEDGER_SERVER")
      ->capture_default_str();
  root.add_option("--as", options.subject, "Who you are, in a sandbox")
      ->envname("CARDLEDGER_SUBJECT");
  root.add_option("--roles", options.roles, "What you act as, as finance_officer,approver")
      ->envname("CARDLEDGER_ROLES");
  AddConnectionOptions(root, options);
  root.add_option("--timeout", options.timeout_seconds,
                  "Seconds to wait for an answer, retries included")
      ->check(CLI::Range(0.1, 86'400.0))
      ->capture_default_str();
  root.add_flag("--json", options.json, "Answers and errors as JSON, one object a line");
  root.add_flag("-q,--quiet", options.quiet, "Only the name that a command made or found");
  root.add_option("--progress", options.progress, "auto (on a terminal), always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  root.add_flag("--no-progress", options.no_progress, "The same as --progress=never");
}

// The deepest command that the words reached.
const CLI::App* Reached(const CLI::App& root) {
  const CLI::App* reached = &root;
  while (!reached->get_subcommands().empty()) reached = reached->get_subcommands().front();
  return reached;
}

std::string PathOf(const CLI::App* command) {
  std::string path = command->get_name();
  for (const CLI::App* parent = command->get_parent(); parent != nullptr;
       parent = parent->get_parent()) {
    path = absl::StrCat(parent->get_name(), " ", path);
  }
  return path;
}

// CLI11 asks for a subcommand before it names a word that is none.
std::string WhatIsWrong(const CLI::App& root, const CLI::ParseError& error) {
  const std::vector<std::string> unknown = root.remaining(true);
  const auto commands = Reached(root)->get_subcommands([](const CLI::App*) { return true; });
  if (unknown.empty() || commands.empty()) return error.what();
  return absl::StrCat("'", unknown.front(), "' is none of the words that may follow: ",
                      absl::StrJoin(commands, ", ", [](std::string* out, const CLI::App* command) {
                        absl::StrAppend(out, command->get_name());
                      }));
}

ExitCode FailWords(const CLI::App& root, const CLI::ParseError& error,
                   std::span<const char* const> words, Context& context) {
  const std::string path = PathOf(Reached(root));
  const std::string wrong = WhatIsWrong(root, error);
  // Options are not set where the words cannot be read.
  context.options.json = std::any_of(words.begin(), words.end(), [](const char* word) {
    return absl::string_view(word) == "--json";
  });
  if (context.options.json) {
    InputErrors errors;
    errors.Note(path, wrong);
    return context.Fail(errors);
  }
  context.err() << path << ": " << wrong << "\nSee " << path << " --help\n";
  return kExitBadInput;
}

ExitCode RunWords(std::span<const char* const> words, Context& context) {
  CLI::App root("The command line of Card Ledger: budgets, awards and loads of pre-paid cards",
                "cardledger");
  root.footer(kFooter);
  root.require_subcommand(1);
  root.set_version_flag("--version", "cardledger " CARDLEDGER_VERSION);
  AddGlobalOptions(root, context.options);
  AddFundCommands(root, context);
  AddPersonCommands(root, context);
  AddAwardCommands(root, context);
  AddLoadCommands(root, context);
  AddMoneyCommands(root, context);
  AddCardCommands(root, context);
  AddBalanceCommands(root, context);
  AddStatementCommand(root, context);
  AddTransactionCommands(root, context);
  AddProviderCommands(root, context);
  AddReferralCommands(root, context);
  AddLookCommands(root, context);
  AddWorkCommands(root, context);
  AddJournalCommands(root, context);
  AddAuditCommands(root, context);
  AddPolicyCommands(root, context);
  AddDemoCommand(root, context);
  AddAdminCommands(root, context);
  AddCompletionCommand(root, context);
  AddHelpCommands(root, context);
  // CLI11 reports by exceptions; this is the only place where they are caught, and none of ours is
  // thrown.
  try {
    root.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::CallForHelp&) {
    context.out() << Reached(root)->help(
        Reached(root)->get_parent() == nullptr ? "" : PathOf(Reached(root)->get_parent()));
    return kExitOk;
  } catch (const CLI::CallForVersion& version) {
    context.out() << version.what() << "\n";
    return kExitOk;
  } catch (const CLI::ParseError& error) {
    return FailWords(root, error, words, context);
  }
  return context.selected();
}

}  // namespace

ExitCode RunCommandLine(std::span<const char* const> words, Context& context) {
  const ExitCode code = RunWords(words, context);
  context.out().flush();
  // A failure says more than this one does.
  if (context.out().good() || (code != kExitOk && code != kExitRowsRefused)) return code;
  return context.Fail(
      absl::InternalError("the answer could not be written to standard output; what was asked for "
                          "was carried out"));
}

}  // namespace cardledger::cli
