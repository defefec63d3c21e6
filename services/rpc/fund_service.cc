#include "services/rpc/fund_service.h"

#include "base/status_macros.h"
#include "services/domain/names.h"
#include "services/engine/fund_history.h"
#include "services/rpc/lists.h"
#include "services/rpc/past_state.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

absl::Status FillGetFund(const ReadScope& scope, const v1::GetFundRequest& request,
                         v1::GetFundResponse& response) {
  const domain::FundId id = domain::FundOf(request.name());
  CARDLEDGER_ASSIGN_OR_RETURN(const engine::PastPoint point,
                              PastPointOf(scope.view(), request.as_of()));
  CARDLEDGER_ASSIGN_OR_RETURN(std::optional<store::v1::FundRow> row, scope.reader().Fund(id));
  if (!row || row->created_entry() > point.position) {
    return NotFound(kReasonFundNotFound, "fund", request.name());
  }
  if (request.has_as_of()) {
    CARDLEDGER_ASSIGN_OR_RETURN(*row->mutable_amounts(),
                                engine::FundAmountsAt(scope.store(), scope.view(), id, point));
  }
  FillFund(id, *row, *response.mutable_fund());
  return absl::OkStatus();
}

absl::Status FillListFunds(const domain::LedgerId& ledger, const ReadScope& scope,
                           const v1::ListFundsRequest& request, v1::ListFundsResponse& response) {
  const ListPage page(ledger, scope.view().position, request);
  CARDLEDGER_ASSIGN_OR_RETURN(
      *response.mutable_next_page_token(),
      WalkPage<domain::FundId>(
          page,
          [&scope](const domain::FundId& after, size_t limit) {
            return scope.reader().Funds(after, limit);
          },
          [&request](const domain::FundId&, const store::v1::FundRow& row) {
            return request.financial_year() == 0 ||
                   row.financial_year() == request.financial_year();
          },
          [&response](const domain::FundId& id, const store::v1::FundRow& row) {
            FillFund(id, row, *response.add_funds());
          }));
  return absl::OkStatus();
}

}  // namespace

FundServiceImpl::FundServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      create_fund_(access.Of("CreateFund")),
      allocate_budget_(access.Of("AllocateBudget")),
      transfer_budget_(access.Of("TransferBudget")),
      get_fund_(access.Of("GetFund")),
      list_funds_(access.Of("ListFunds")) {}

grpc::ServerUnaryReactor* FundServiceImpl::CreateFund(grpc::CallbackServerContext* context,
                                                      const v1::CreateFundRequest* request,
                                                      v1::CreateFundResponse* response) {
  return Mutate(edge_, create_fund_, context, request, response);
}

grpc::ServerUnaryReactor* FundServiceImpl::AllocateBudget(grpc::CallbackServerContext* context,
                                                          const v1::AllocateBudgetRequest* request,
                                                          v1::AllocateBudgetResponse* response) {
  return Mutate(edge_, allocate_budget_, context, request, response);
}

grpc::ServerUnaryReactor* FundServiceImpl::TransferBudget(grpc::CallbackServerContext* context,
                                                          const v1::TransferBudgetRequest* request,
                                                          v1::TransferBudgetResponse* response) {
  return Mutate(edge_, transfer_budget_, context, request, response);
}

grpc::ServerUnaryReactor* FundServiceImpl::GetFund(grpc::CallbackServerContext* context,
                                                   const v1::GetFundRequest* request,
                                                   v1::GetFundResponse* response) {
  // A fund's past is some thousand entries.
  if (request->has_as_of()) {
    return ReadSlowly(edge_, get_fund_, context, request, response, FillGetFund);
  }
  return Read(edge_, get_fund_, context, request, response, FillGetFund);
}

grpc::ServerUnaryReactor* FundServiceImpl::ListFunds(grpc::CallbackServerContext* context,
                                                     const v1::ListFundsRequest* request,
                                                     v1::ListFundsResponse* response) {
  return ReadSlowly(
      edge_, list_funds_, context, request, response,
      [&ledger = edge_.engine->identity().id](
          const ReadScope& scope, const v1::ListFundsRequest& asked,
          v1::ListFundsResponse& answer) { return FillListFunds(ledger, scope, asked, answer); });
}

}  // namespace cardledger::rpc
