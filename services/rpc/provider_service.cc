#include "services/rpc/provider_service.h"

#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/rpc/lists.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

// Its name is the first sealed detail of the entry that registered it.
absl::Status ShowProvider(const engine::Reader& reader, const domain::ProviderId& id,
                          const store::v1::ProviderRow& row, v1::Provider& provider) {
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::DetailRow> name,
                              reader.Detail({.owner = id.uuid(),
                                             .retention = journal::v1::RETENTION_CLASS_IDENTITY,
                                             .sequence = row.created_entry()}));
  FillProvider(id, row, name ? name->text() : "", provider);
  return absl::OkStatus();
}

absl::Status FillGetProvider(const ReadScope& scope, const v1::GetProviderRequest& request,
                             v1::GetProviderResponse& response) {
  const domain::ProviderId id = domain::ProviderOf(request.name());
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<store::v1::ProviderRow> row,
                              scope.reader().Provider(id));
  if (!row) return NotFound(kReasonProviderNotFound, "provider", request.name());
  return ShowProvider(scope.reader(), id, *row, *response.mutable_provider());
}

absl::Status FillListProviders(const domain::LedgerId& ledger, const ReadScope& scope,
                               const v1::ListProvidersRequest& request,
                               v1::ListProvidersResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  std::vector<std::pair<domain::ProviderId, store::v1::ProviderRow>> shown;
  CARDLEDGER_ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      WalkPage<domain::ProviderId>(
          page,
          [&scope](const domain::ProviderId& after, size_t limit) {
            return scope.reader().ProvidersAfter(after, limit);
          },
          [](const domain::ProviderId&, const store::v1::ProviderRow&) { return true; },
          [&shown](const domain::ProviderId& id, const store::v1::ProviderRow& row) {
            shown.emplace_back(id, row);
          }));
  for (const auto& [id, row] : shown) {
    CARDLEDGER_RETURN_IF_ERROR(ShowProvider(scope.reader(), id, row, *response.add_providers()));
  }
  return absl::OkStatus();
}

}  // namespace

ProviderServiceImpl::ProviderServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      register_provider_(access.Of("RegisterProvider")),
      get_provider_(access.Of("GetProvider")),
      list_providers_(access.Of("ListProviders")),
      add_provider_subject_(access.Of("AddProviderSubject")),
      remove_provider_subject_(access.Of("RemoveProviderSubject")) {}

grpc::ServerUnaryReactor* ProviderServiceImpl::RegisterProvider(
    grpc::CallbackServerContext* context, const v1::RegisterProviderRequest* request,
    v1::Change* response) {
  return Mutate(edge_, register_provider_, context, request, response);
}

grpc::ServerUnaryReactor* ProviderServiceImpl::GetProvider(grpc::CallbackServerContext* context,
                                                           const v1::GetProviderRequest* request,
                                                           v1::GetProviderResponse* response) {
  return Read(edge_, get_provider_, context, request, response, FillGetProvider);
}

grpc::ServerUnaryReactor* ProviderServiceImpl::ListProviders(
    grpc::CallbackServerContext* context, const v1::ListProvidersRequest* request,
    v1::ListProvidersResponse* response) {
  return ReadSlowly(edge_, list_providers_, context, request, response,
                    [&ledger = edge_.engine->identity().id](const ReadScope& scope,
                                                            const v1::ListProvidersRequest& asked,
                                                            v1::ListProvidersResponse& answer) {
                      return FillListProviders(ledger, scope, asked, answer);
                    });
}

grpc::ServerUnaryReactor* ProviderServiceImpl::AddProviderSubject(
    grpc::CallbackServerContext* context, const v1::AddProviderSubjectRequest* request,
    v1::Change* response) {
  return Mutate(edge_, add_provider_subject_, context, request, response);
}

grpc::ServerUnaryReactor* ProviderServiceImpl::RemoveProviderSubject(
    grpc::CallbackServerContext* context, const v1::RemoveProviderSubjectRequest* request,
    v1::Change* response) {
  return Mutate(edge_, remove_provider_subject_, context, request, response);
}

}  // namespace cardledger::rpc
