#include "services/metrics/metrics.h"

#include <utility>

#include "absl/strings/match.h"

#include "prometheus/counter.h"
#include "prometheus/histogram.h"
#include "services/rpc/call_log.h"

namespace cardledger::metrics {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;

constexpr double kMicrosecondsPerSecond = 1e6;

// From a read out of memory to a list of a large ledger.
const Histogram::BucketBoundaries& CallSeconds() {
  static const Histogram::BucketBoundaries& bounds = *new Histogram::BucketBoundaries{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
  return bounds;
}

// From a sync of a fast disk to one that is about to fail.
const Histogram::BucketBoundaries& WriteSeconds() {
  static const Histogram::BucketBoundaries& bounds = *new Histogram::BucketBoundaries{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5};
  return bounds;
}

const Histogram::BucketBoundaries& BatchCommands() {
  static const Histogram::BucketBoundaries& bounds =
      *new Histogram::BucketBoundaries{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048};
  return bounds;
}

}  // namespace

struct Metrics::Families {
  explicit Families(prometheus::Registry& registry)
      : calls(prometheus::BuildCounter()
                  .Name("cardledger_calls_total")
                  .Help("Calls that have ended, by method and gRPC code")
                  .Register(registry)),
        errors(prometheus::BuildCounter()
                   .Name("cardledger_call_errors_total")
                   .Help("Calls that were refused or failed, by the reason of docs/ERRORS.md")
                   .Register(registry)),
        row_errors(
            prometheus::BuildCounter()
                .Name("cardledger_bulk_row_errors_total")
                .Help("Rows of bulk loads that were refused, by the reason of docs/ERRORS.md")
                .Register(registry)),
        masked(prometheus::BuildCounter()
                   .Name("cardledger_masked_card_numbers_total")
                   .Help("Calls of the card issuer whose texts held the number of a payment card")
                   .Register(registry)
                   .Add({})),
        call_seconds(prometheus::BuildHistogram()
                         .Name("cardledger_call_seconds")
                         .Help("How long calls took, streams until their end")
                         .Register(registry)),
        commands(prometheus::BuildCounter()
                     .Name("cardledger_commands_total")
                     .Help("Commands that were answered with a batch, by lane; rows of bulk loads "
                           "are one each")
                     .Register(registry)),
        interactive(commands.Add({{"lane", "interactive"}})),
        bulk(commands.Add({{"lane", "bulk"}})),
        entries(prometheus::BuildCounter()
                    .Name("cardledger_entries_written_total")
                    .Help("Entries written to the journal since the start")
                    .Register(registry)
                    .Add({})),
        batch_commands(prometheus::BuildHistogram()
                           .Name("cardledger_batch_commands")
                           .Help("Commands answered with one batch")
                           .Register(registry)
                           .Add({}, BatchCommands())),
        write_seconds(prometheus::BuildHistogram()
                          .Name("cardledger_write_seconds")
                          .Help("How long a batch took to be written and synced")
                          .Register(registry)
                          .Add({}, WriteSeconds())) {}

  Family<Counter>& calls;
  Family<Counter>& errors;
  Family<Counter>& row_errors;
  Counter& masked;
  Family<Histogram>& call_seconds;
  Family<Counter>& commands;
  Counter& interactive;
  Counter& bulk;
  Counter& entries;
  Histogram& batch_commands;
  Histogram& write_seconds;
};

class Metrics::Method : public rpc::MethodObserver {
 public:
  Method(Families& families, std::string name)
      : families_(families),
        name_(std::move(name)),
        ok_(families.calls.Add({{"method", name_}, {"code", "OK"}})),
        seconds_(families.call_seconds.Add({{"method", name_}}, CallSeconds())) {}

  void Ended(grpc::StatusCode code, absl::string_view reason, int64_t took_us) override {
    seconds_.Observe(static_cast<double>(took_us) / kMicrosecondsPerSecond);
    if (code == grpc::StatusCode::OK) return ok_.Increment();
    families_.calls.Add({{"method", name_}, {"code", std::string(rpc::CodeName(code))}})
        .Increment();
    families_.errors.Add({{"reason", std::string(reason)}}).Increment();
  }

  void RowRefused(absl::string_view reason) override {
    families_.row_errors.Add({{"reason", std::string(reason)}}).Increment();
  }

  void CardNumberMasked() override { families_.masked.Increment(); }

 private:
  Families& families_;
  const std::string name_;
  Counter& ok_;
  Histogram& seconds_;
};

class Metrics::AskedNumbers : public prometheus::Collectable {
 public:
  void Add(std::vector<Asked> numbers) {
    const base::MutexLock lock(mutex_);
    families_.push_back(std::move(numbers));
  }

  void Clear() {
    const base::MutexLock lock(mutex_);
    families_.clear();
  }

  // Under the lock: after Clear nobody is being asked.
  std::vector<prometheus::MetricFamily> Collect() const override {
    const base::MutexLock lock(mutex_);
    std::vector<prometheus::MetricFamily> all;
    for (const std::vector<Asked>& numbers : families_) all.push_back(Read(numbers));
    return all;
  }

 private:
  static prometheus::MetricFamily Read(const std::vector<Asked>& numbers) {
    prometheus::MetricFamily family;
    family.name = numbers.front().name;
    family.help = numbers.front().help;
    const bool grows = absl::EndsWith(family.name, "_total");
    family.type = grows ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
    for (const Asked& number : numbers) {
      prometheus::ClientMetric metric;
      for (const auto& [name, value] : number.labels) metric.label.push_back({name, value});
      (grows ? metric.counter.value : metric.gauge.value) = number.value();
      family.metric.push_back(std::move(metric));
    }
    return family;
  }

  mutable base::Mutex mutex_;
  std::vector<std::vector<Asked>> families_ ABSL_GUARDED_BY(mutex_);
};

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      asked_(std::make_shared<AskedNumbers>()),
      families_(std::make_unique<Families>(*registry_)) {}

Metrics::~Metrics() = default;

void Metrics::Wrote(const engine::BatchSeen& batch) {
  families_->interactive.Increment(static_cast<double>(batch.interactive));
  families_->bulk.Increment(static_cast<double>(batch.bulk_rows));
  families_->entries.Increment(static_cast<double>(batch.entries));
  families_->batch_commands.Observe(static_cast<double>(batch.interactive + batch.bulk_rows));
  families_->write_seconds.Observe(static_cast<double>(batch.write_us) / kMicrosecondsPerSecond);
}

rpc::MethodObserver* Metrics::Of(absl::string_view method) {
  const base::MutexLock lock(mutex_);
  const auto found = methods_.find(method);
  if (found != methods_.end()) return found->second.get();
  std::string name(method);
  auto observer = std::make_unique<Method>(*families_, name);
  return methods_.emplace(std::move(name), std::move(observer)).first->second.get();
}

void Metrics::Ask(std::vector<Asked> numbers) { asked_->Add(std::move(numbers)); }

void Metrics::StopAsking() { asked_->Clear(); }

std::vector<std::weak_ptr<prometheus::Collectable>> Metrics::collectables() const {
  return {registry_, asked_};
}

}  // namespace cardledger::metrics
