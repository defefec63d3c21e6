#pragma once

// The text of a scenario: blocks of commands, a line `----`, and the answers expected. Lines that
// begin with # are remarks, kept where they stand. A line that begins with two blanks belongs to
// the command above it (the text of a policy, the rows of a run). README.md beside this file lists
// the commands. Reads and writes text only; world.h runs it.

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cardledger::tests {

struct ScriptCommand {
  int line = 0;      // counted from 1
  size_t index = 0;  // counted from 0 over the whole script
  std::string text;
  std::vector<std::string> body;  // without the two blanks
};

struct ScriptBlock {
  std::string lead;  // remarks and empty lines before it, as they stand
  std::string commands_text;
  std::vector<ScriptCommand> commands;
  std::string expected;
};

struct Script {
  std::vector<ScriptBlock> blocks;
  std::string tail;  // remarks after the last block
};

absl::StatusOr<Script> ParseScript(absl::string_view text);

// The script's text with `answers` (one a block) in the place of what was expected.
std::string FormatScript(const Script& script, const std::vector<std::string>& answers);

}  // namespace cardledger::tests
