#pragma once

// What the ledger counts of itself, in Prometheus's form and by its conventions: names begin with
// cardledger_, times are seconds, totals end in _total. Observes calls and the engine; what others
// count by themselves is asked for when somebody looks (Ask). Labels are methods, codes, reasons
// and other fixed words alone: never who calls, or what a call is about. Any thread.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"

#include "base/mutex.h"
#include "prometheus/collectable.h"
#include "prometheus/registry.h"
#include "services/engine/engine_observer.h"
#include "services/rpc/call_observer.h"

namespace cardledger::metrics {

// A number that is read when somebody looks. `value` may be called on any thread.
struct Asked {
  std::string name;
  std::string help;
  std::map<std::string, std::string> labels = {};
  std::function<double()> value;
};

class Metrics : public engine::EngineObserver, public rpc::CallObserver {
 public:
  Metrics();
  ~Metrics() override;

  void Wrote(const engine::BatchSeen& batch) override;
  rpc::MethodObserver* Of(absl::string_view method) override;

  // Of one family, all at once: those that grow for ever (their names end in _total), and the rest.
  void Ask(std::vector<Asked> numbers);
  // What was asked for is asked no more: what it reads from is about to go.
  void StopAsking();

  // Everything there is, for Exposition.
  std::vector<std::weak_ptr<prometheus::Collectable>> collectables() const;

 private:
  class Method;
  class AskedNumbers;
  struct Families;

  const std::shared_ptr<prometheus::Registry> registry_;
  const std::shared_ptr<AskedNumbers> asked_;
  const std::unique_ptr<Families> families_;
  base::Mutex mutex_;
  std::map<std::string, std::unique_ptr<Method>, std::less<>> methods_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cardledger::metrics
