#pragma once

// ProviderService of the API (providers.proto) over the engine. gRPC threads.

#include "cardledger/v1/providers.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class ProviderServiceImpl : public v1::ProviderService::CallbackService {
 public:
  ProviderServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* RegisterProvider(grpc::CallbackServerContext* context,
                                             const v1::RegisterProviderRequest* request,
                                             v1::Change* response) override;
  grpc::ServerUnaryReactor* GetProvider(grpc::CallbackServerContext* context,
                                        const v1::GetProviderRequest* request,
                                        v1::GetProviderResponse* response) override;
  grpc::ServerUnaryReactor* ListProviders(grpc::CallbackServerContext* context,
                                          const v1::ListProvidersRequest* request,
                                          v1::ListProvidersResponse* response) override;
  grpc::ServerUnaryReactor* AddProviderSubject(grpc::CallbackServerContext* context,
                                               const v1::AddProviderSubjectRequest* request,
                                               v1::Change* response) override;
  grpc::ServerUnaryReactor* RemoveProviderSubject(grpc::CallbackServerContext* context,
                                                  const v1::RemoveProviderSubjectRequest* request,
                                                  v1::Change* response) override;

 private:
  const Edge& edge_;
  const AccessRule register_provider_;
  const AccessRule get_provider_;
  const AccessRule list_providers_;
  const AccessRule add_provider_subject_;
  const AccessRule remove_provider_subject_;
};

}  // namespace cardledger::rpc
