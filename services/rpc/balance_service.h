#pragma once

// BalanceService of the API (balances.proto) over the engine. gRPC threads.

#include "cardledger/v1/balances.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class BalanceServiceImpl : public v1::BalanceService::CallbackService {
 public:
  BalanceServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* GetBalance(grpc::CallbackServerContext* context,
                                       const v1::GetBalanceRequest* request,
                                       v1::GetBalanceResponse* response) override;
  grpc::ServerUnaryReactor* GetPersonBalance(grpc::CallbackServerContext* context,
                                             const v1::GetPersonBalanceRequest* request,
                                             v1::GetPersonBalanceResponse* response) override;
  grpc::ServerUnaryReactor* GetCardBalance(grpc::CallbackServerContext* context,
                                           const v1::GetCardBalanceRequest* request,
                                           v1::GetCardBalanceResponse* response) override;
  grpc::ServerUnaryReactor* GetEntitlementStatus(
      grpc::CallbackServerContext* context, const v1::GetEntitlementStatusRequest* request,
      v1::GetEntitlementStatusResponse* response) override;

 private:
  const Edge& edge_;
  const AccessRule get_balance_;
  const AccessRule get_person_balance_;
  const AccessRule get_card_balance_;
  const AccessRule get_entitlement_status_;
};

}  // namespace cardledger::rpc
