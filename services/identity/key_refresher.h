#pragma once

// Fetches an issuer's keys again: every few minutes, and soon after a token has named a key that is
// not known. Called from time to time by services/server, on one thread.

#include <cstdint>
#include <utility>

#include "base/log_event.h"
#include "services/identity/issuer.h"

namespace cardledger::identity {

class KeyRefresher {
 public:
  // `log` is told when the keys cannot be had, and when they can again. `issuer` outlives
  // this.
  KeyRefresher(Issuer& issuer, base::Log log) : issuer_(issuer), log_(std::move(log)) {}

  // Fetches the keys where it is time: at the first call; when five minutes have gone by; when they
  // are asked for or the last fetch failed, and ten seconds have gone by, since tokens with made-up
  // key ids must not make us call the issuer as often as they come. Times as of Issuer, in seconds.
  void RefreshWhenDue(int64_t now_s);

 private:
  bool IsDue(int64_t now_s) const;

  Issuer& issuer_;
  const base::Log log_;
  bool fetched_ = false;
  bool failed_ = false;
  int64_t last_s_ = 0;
};

}  // namespace cardledger::identity
