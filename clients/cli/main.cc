// The `cardledger` command.

#include <cstddef>
#include <iostream>
#include <span>
#include <unistd.h>

#include "absl/synchronization/mutex.h"

#include "clients/cli/run.h"

int main(int argc, char** argv) {
  // gRPC's mutexes are absl's: their deadlock detector costs time and finds nothing of ours.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  cardledger::cli::Context context(std::cout, std::cerr, isatty(STDERR_FILENO) == 1);
  return cardledger::cli::RunCommandLine(
      std::span<const char* const>(argv, static_cast<size_t>(argc)), context);
}
