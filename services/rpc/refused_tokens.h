#pragma once

// Slows whoever brings tokens that do not count, so that nobody can guess at them, or keep the
// server busy with checking signatures. By source: the system whose certificate the connection has,
// else the address it comes from. A source whose tokens were refused too often (limits.h
// kTokensRefusedMax) has no further token checked until some time has gone by; tokens that are
// remembered as good are not asked about here, so that one bad user of a portal does not shut out
// those who are signed in. Bounded memory: of too many sources the one heard of longest ago is
// forgotten first. Any thread.

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "base/mutex.h"
#include "services/domain/limits.h"
#include "services/engine/clock.h"

namespace cardledger::rpc {

class RefusedTokens {
 public:
  // `clock` outlives this.
  explicit RefusedTokens(const engine::Clock& clock,
                         size_t sources_max = domain::kRefusedSourcesMax)
      : clock_(clock), sources_max_(sources_max) {}

  // Whether a token of `source` may be checked now: RESOURCE_EXHAUSTED (TOKENS_REFUSED_OFTEN), with
  // the time after which one will be.
  absl::Status Ask(absl::string_view source);
  // One was refused.
  void Note(absl::string_view source);

  size_t remembered() const;

 private:
  struct Source {
    std::string name;
    int64_t spent_us = 0;  // of kTokensRefusedWithinUs, which refill as time goes by
    int64_t noted_us = 0;
  };

  mutable base::Mutex mutex_;
  const engine::Clock& clock_;
  const size_t sources_max_;
  std::list<Source> sources_ ABSL_GUARDED_BY(mutex_);  // the one noted last stands first
  absl::flat_hash_map<std::string, std::list<Source>::iterator> by_name_ ABSL_GUARDED_BY(mutex_);
};

// The source that a peer as gRPC names it ("ipv4:192.0.2.1:50000") is without a certificate: its
// address, without the port; of an IPv6 address the first 64 bits, within which one host may choose
// as it likes (RFC 4291, 2.5.4).
std::string SourceOf(absl::string_view peer);

}  // namespace cardledger::rpc
