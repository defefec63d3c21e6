#include "services/rpc/privacy_service.h"

#include "services/rpc/due_erasures.h"
#include "services/rpc/person_export.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {

PrivacyServiceImpl::PrivacyServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      propose_erasure_(access.Of("ProposeErasure")),
      decide_erasure_(access.Of("DecideErasure")),
      set_legal_hold_(access.Of("SetLegalHold")),
      end_legal_hold_(access.Of("EndLegalHold")),
      rectify_detail_(access.Of("RectifyDetail")),
      list_due_erasures_(access.Of("ListDueErasures")),
      export_person_(access.Of("ExportPerson")) {}

grpc::ServerUnaryReactor* PrivacyServiceImpl::ProposeErasure(
    grpc::CallbackServerContext* context, const v1::ProposeErasureRequest* request,
    v1::Change* response) {
  return Mutate(edge_, propose_erasure_, context, request, response);
}

grpc::ServerUnaryReactor* PrivacyServiceImpl::DecideErasure(grpc::CallbackServerContext* context,
                                                            const v1::DecideErasureRequest* request,
                                                            v1::Change* response) {
  return Mutate(edge_, decide_erasure_, context, request, response);
}

grpc::ServerUnaryReactor* PrivacyServiceImpl::SetLegalHold(grpc::CallbackServerContext* context,
                                                           const v1::SetLegalHoldRequest* request,
                                                           v1::Change* response) {
  return Mutate(edge_, set_legal_hold_, context, request, response);
}

grpc::ServerUnaryReactor* PrivacyServiceImpl::EndLegalHold(grpc::CallbackServerContext* context,
                                                           const v1::EndLegalHoldRequest* request,
                                                           v1::Change* response) {
  return Mutate(edge_, end_legal_hold_, context, request, response);
}

grpc::ServerUnaryReactor* PrivacyServiceImpl::RectifyDetail(grpc::CallbackServerContext* context,
                                                            const v1::RectifyDetailRequest* request,
                                                            v1::Change* response) {
  return Mutate(edge_, rectify_detail_, context, request, response);
}

grpc::ServerUnaryReactor* PrivacyServiceImpl::ListDueErasures(
    grpc::CallbackServerContext* context, const v1::ListDueErasuresRequest* request,
    v1::ListDueErasuresResponse* response) {
  return ReadSlowly(edge_, list_due_erasures_, context, request, response,
                    [&ledger = edge_.engine->identity().id](const ReadScope& scope,
                                                            const v1::ListDueErasuresRequest& asked,
                                                            v1::ListDueErasuresResponse& answer) {
                      return FillListDueErasures(ledger, scope, asked, answer);
                    });
}

grpc::ServerUnaryReactor* PrivacyServiceImpl::ExportPerson(grpc::CallbackServerContext* context,
                                                           const v1::ExportPersonRequest* request,
                                                           v1::ExportPersonResponse* response) {
  return ReadSlowly(edge_, export_person_, context, request, response,
                    [&ledger = edge_.engine->identity().id](const ReadScope& scope,
                                                            const v1::ExportPersonRequest& asked,
                                                            v1::ExportPersonResponse& answer) {
                      return FillExportPerson(ledger, scope, asked, answer);
                    });
}

}  // namespace cardledger::rpc
