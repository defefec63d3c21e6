#pragma once

// CardService of the API (cards.proto) over the engine. gRPC threads.

#include "cardledger/v1/cards.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class CardServiceImpl : public v1::CardService::CallbackService {
 public:
  CardServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* RequestCard(grpc::CallbackServerContext* context,
                                        const v1::RequestCardRequest* request,
                                        v1::Change* response) override;
  grpc::ServerUnaryReactor* IssueCard(grpc::CallbackServerContext* context,
                                      const v1::IssueCardRequest* request,
                                      v1::Change* response) override;
  grpc::ServerUnaryReactor* ActivateCard(grpc::CallbackServerContext* context,
                                         const v1::ActivateCardRequest* request,
                                         v1::Change* response) override;
  grpc::ServerUnaryReactor* BlockCard(grpc::CallbackServerContext* context,
                                      const v1::BlockCardRequest* request,
                                      v1::Change* response) override;
  grpc::ServerUnaryReactor* UnblockCard(grpc::CallbackServerContext* context,
                                        const v1::UnblockCardRequest* request,
                                        v1::Change* response) override;
  grpc::ServerUnaryReactor* ReviewBlock(grpc::CallbackServerContext* context,
                                        const v1::ReviewBlockRequest* request,
                                        v1::Change* response) override;
  grpc::ServerUnaryReactor* ReplaceCard(grpc::CallbackServerContext* context,
                                        const v1::ReplaceCardRequest* request,
                                        v1::Change* response) override;
  grpc::ServerUnaryReactor* CloseCard(grpc::CallbackServerContext* context,
                                      const v1::CloseCardRequest* request,
                                      v1::Change* response) override;
  grpc::ServerUnaryReactor* SetCardLimits(grpc::CallbackServerContext* context,
                                          const v1::SetCardLimitsRequest* request,
                                          v1::Change* response) override;
  grpc::ServerUnaryReactor* GetCard(grpc::CallbackServerContext* context,
                                    const v1::GetCardRequest* request,
                                    v1::GetCardResponse* response) override;
  grpc::ServerUnaryReactor* ListCards(grpc::CallbackServerContext* context,
                                      const v1::ListCardsRequest* request,
                                      v1::ListCardsResponse* response) override;

 private:
  const Edge& edge_;
  const AccessRule request_card_;
  const AccessRule issue_card_;
  const AccessRule activate_card_;
  const AccessRule block_card_;
  const AccessRule unblock_card_;
  const AccessRule review_block_;
  const AccessRule replace_card_;
  const AccessRule close_card_;
  const AccessRule set_card_limits_;
  const AccessRule get_card_;
  const AccessRule list_cards_;
};

}  // namespace cardledger::rpc
