#pragma once

// FundService of the API (funds.proto) over the engine. gRPC threads.

#include "cardledger/v1/funds.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class FundServiceImpl : public v1::FundService::CallbackService {
 public:
  FundServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* CreateFund(grpc::CallbackServerContext* context,
                                       const v1::CreateFundRequest* request,
                                       v1::CreateFundResponse* response) override;
  grpc::ServerUnaryReactor* AllocateBudget(grpc::CallbackServerContext* context,
                                           const v1::AllocateBudgetRequest* request,
                                           v1::AllocateBudgetResponse* response) override;
  grpc::ServerUnaryReactor* TransferBudget(grpc::CallbackServerContext* context,
                                           const v1::TransferBudgetRequest* request,
                                           v1::TransferBudgetResponse* response) override;
  grpc::ServerUnaryReactor* GetFund(grpc::CallbackServerContext* context,
                                    const v1::GetFundRequest* request,
                                    v1::GetFundResponse* response) override;
  grpc::ServerUnaryReactor* ListFunds(grpc::CallbackServerContext* context,
                                      const v1::ListFundsRequest* request,
                                      v1::ListFundsResponse* response) override;

 private:
  const Edge& edge_;
  const AccessRule create_fund_;
  const AccessRule allocate_budget_;
  const AccessRule transfer_budget_;
  const AccessRule get_fund_;
  const AccessRule list_funds_;
};

}  // namespace cardledger::rpc
