#pragma once

// The calls that others are measured against, served on the same port as the API: an echo, and a
// hop through the engine. Callback methods without interceptor, identity or check. Any thread.

#include "cardledger/echo/v1/echo.grpc.pb.h"
#include "services/engine/engine.h"

namespace cardledger::bench {

class EchoServiceImpl : public echo::v1::EchoService::CallbackService {
 public:
  // Before the first call; not owned.
  void SetEngine(engine::Engine& engine) { engine_ = &engine; }

  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                                 const echo::v1::EchoRequest* request,
                                 echo::v1::EchoResponse* response) override;
  grpc::ServerUnaryReactor* Hop(grpc::CallbackServerContext* context,
                                const echo::v1::HopRequest* request,
                                echo::v1::HopResponse* response) override;

 private:
  engine::Engine* engine_ = nullptr;
};

}  // namespace cardledger::bench
