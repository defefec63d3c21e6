#pragma once

// ReferralService of the API (referrals.proto) over the engine. gRPC threads.

#include "cardledger/v1/referrals.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class ReferralServiceImpl : public v1::ReferralService::CallbackService {
 public:
  ReferralServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* RequestException(grpc::CallbackServerContext* context,
                                             const v1::RequestExceptionRequest* request,
                                             v1::Change* response) override;
  grpc::ServerUnaryReactor* DecideReferral(grpc::CallbackServerContext* context,
                                           const v1::DecideReferralRequest* request,
                                           v1::Change* response) override;
  grpc::ServerUnaryReactor* GetReferral(grpc::CallbackServerContext* context,
                                        const v1::GetReferralRequest* request,
                                        v1::GetReferralResponse* response) override;
  grpc::ServerUnaryReactor* ListReferrals(grpc::CallbackServerContext* context,
                                          const v1::ListReferralsRequest* request,
                                          v1::ListReferralsResponse* response) override;

 private:
  const Edge& edge_;
  const AccessRule request_exception_;
  const AccessRule decide_referral_;
  const AccessRule get_referral_;
  const AccessRule list_referrals_;
};

}  // namespace cardledger::rpc
