#pragma once

// WorklistService of the API (worklists.proto) over the engine. gRPC threads.

#include "cardledger/v1/worklists.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class WorklistServiceImpl : public v1::WorklistService::CallbackService {
 public:
  WorklistServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* ListWork(grpc::CallbackServerContext* context,
                                     const v1::ListWorkRequest* request,
                                     v1::ListWorkResponse* response) override;

 private:
  const Edge& edge_;
  const AccessRule list_work_;
};

}  // namespace cardledger::rpc
