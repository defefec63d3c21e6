#pragma once

// Told how each call ended, for whoever counts them. What is asked for each method once, when the
// services are made, is kept, so that a call looks nothing up. Any thread; must be quick.

#include <cstdint>

#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

namespace cardledger::rpc {

class MethodObserver {
 public:
  virtual ~MethodObserver() = default;

  // `reason` is one of docs/ERRORS.md; empty where the call went well.
  virtual void Ended(grpc::StatusCode code, absl::string_view reason, int64_t took_us) = 0;
  // One row of a bulk load, in a call that goes on.
  virtual void RowRefused(absl::string_view reason) = 0;
  // In a text of the card issuer's.
  virtual void CardNumberMasked() = 0;
};

class CallObserver {
 public:
  virtual ~CallObserver() = default;

  // Of a method by its full name, such as cardledger.v1.FundService.CreateFund. Lives as long as
  // this.
  virtual MethodObserver* Of(absl::string_view method) = 0;
};

}  // namespace cardledger::rpc
