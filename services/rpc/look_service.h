#pragma once

// LookService of the API (looks.proto) over the engine. gRPC threads.

#include "cardledger/v1/looks.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class LookServiceImpl : public v1::LookService::CallbackService {
 public:
  LookServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* OpenLines(grpc::CallbackServerContext* context,
                                      const v1::OpenLinesRequest* request,
                                      v1::Change* response) override;
  grpc::ServerUnaryReactor* RequestWithheldLook(grpc::CallbackServerContext* context,
                                                const v1::RequestWithheldLookRequest* request,
                                                v1::Change* response) override;
  grpc::ServerUnaryReactor* DecideWithheldLook(grpc::CallbackServerContext* context,
                                               const v1::DecideWithheldLookRequest* request,
                                               v1::Change* response) override;
  grpc::ServerUnaryReactor* ReviewWithheldLook(grpc::CallbackServerContext* context,
                                               const v1::ReviewWithheldLookRequest* request,
                                               v1::Change* response) override;
  grpc::ServerUnaryReactor* GetLook(grpc::CallbackServerContext* context,
                                    const v1::GetLookRequest* request,
                                    v1::GetLookResponse* response) override;
  grpc::ServerUnaryReactor* ListLooks(grpc::CallbackServerContext* context,
                                      const v1::ListLooksRequest* request,
                                      v1::ListLooksResponse* response) override;
  grpc::ServerUnaryReactor* ListWithheldLooks(grpc::CallbackServerContext* context,
                                              const v1::ListWithheldLooksRequest* request,
                                              v1::ListWithheldLooksResponse* response) override;

 private:
  const Edge& edge_;
  const AccessRule open_lines_;
  const AccessRule request_withheld_look_;
  const AccessRule decide_withheld_look_;
  const AccessRule review_withheld_look_;
  const AccessRule get_look_;
  const AccessRule list_looks_;
  const AccessRule list_withheld_looks_;
};

}  // namespace cardledger::rpc
