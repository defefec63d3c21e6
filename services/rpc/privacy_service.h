#pragma once

// PrivacyService of the API (privacy.proto) over the engine. gRPC threads.

#include "cardledger/v1/privacy.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class PrivacyServiceImpl : public v1::PrivacyService::CallbackService {
 public:
  PrivacyServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* ProposeErasure(grpc::CallbackServerContext* context,
                                           const v1::ProposeErasureRequest* request,
                                           v1::Change* response) override;
  grpc::ServerUnaryReactor* DecideErasure(grpc::CallbackServerContext* context,
                                          const v1::DecideErasureRequest* request,
                                          v1::Change* response) override;
  grpc::ServerUnaryReactor* SetLegalHold(grpc::CallbackServerContext* context,
                                         const v1::SetLegalHoldRequest* request,
                                         v1::Change* response) override;
  grpc::ServerUnaryReactor* EndLegalHold(grpc::CallbackServerContext* context,
                                         const v1::EndLegalHoldRequest* request,
                                         v1::Change* response) override;
  grpc::ServerUnaryReactor* RectifyDetail(grpc::CallbackServerContext* context,
                                          const v1::RectifyDetailRequest* request,
                                          v1::Change* response) override;
  grpc::ServerUnaryReactor* ListDueErasures(grpc::CallbackServerContext* context,
                                            const v1::ListDueErasuresRequest* request,
                                            v1::ListDueErasuresResponse* response) override;
  grpc::ServerUnaryReactor* ExportPerson(grpc::CallbackServerContext* context,
                                         const v1::ExportPersonRequest* request,
                                         v1::ExportPersonResponse* response) override;

 private:
  const Edge& edge_;
  const AccessRule propose_erasure_;
  const AccessRule decide_erasure_;
  const AccessRule set_legal_hold_;
  const AccessRule end_legal_hold_;
  const AccessRule rectify_detail_;
  const AccessRule list_due_erasures_;
  const AccessRule export_person_;
};

}  // namespace cardledger::rpc
