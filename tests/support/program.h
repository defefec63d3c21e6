#pragma once

// A program under test as a process of its own, with what it prints: for tests of options, exit
// codes, signals, and of being killed. Killed at the latest when the object goes. One thread.

#include <optional>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"
#include <sys/types.h>

namespace cardledger::tests {

class Program {
 public:
  // Starts the program at `path`. `environment`: NAME=value; without it the test's own.
  explicit Program(const std::string& path, const std::vector<std::string>& arguments = {},
                   const std::optional<std::vector<std::string>>& environment = std::nullopt);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // The number that stands as a line in `port_file`, once it does; nullopt when the process ends
  // before.
  std::optional<int> AwaitPort(const std::string& port_file);

  void Signal(int signal) const;
  // Waits for the end: the exit code, or minus the signal that ended it.
  int AwaitExit();

  // What it has printed so far, to standard output and to standard error.
  std::string Out() const;
  std::string Err() const;
  // Both.
  std::string Output() const { return Out() + Err(); }

 private:
  // Whether it has ended; with `block`, waits for that.
  bool Reap(bool block);

  TemporaryFolder folder_;
  pid_t process_ = -1;
  std::optional<int> exit_;
};

struct ProgramRun {
  int exit_code = -1;  // as AwaitExit
  std::string out;
  std::string err;
};

// Runs a program to its end; as Program's constructor.
ProgramRun RunProgram(const std::string& path, const std::vector<std::string>& arguments,
                      const std::optional<std::vector<std::string>>& environment = std::nullopt);

}  // namespace cardledger::tests
