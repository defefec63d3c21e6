#pragma once

// PolicyService of the API (policies.proto) over the engine. gRPC threads.

#include "cardledger/v1/policies.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class PolicyServiceImpl : public v1::PolicyService::CallbackService {
 public:
  PolicyServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* ActivatePolicy(grpc::CallbackServerContext* context,
                                           const v1::ActivatePolicyRequest* request,
                                           v1::ActivatePolicyResponse* response) override;
  grpc::ServerUnaryReactor* GetPolicy(grpc::CallbackServerContext* context,
                                      const v1::GetPolicyRequest* request,
                                      v1::GetPolicyResponse* response) override;
  grpc::ServerUnaryReactor* ListPolicies(grpc::CallbackServerContext* context,
                                         const v1::ListPoliciesRequest* request,
                                         v1::ListPoliciesResponse* response) override;

 private:
  const Edge& edge_;
  const AccessRule activate_policy_;
  const AccessRule get_policy_;
  const AccessRule list_policies_;
};

}  // namespace cardledger::rpc
