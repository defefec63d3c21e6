#include "services/rpc/look_service.h"

#include "services/rpc/look_reads.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {

LookServiceImpl::LookServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      open_lines_(access.Of("OpenLines")),
      request_withheld_look_(access.Of("RequestWithheldLook")),
      decide_withheld_look_(access.Of("DecideWithheldLook")),
      review_withheld_look_(access.Of("ReviewWithheldLook")),
      get_look_(access.Of("GetLook")),
      list_looks_(access.Of("ListLooks")),
      list_withheld_looks_(access.Of("ListWithheldLooks")) {}

grpc::ServerUnaryReactor* LookServiceImpl::OpenLines(grpc::CallbackServerContext* context,
                                                     const v1::OpenLinesRequest* request,
                                                     v1::Change* response) {
  return Mutate(edge_, open_lines_, context, request, response);
}

grpc::ServerUnaryReactor* LookServiceImpl::RequestWithheldLook(
    grpc::CallbackServerContext* context, const v1::RequestWithheldLookRequest* request,
    v1::Change* response) {
  return Mutate(edge_, request_withheld_look_, context, request, response);
}

grpc::ServerUnaryReactor* LookServiceImpl::DecideWithheldLook(
    grpc::CallbackServerContext* context, const v1::DecideWithheldLookRequest* request,
    v1::Change* response) {
  return Mutate(edge_, decide_withheld_look_, context, request, response);
}

grpc::ServerUnaryReactor* LookServiceImpl::ReviewWithheldLook(
    grpc::CallbackServerContext* context, const v1::ReviewWithheldLookRequest* request,
    v1::Change* response) {
  return Mutate(edge_, review_withheld_look_, context, request, response);
}

grpc::ServerUnaryReactor* LookServiceImpl::GetLook(grpc::CallbackServerContext* context,
                                                   const v1::GetLookRequest* request,
                                                   v1::GetLookResponse* response) {
  return Read(edge_, get_look_, context, request, response, FillGetLook);
}

grpc::ServerUnaryReactor* LookServiceImpl::ListLooks(grpc::CallbackServerContext* context,
                                                     const v1::ListLooksRequest* request,
                                                     v1::ListLooksResponse* response) {
  return ReadSlowly(
      edge_, list_looks_, context, request, response,
      [&ledger = edge_.engine->identity().id](
          const ReadScope& scope, const v1::ListLooksRequest& asked,
          v1::ListLooksResponse& answer) { return FillListLooks(ledger, scope, asked, answer); });
}

grpc::ServerUnaryReactor* LookServiceImpl::ListWithheldLooks(
    grpc::CallbackServerContext* context, const v1::ListWithheldLooksRequest* request,
    v1::ListWithheldLooksResponse* response) {
  return ReadSlowly(edge_, list_withheld_looks_, context, request, response,
                    [&ledger = edge_.engine->identity().id](
                        const ReadScope& scope, const v1::ListWithheldLooksRequest& asked,
                        v1::ListWithheldLooksResponse& answer) {
                      return FillListWithheldLooks(ledger, scope, asked, answer);
                    });
}

}  // namespace cardledger::rpc
