#pragma once

// Runs one command line from its words to its exit code. Apart from main so that tests can run it
// in their own process.

#include <span>

#include "clients/cli/context.h"

namespace cardledger::cli {

// `words` are those of main, the program's name first.
ExitCode RunCommandLine(std::span<const char* const> words, Context& context);

}  // namespace cardledger::cli
