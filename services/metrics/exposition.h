#pragma once

// Answers HTTP at /metrics in Prometheus's text form, on a port of its own and threads of its own,
// from the constructor's end until the destructor's. It asks nobody who they are, so it is for a
// loopback address alone, which whoever makes it has checked.

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "services/metrics/metrics.h"

namespace prometheus {
class Exposer;
}

namespace cardledger::metrics {

class Exposition {
 public:
  // At HOST:PORT, where port 0 lets the system choose. UNAVAILABLE where it cannot listen there.
  // `metrics` outlives this.
  static absl::StatusOr<std::unique_ptr<Exposition>> Open(const std::string& address,
                                                          const Metrics& metrics);
  ~Exposition();

  int port() const;

 private:
  explicit Exposition(std::unique_ptr<prometheus::Exposer> exposer);

  const std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace cardledger::metrics
