#pragma once

// SIGTERM and SIGINT as something to wait for instead of a handler. Made first thing in main, while
// there is one thread: threads started later inherit the blocked signals.

#include <csignal>

namespace cardledger::server {

class StopSignals {
 public:
  // Blocks both signals, and ignores SIGPIPE: a reader of our output may go away.
  StopSignals();

  // Whether one has come that Wait would return for.
  bool Arrived() const;

  // Waits for the first. From then on the next one ends the process at once.
  void Wait();

 private:
  sigset_t signals_;
};

}  // namespace cardledger::server
