#include "tests/bench/echo_service.h"

namespace cardledger::bench {

grpc::ServerUnaryReactor* EchoServiceImpl::Echo(grpc::CallbackServerContext* context,
                                                const echo::v1::EchoRequest* request,
                                                echo::v1::EchoResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  response->set_payload(request->payload());
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* EchoServiceImpl::Hop(grpc::CallbackServerContext* context,
                                               const echo::v1::HopRequest* request,
                                               echo::v1::HopResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  engine_->SubmitNoOperation([reactor, request, response] {
    response->set_payload(request->payload());
    reactor->Finish(grpc::Status::OK);
  });
  return reactor;
}

}  // namespace cardledger::bench
