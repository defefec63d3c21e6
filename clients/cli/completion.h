#pragma once

// Shell completion, made from the tree of commands itself, so that it offers what the program
// takes: the commands, their options, and the words of options that take one of a few. Pure
// functions.

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace cardledger::cli {

struct CompletionOption {
  // With their hyphens.
  std::vector<std::string> names;
  std::string purpose;
  bool takes_value = false;
  // What the value is one of; none means anything.
  std::vector<std::string> words;
};

struct CompletionCommand {
  // The words that lead there, with blanks between; empty for the program itself.
  std::string path;
  std::string purpose;
  // The commands below it.
  std::vector<std::string> commands;
  // What its positionals are one of.
  std::vector<std::string> words;
  // Without those of the program, which go with every command.
  std::vector<CompletionOption> options;
};

// Every command, each before those below it; the program itself is the first.
std::vector<CompletionCommand> CompletionTree(const CLI::App& root);

std::string BashCompletion(const std::vector<CompletionCommand>& tree);
std::string ZshCompletion(const std::vector<CompletionCommand>& tree);
std::string FishCompletion(const std::vector<CompletionCommand>& tree);

}  // namespace cardledger::cli
