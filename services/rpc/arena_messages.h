#pragma once

// Request and answer of a call in one piece of memory that is given back at once: for methods whose
// answers are many small messages, which one by one would cost as much as filling them. A service
// holds one for each such method and names it to gRPC when it is made. Any thread.

#include <cstddef>

#include "google/protobuf/arena.h"
#include "grpcpp/support/message_allocator.h"

namespace cardledger::rpc {

template <typename Request, typename Response>
class ArenaMessages : public grpc::MessageAllocator<Request, Response> {
 public:
  grpc::MessageHolder<Request, Response>* AllocateMessages() override { return new Messages(); }

 private:
  // A page of the usual size; longer ones take further pieces.
  static constexpr size_t kFirstBlockBytes = size_t{16} << 10;

  class Messages : public grpc::MessageHolder<Request, Response> {
   public:
    Messages() : arena_(Options()) {
      this->set_request(google::protobuf::Arena::CreateMessage<Request>(&arena_));
      this->set_response(google::protobuf::Arena::CreateMessage<Response>(&arena_));
    }
    void Release() override { delete this; }

   private:
    static google::protobuf::ArenaOptions Options() {
      google::protobuf::ArenaOptions options;
      options.start_block_size = kFirstBlockBytes;
      options.max_block_size = kFirstBlockBytes;
      return options;
    }

    google::protobuf::Arena arena_;
  };
};

}  // namespace cardledger::rpc
