#pragma once

// A cardledgerd of its own process, for tests that kill it: started on a port that the system
// chooses, awaited by the line it prints, killed or asked to stop. Killed at the latest with the
// object. One thread.

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace cardledger::fault {

class ServerProcess {
 public:
  // `data_dir` is made into a SANDBOX ledger where it is none.
  ServerProcess(std::string program, std::string data_dir);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Returns when callers are let in; false when the process ended instead.
  bool Start();
  // Kills at once and waits for the end. Nothing in it may finish.
  void Kill();
  // SIGTERM; returns the exit code, or nullopt where a signal ended it.
  std::optional<int> Stop();

  // 127.0.0.1:port
  const std::string& address() const { return address_; }

 private:
  std::optional<int> AwaitEnd();

  const std::string program_;
  const std::string data_dir_;
  std::string address_;
  pid_t pid_ = 0;
};

// Runs a program to its end; its exit code, or nullopt where it could not start or a signal ended
// it.
std::optional<int> RunProgram(const std::vector<std::string>& arguments);

}  // namespace cardledger::fault
