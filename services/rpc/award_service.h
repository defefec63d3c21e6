#pragma once

// AwardService of the API (awards.proto) over the engine. gRPC threads.

#include "cardledger/v1/awards.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class AwardServiceImpl : public v1::AwardService::CallbackService {
 public:
  AwardServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* ProposeAward(grpc::CallbackServerContext* context,
                                         const v1::ProposeAwardRequest* request,
                                         v1::ProposeAwardResponse* response) override;
  grpc::ServerUnaryReactor* ApproveAward(grpc::CallbackServerContext* context,
                                         const v1::ApproveAwardRequest* request,
                                         v1::ApproveAwardResponse* response) override;
  grpc::ServerUnaryReactor* CancelAward(grpc::CallbackServerContext* context,
                                        const v1::CancelAwardRequest* request,
                                        v1::CancelAwardResponse* response) override;
  grpc::ServerUnaryReactor* GetAward(grpc::CallbackServerContext* context,
                                     const v1::GetAwardRequest* request,
                                     v1::GetAwardResponse* response) override;
  grpc::ServerUnaryReactor* ProposeExtension(grpc::CallbackServerContext* context,
                                             const v1::ProposeExtensionRequest* request,
                                             v1::Change* response) override;
  grpc::ServerUnaryReactor* DecideExtension(grpc::CallbackServerContext* context,
                                            const v1::DecideExtensionRequest* request,
                                            v1::Change* response) override;
  grpc::ServerUnaryReactor* EndAward(grpc::CallbackServerContext* context,
                                     const v1::EndAwardRequest* request,
                                     v1::Change* response) override;
  grpc::ServerUnaryReactor* RecordAgreement(grpc::CallbackServerContext* context,
                                            const v1::RecordAgreementRequest* request,
                                            v1::Change* response) override;
  grpc::ServerUnaryReactor* SetContribution(grpc::CallbackServerContext* context,
                                            const v1::SetContributionRequest* request,
                                            v1::Change* response) override;
  grpc::ServerUnaryReactor* ReceiveContribution(grpc::CallbackServerContext* context,
                                                const v1::ReceiveContributionRequest* request,
                                                v1::Change* response) override;
  grpc::ServerUnaryReactor* AddOwnMoney(grpc::CallbackServerContext* context,
                                        const v1::AddOwnMoneyRequest* request,
                                        v1::Change* response) override;
  grpc::ServerUnaryReactor* RepayOwnMoney(grpc::CallbackServerContext* context,
                                          const v1::RepayOwnMoneyRequest* request,
                                          v1::Change* response) override;
  grpc::ServerUnaryReactor* ListAwards(grpc::CallbackServerContext* context,
                                       const v1::ListAwardsRequest* request,
                                       v1::ListAwardsResponse* response) override;

 private:
  const Edge& edge_;
  const AccessRule propose_award_;
  const AccessRule approve_award_;
  const AccessRule cancel_award_;
  const AccessRule get_award_;
  const AccessRule propose_extension_;
  const AccessRule decide_extension_;
  const AccessRule end_award_;
  const AccessRule record_agreement_;
  const AccessRule set_contribution_;
  const AccessRule receive_contribution_;
  const AccessRule add_own_money_;
  const AccessRule repay_own_money_;
  const AccessRule list_awards_;
};

}  // namespace cardledger::rpc
