#pragma once

// Runs a program to its end and keeps what it said. For tests of the command line. Any thread.

#include <string>
#include <vector>

namespace cardledger::tests {

struct ProgramRun {
  // The exit code, or minus the signal that ended it.
  int exit_code = -1;
  std::string out;
  std::string err;
};

// `variables` are added to an environment of nothing but PATH and TZ.
ProgramRun RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                      const std::vector<std::string>& variables);

}  // namespace cardledger::tests
