#pragma once

// LoadService of the API (loads.proto) over the engine. gRPC threads; bulk streams are
// BulkLoadCall's.

#include "cardledger/v1/loads.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"
#include "services/rpc/open_streams.h"

namespace cardledger::rpc {

class LoadServiceImpl : public v1::LoadService::CallbackService {
 public:
  LoadServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* CreateLoad(grpc::CallbackServerContext* context,
                                       const v1::CreateLoadRequest* request,
                                       v1::CreateLoadResponse* response) override;
  grpc::ServerUnaryReactor* ApproveEmergencyLoad(grpc::CallbackServerContext* context,
                                                 const v1::ApproveEmergencyLoadRequest* request,
                                                 v1::Change* response) override;
  grpc::ServerBidiReactor<v1::BulkLoadRequest, v1::BulkLoadResponse>* BulkLoad(
      grpc::CallbackServerContext* context) override;

  // Asks the open bulk streams to end, and takes no new ones.
  void Drain() { bulk_loads_.Drain(); }
  OpenStreams& streams() { return bulk_loads_; }
  const OpenStreams& streams() const { return bulk_loads_; }

 private:
  const Edge& edge_;
  const AccessRule create_load_;
  const AccessRule approve_emergency_load_;
  const AccessRule bulk_load_;
  OpenStreams bulk_loads_;
};

}  // namespace cardledger::rpc
