#include "services/rpc/worklist_service.h"

#include "services/rpc/unary_call.h"
#include "services/rpc/worklist_reads.h"

namespace cardledger::rpc {

WorklistServiceImpl::WorklistServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge), list_work_(access.Of("ListWork")) {}

grpc::ServerUnaryReactor* WorklistServiceImpl::ListWork(grpc::CallbackServerContext* context,
                                                        const v1::ListWorkRequest* request,
                                                        v1::ListWorkResponse* response) {
  return ReadSlowly(
      edge_, list_work_, context, request, response,
      [&ledger = edge_.engine->identity().id](
          const ReadScope& scope, const v1::ListWorkRequest& asked, v1::ListWorkResponse& answer) {
        return FillListWork(ledger, scope, asked, answer);
      });
}

}  // namespace cardledger::rpc
