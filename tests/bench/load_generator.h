#pragma once

// Sends unary calls and takes the time: so many at once for a while (closed loop), or so many a
// second whatever the answers do (open loop). One thread, one connection, a completion queue: on
// two cores that leaves one to the server. Latency counts from the moment a call should have been
// sent, so that a stalled server is charged for the calls it kept from being sent in time.
// Any failed call ends the run with its status: a rate of errors is no rate.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/support/async_unary_call.h"

#include "clients/cpp/identity.h"

namespace cardledger::bench {

// One call under way, to be used again when it has been answered.
class CallSlot {
 public:
  virtual ~CallSlot() = default;
  // Sends call number `turn`; its answer comes out of `queue` as `tag`.
  virtual void Send(uint64_t turn, grpc::CompletionQueue& queue, void* tag) = 0;
  virtual absl::Status Finish() = 0;
};

using CallKind = std::function<std::unique_ptr<CallSlot>()>;

struct UnderLoad {
  double calls_per_second = 0;
  std::vector<double> latencies_us;  // in the order of the answers
};

absl::StatusOr<UnderLoad> RunClosedLoop(const CallKind& kind, size_t in_flight,
                                        std::chrono::milliseconds time);
absl::StatusOr<UnderLoad> RunOpenLoop(const CallKind& kind, double calls_per_second,
                                      std::chrono::milliseconds time);

using Metadata = std::vector<std::pair<std::string, std::string>>;

// As a server takes it that believes its callers.
inline Metadata BelievedCaller() {
  return {{client::kSubjectHeader, "bench-finance-officer"},
          {client::kRolesHeader, "finance_officer"}};
}

template <typename Request, typename Response>
struct UnaryMethod {
  std::function<std::unique_ptr<grpc::ClientAsyncResponseReader<Response>>(
      grpc::ClientContext*, const Request&, grpc::CompletionQueue*)>
      start;
  std::function<void(uint64_t turn, Request& request)> fill;
  // Who calls, by metadata. The same for every call that is compared with another, the empty one
  // too: requests of equal size have equal headers.
  Metadata metadata = BelievedCaller();
};

template <typename Request, typename Response>
CallKind KindOf(UnaryMethod<Request, Response> method) {
  class Slot : public CallSlot {
   public:
    explicit Slot(const UnaryMethod<Request, Response>& method) : method_(method) {}
    void Send(uint64_t turn, grpc::CompletionQueue& queue, void* tag) override {
      method_.fill(turn, request_);
      reader_.reset();
      context_.emplace();
      for (const auto& [key, value] : method_.metadata) context_->AddMetadata(key, value);
      reader_ = method_.start(&*context_, request_, &queue);
      reader_->Finish(&response_, &status_, tag);
    }
    absl::Status Finish() override {
      if (status_.ok()) return absl::OkStatus();
      return absl::UnavailableError(absl::StrCat("a call failed with code ", status_.error_code(),
                                                 ": ", status_.error_message()));
    }

   private:
    const UnaryMethod<Request, Response> method_;
    Request request_;
    Response response_;
    grpc::Status status_;
    std::optional<grpc::ClientContext> context_;
    std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> reader_;  // lives in the context
  };
  return [method = std::move(method)] { return std::make_unique<Slot>(method); };
}

}  // namespace cardledger::bench
