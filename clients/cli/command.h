#pragma once

// Building blocks of the command tree over CLI11: groups, commands with help that teaches, and the
// options that all mutations share. Each group of commands has its file, whose Add function is
// declared at the end.

#include <cstdint>
#include <functional>
#include <string>

#include "CLI/CLI.hpp"
#include "clients/cli/context.h"

namespace cardledger::cli {

struct CommandText {
  // The word itself.
  std::string name;
  // One line, for the list of commands.
  std::string purpose;
  // Further lines; may be empty.
  std::string details;
  // One that can be pasted.
  std::string example;
  // Whether it calls the ledger as --as and --roles say.
  bool calls_as_subject = true;
};

CLI::App* AddGroup(CLI::App& root, const CommandText& text);

// `run` is called when the words on the command line chose this command.
CLI::App* AddCommand(CLI::App& group, Context& context, const CommandText& text,
                     std::function<ExitCode()> run);

// --request-id and --validate-only.
void AddMutationOptions(CLI::App& command, MutationOptions& mutation);

// --limit and --page-token.
void AddListOptions(CLI::App& command, int32_t& limit, std::string& page_token);

// Empty where none was given: the client library makes one before the first send.
std::string CheckedRequestId(const MutationOptions& mutation, InputErrors& errors);

// Sets request_id and validate_only; a request id that is none is noted.
template <typename Request>
void ApplyMutation(const MutationOptions& mutation, InputErrors& errors, Request& request) {
  request.set_request_id(CheckedRequestId(mutation, errors));
  request.set_validate_only(mutation.validate_only);
}

void AddFundCommands(CLI::App& root, Context& context);
void AddPersonCommands(CLI::App& root, Context& context);
void AddAwardCommands(CLI::App& root, Context& context);
void AddLoadCommands(CLI::App& root, Context& context);
void AddBalanceCommands(CLI::App& root, Context& context);
void AddJournalCommands(CLI::App& root, Context& context);
void AddPolicyCommands(CLI::App& root, Context& context);
void AddDemoCommand(CLI::App& root, Context& context);
void AddHelpCommands(CLI::App& root, Context& context);

}  // namespace cardledger::cli
