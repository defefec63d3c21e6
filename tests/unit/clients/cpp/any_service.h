#pragma once

// A service that takes a call of any unary method: it notes the bytes of each request and answers
// with an empty message. For the tests of what clients send. Read what it noted between calls.

#include <map>
#include <string>
#include <vector>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/support/byte_buffer.h"

namespace cardledger::client {

// One call.
class AnyCall : public grpc::ServerGenericBidiReactor {
 public:
  AnyCall(std::vector<std::string>& sent, bool available) : sent_(sent), available_(available) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status(grpc::StatusCode::INTERNAL, "nothing was sent"));
    grpc::Slice bytes;
    (void)request_.DumpToSingleSlice(&bytes);
    sent_.emplace_back(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
    if (!available_) return Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "starting"));
    response_ = grpc::ByteBuffer(&empty_, 1);
    StartWriteAndFinish(&response_, {}, grpc::Status::OK);
  }
  void OnDone() override { delete this; }

 private:
  std::vector<std::string>& sent_;
  const bool available_;
  const grpc::Slice empty_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

class AnyService : public grpc::CallbackGenericService {
 public:
  // So many calls of each method are answered UNAVAILABLE first.
  explicit AnyService(size_t unavailable_calls) : unavailable_calls_(unavailable_calls) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    std::vector<std::string>& sent = sent_by_method[context->method()];
    return new AnyCall(sent, sent.size() >= unavailable_calls_);
  }

  // The bytes of each try, by the method's path.
  std::map<std::string, std::vector<std::string>> sent_by_method;

 private:
  const size_t unavailable_calls_;
};

}  // namespace cardledger::client
