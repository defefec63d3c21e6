#include "services/server/stop_signals.h"

#include <pthread.h>

#include "base/check.h"

namespace cardledger::server {

StopSignals::StopSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGINT);
  CARDLEDGER_CHECK(pthread_sigmask(SIG_BLOCK, &signals_, nullptr) == 0, "signals can be blocked");
  CARDLEDGER_CHECK(std::signal(SIGPIPE, SIG_IGN) != SIG_ERR, "SIGPIPE can be ignored");
}

bool StopSignals::Arrived() const {
  sigset_t arrived;
  CARDLEDGER_CHECK(sigpending(&arrived) == 0, "signals can be looked at");
  return sigismember(&arrived, SIGTERM) == 1 || sigismember(&arrived, SIGINT) == 1;
}

void StopSignals::Wait() {
  int received = 0;
  CARDLEDGER_CHECK(sigwait(&signals_, &received) == 0, "signals can be waited for");
  // Unblocked in this thread alone, the next one takes its default action: the end.
  CARDLEDGER_CHECK(pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr) == 0,
                   "signals can be unblocked");
}

}  // namespace cardledger::server
