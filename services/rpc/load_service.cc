#include "services/rpc/load_service.h"

#include <utility>

#include "services/domain/limits.h"
#include "services/rpc/bulk_load_call.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {

LoadServiceImpl::LoadServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      create_load_(access.Of("CreateLoad")),
      approve_emergency_load_(access.Of("ApproveEmergencyLoad")),
      bulk_load_(access.Of("BulkLoad")),
      bulk_loads_(domain::kBulkStreamsMax, kReasonBulkStreamsFull) {}

grpc::ServerUnaryReactor* LoadServiceImpl::CreateLoad(grpc::CallbackServerContext* context,
                                                      const v1::CreateLoadRequest* request,
                                                      v1::CreateLoadResponse* response) {
  return Mutate(edge_, create_load_, context, request, response);
}

grpc::ServerUnaryReactor* LoadServiceImpl::ApproveEmergencyLoad(
    grpc::CallbackServerContext* context, const v1::ApproveEmergencyLoadRequest* request,
    v1::Change* response) {
  return Mutate(edge_, approve_emergency_load_, context, request, response);
}

grpc::ServerBidiReactor<v1::BulkLoadRequest, v1::BulkLoadResponse>* LoadServiceImpl::BulkLoad(
    grpc::CallbackServerContext* context) {
  Call call = edge_.Begin(*context, bulk_load_);
  absl::StatusOr<Caller> caller = edge_.Admit(call);
  if (!caller.ok()) {
    return BulkLoadCall::Refuse(edge_, bulk_loads_, call,
                                ToGrpc(edge_.AnswerError(call, caller.status())));
  }
  return BulkLoadCall::Begin(edge_, bulk_loads_, call, *std::move(caller));
}

}  // namespace cardledger::rpc
