#pragma once

// The real cardledgerd as a process of its own, with what it prints. For tests of the program: its
// options, its exit codes, its signals. Killed when the object goes. One thread.

#include <optional>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"
#include <sys/types.h>

namespace cardledger::tests {

class ServerProcess {
 public:
  // Starts `program` with these arguments.
  ServerProcess(const std::string& program, const std::vector<std::string>& arguments);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // The number in `port_file`, once it is there; nullopt when the process ends before.
  std::optional<int> AwaitPort(const std::string& port_file);

  void Signal(int signal);
  // Waits for the end: the exit code, or minus the signal that ended it.
  int AwaitExit();

  // What it has printed, to standard output and error.
  std::string Output() const;

 private:
  // Whether it has ended; with `block`, waits for that.
  bool Reap(bool block);

  TemporaryFolder folder_;
  pid_t process_ = -1;
  std::optional<int> exit_;
};

}  // namespace cardledger::tests
