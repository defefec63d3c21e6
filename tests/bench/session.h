#pragma once

// One server under measurement, its client, and the measurements that are made of it. Each adds one
// slice to the figures, with numerator and denominator taken right after one another; the caller
// repeats them. The words of the figures are explained in docs/PERFORMANCE.md. One thread.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "cardledger/echo/v1/echo.grpc.pb.h"
#include "cardledger/v1/balances.grpc.pb.h"
#include "cardledger/v1/loads.grpc.pb.h"
#include "cardledger/v1/transactions.grpc.pb.h"
#include "storage/kv_store.h"
#include "tests/bench/figures.h"
#include "tests/bench/load_generator.h"
#include "tests/bench/server_process.h"

namespace cardledger::bench {

struct SessionOptions {
  std::string folder;  // made where there is none
  LedgerShape shape;
  std::chrono::milliseconds slice{500};
};

class Session {
 public:
  static absl::StatusOr<std::unique_ptr<Session>> Start(const SessionOptions& options);

  // Sends some of everything, so that no slice pays for first times.
  absl::Status WarmUp();
  // Rates with 64 calls in flight, against the empty call.
  absl::Status MeasureRates(Figures& figures);
  // Loads over mutual TLS with a token, against loads without, by a server of its own.
  absl::Status MeasureProvenCallers(Figures& figures);
  // The same of reads from awards that have a year behind them.
  absl::Status MeasureReadsOfYear(Figures& figures);
  // Median latency with one call in flight, against an empty call and a synced write.
  absl::Status MeasureOneInFlight(Figures& figures);
  absl::Status MeasureBulk(Figures& figures);
  // Latency of single loads while a bulk stream runs.
  absl::Status MeasureUnderBulk(Figures& figures);

  // Loads sent so far. All were accepted: any other answer ends a measurement.
  uint64_t loads() const { return loads_; }
  uint64_t DiskBytesOfStore() const;

 private:
  explicit Session(SessionOptions options) : options_(std::move(options)) {}

  absl::Status OpenProbe();
  absl::Status StartProvenServer();
  CallKind Echo(size_t payload_bytes);
  CallKind Hop(size_t payload_bytes);
  CallKind Load(Spread spread);
  CallKind ProvenLoad();
  CallKind Balance();
  CallKind PastBalance();
  CallKind Transactions();
  absl::StatusOr<double> Rate(const CallKind& kind);
  absl::StatusOr<double> MedianLatencyUs(const CallKind& kind);
  absl::StatusOr<double> MedianSyncUs();

  const SessionOptions options_;
  std::unique_ptr<ServerProcess> server_;
  std::unique_ptr<echo::v1::EchoService::Stub> echo_;
  std::unique_ptr<v1::LoadService::Stub> loads_stub_;
  std::unique_ptr<v1::BalanceService::Stub> balances_;
  std::unique_ptr<v1::TransactionService::Stub> transactions_;
  std::unique_ptr<ServerProcess> proven_server_;  // started when it is first measured
  std::unique_ptr<v1::LoadService::Stub> proven_loads_;
  Metadata proven_caller_;
  std::unique_ptr<v1::LoadService::Stub> bulk_;  // over a connection of its own
  std::vector<std::string> award_names_;         // to ask balances of
  std::vector<std::string> year_award_names_;    // with a year behind them
  std::unique_ptr<storage::KvStore> probe_store_;
  std::unique_ptr<storage::KvWriter> probe_;
  uint64_t loads_ = 0;
};

}  // namespace cardledger::bench
