#pragma once

// The measured server in a process of its own: this same program, started again. It opens or makes
// a ledger in a folder, listens on a loopback port of the system's choice, writes the port to its
// standard output and serves until its standard input ends. The client keeps its own process, so
// that the two share nothing but the machine.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "tests/bench/bench_ledger.h"
#include <sys/types.h>

namespace cardledger::bench {

// How callers are known: believed, or by mutual TLS and a token, with the identities in
// IdentitiesOf(folder).
enum class Callers { kBelieved, kProven };
std::string IdentitiesOf(const std::string& folder);

// The server's side: returns when standard input ends. An empty ledger is prepared first.
absl::Status Serve(const std::string& folder, const LedgerShape& shape, Callers callers);

// A child of this program whose standard input and output are ours.
class ChildProcess {
 public:
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(std::vector<std::string> arguments);
  // Ends its input and waits for its end.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // The next line it writes; UNAVAILABLE when it has ended without one.
  absl::StatusOr<std::string> ReadLine() const;
  pid_t pid() const { return pid_; }

 private:
  ChildProcess(pid_t pid, int to, int from) : pid_(pid), to_(to), from_(from) {}

  const pid_t pid_;
  const int to_;
  const int from_;
};

class ServerProcess {
 public:
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(const std::string& folder,
                                                              const LedgerShape& shape,
                                                              Callers callers);

  const std::string& address() const { return address_; }

 private:
  ServerProcess(std::unique_ptr<ChildProcess> child, std::string address)
      : child_(std::move(child)), address_(std::move(address)) {}

  std::unique_ptr<ChildProcess> child_;
  std::string address_;
};

}  // namespace cardledger::bench
