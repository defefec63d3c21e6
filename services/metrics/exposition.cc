#include "services/metrics/exposition.h"

#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"

#include "prometheus/exposer.h"

namespace cardledger::metrics {
namespace {

constexpr size_t kThreads = 2;  // one who looks, and one more

}  // namespace

absl::StatusOr<std::unique_ptr<Exposition>> Exposition::Open(const std::string& address,
                                                             const Metrics& metrics) {
  std::unique_ptr<prometheus::Exposer> exposer;
  try {
    exposer = std::make_unique<prometheus::Exposer>(address, kThreads);
  } catch (const std::exception&) {
    return absl::UnavailableError(absl::StrCat("metrics cannot be shown at ", address));
  }
  for (const auto& collectable : metrics.collectables()) exposer->RegisterCollectable(collectable);
  return std::unique_ptr<Exposition>(new Exposition(std::move(exposer)));
}

Exposition::Exposition(std::unique_ptr<prometheus::Exposer> exposer)
    : exposer_(std::move(exposer)) {}

Exposition::~Exposition() = default;

int Exposition::port() const { return exposer_->GetListeningPorts().front(); }

}  // namespace cardledger::metrics
