#pragma once

// Building blocks of the command tree over CLI11: groups, commands with help that teaches, and the
// options that all mutations share. Each group of commands has its file, whose Add function is
// declared at the end.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "clients/cli/civil_time.h"
#include "clients/cli/context.h"
#include "clients/cli/words.h"

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

// "{one,two}": how words that may be chosen from stand in --help, as CLI::IsMember has it.
std::string TypeName(const std::vector<std::string>& words);
// An option, or a positional, that takes a word of an enum, or several. --help lists the words and
// completion offers them.
template <typename Enum, typename Value>
CLI::Option* AddWordOption(CLI::App& command, const std::string& names, Value& value,
                           const std::string& description) {
  return command.add_option(names, value, description)->type_name(TypeName(Words<Enum>()));
}

// --approve and --decline.
struct DecisionOptions {
  bool approve = false;
  bool decline = false;
};
void AddDecisionOptions(CLI::App& command, DecisionOptions& decision);
// Whether it is approved; that not exactly one was given is noted.
bool TakeDecision(const DecisionOptions& decision, InputErrors& errors);

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

// `value` as a date; not set where it is empty.
template <typename Request>
void TakeDate(const std::string& field, const std::string& value, InputErrors& errors,
              google::type::Date* (Request::*mutable_date)(), Request& request) {
  if (value.empty()) return;
  *(request.*mutable_date)() = errors.Take(field, ParseDate(value));
}

// The options of reads that show a past state.
struct AsOfOptions {
  std::string on;
  std::string at;
};
// --on and --at.
void AddAsOfOptions(CLI::App& command, AsOfOptions& as_of);
void AddAtOption(CLI::App& command, std::string& at);
// A position of the journal; 0 where none was given.
uint64_t TakePosition(const std::string& at, InputErrors& errors);

template <typename Request>
void ApplyAsOf(const AsOfOptions& options, InputErrors& errors, Request& request) {
  if (!options.on.empty()) {
    *request.mutable_as_of()->mutable_effective_date() = errors.Take("--on", ParseDate(options.on));
  }
  if (!options.at.empty()) request.mutable_as_of()->set_position(TakePosition(options.at, errors));
}

void AddFundCommands(CLI::App& root, Context& context);
void AddPersonCommands(CLI::App& root, Context& context);
void AddAwardCommands(CLI::App& root, Context& context);
void AddLoadCommands(CLI::App& root, Context& context);
void AddMoneyCommands(CLI::App& root, Context& context);
void AddBalanceCommands(CLI::App& root, Context& context);
void AddStatementCommand(CLI::App& root, Context& context);
void AddTransactionCommands(CLI::App& root, Context& context);
void AddCardCommands(CLI::App& root, Context& context);
void AddProviderCommands(CLI::App& root, Context& context);
void AddReferralCommands(CLI::App& root, Context& context);
void AddLookCommands(CLI::App& root, Context& context);
void AddWorkCommands(CLI::App& root, Context& context);
void AddJournalCommands(CLI::App& root, Context& context);
void AddAuditCommands(CLI::App& root, Context& context);
void AddPolicyCommands(CLI::App& root, Context& context);
void AddDemoCommand(CLI::App& root, Context& context);
void AddAdminCommands(CLI::App& root, Context& context);
void AddCompletionCommand(CLI::App& root, Context& context);
void AddHelpCommands(CLI::App& root, Context& context);

}  // namespace cardledger::cli
