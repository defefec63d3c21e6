#include "services/rpc/transaction_service.h"

#include "services/domain/limits.h"
#include "services/rpc/page_token.h"
#include "services/rpc/transaction_reads.h"
#include "services/rpc/transaction_totals.h"
#include "services/rpc/unary_call.h"

namespace cardledger::rpc {
namespace {

// The first page as it is usually asked for: about as many entries as the past of a balance.
bool IsFewEntries(const v1::ListTransactionsRequest& request) {
  return PageSizeOf(request.page_size()) <= size_t{domain::kPageSizeDefault} &&
         request.page_token().empty() && request.kind() == v1::TRANSACTION_KIND_UNSPECIFIED &&
         request.state() == v1::TRANSACTION_STATE_UNSPECIFIED && !request.has_from_date() &&
         !request.has_before_date();
}

}  // namespace

TransactionServiceImpl::TransactionServiceImpl(const Edge& edge, const ServiceAccess& access)
    : edge_(edge),
      list_transactions_(access.Of("ListTransactions")),
      get_transaction_(access.Of("GetTransaction")),
      get_statement_(access.Of("GetStatement")),
      get_transaction_totals_(access.Of("GetTransactionTotals")),
      reverse_transaction_(access.Of("ReverseTransaction")) {
  SetMessageAllocatorFor_ListTransactions(&list_messages_);
}

grpc::ServerUnaryReactor* TransactionServiceImpl::ListTransactions(
    grpc::CallbackServerContext* context, const v1::ListTransactionsRequest* request,
    v1::ListTransactionsResponse* response) {
  const auto fill = [&ledger = edge_.engine->identity().id](
                        const ReadScope& scope, const v1::ListTransactionsRequest& asked,
                        v1::ListTransactionsResponse& answer) {
    return FillListTransactions(ledger, scope, asked, answer);
  };
  if (IsFewEntries(*request)) {
    return Read(edge_, list_transactions_, context, request, response, fill);
  }
  return ReadSlowly(edge_, list_transactions_, context, request, response, fill);
}

// All that happened to a transaction may lie far apart.
grpc::ServerUnaryReactor* TransactionServiceImpl::GetTransaction(
    grpc::CallbackServerContext* context, const v1::GetTransactionRequest* request,
    v1::GetTransactionResponse* response) {
  return ReadSlowly(edge_, get_transaction_, context, request, response, FillGetTransaction);
}

grpc::ServerUnaryReactor* TransactionServiceImpl::GetStatement(
    grpc::CallbackServerContext* context, const v1::GetStatementRequest* request,
    v1::GetStatementResponse* response) {
  return ReadSlowly(edge_, get_statement_, context, request, response, FillGetStatement);
}

grpc::ServerUnaryReactor* TransactionServiceImpl::GetTransactionTotals(
    grpc::CallbackServerContext* context, const v1::GetTransactionTotalsRequest* request,
    v1::GetTransactionTotalsResponse* response) {
  return ReadSlowly(edge_, get_transaction_totals_, context, request, response,
                    FillGetTransactionTotals);
}

grpc::ServerUnaryReactor* TransactionServiceImpl::ReverseTransaction(
    grpc::CallbackServerContext* context, const v1::ReverseTransactionRequest* request,
    v1::Change* response) {
  return Mutate(edge_, reverse_transaction_, context, request, response);
}

}  // namespace cardledger::rpc
