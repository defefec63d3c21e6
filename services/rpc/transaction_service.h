#pragma once

// TransactionService of the API (transactions.proto) over the engine. gRPC threads.

#include "cardledger/v1/transactions.grpc.pb.h"
#include "services/rpc/access.h"
#include "services/rpc/arena_messages.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

class TransactionServiceImpl : public v1::TransactionService::CallbackService {
 public:
  TransactionServiceImpl(const Edge& edge, const ServiceAccess& access);

  grpc::ServerUnaryReactor* ListTransactions(grpc::CallbackServerContext* context,
                                             const v1::ListTransactionsRequest* request,
                                             v1::ListTransactionsResponse* response) override;
  grpc::ServerUnaryReactor* GetTransaction(grpc::CallbackServerContext* context,
                                           const v1::GetTransactionRequest* request,
                                           v1::GetTransactionResponse* response) override;
  grpc::ServerUnaryReactor* GetStatement(grpc::CallbackServerContext* context,
                                         const v1::GetStatementRequest* request,
                                         v1::GetStatementResponse* response) override;
  grpc::ServerUnaryReactor* GetTransactionTotals(
      grpc::CallbackServerContext* context, const v1::GetTransactionTotalsRequest* request,
      v1::GetTransactionTotalsResponse* response) override;
  grpc::ServerUnaryReactor* ReverseTransaction(grpc::CallbackServerContext* context,
                                               const v1::ReverseTransactionRequest* request,
                                               v1::Change* response) override;

 private:
  const Edge& edge_;
  ArenaMessages<v1::ListTransactionsRequest, v1::ListTransactionsResponse> list_messages_;
  const AccessRule list_transactions_;
  const AccessRule get_transaction_;
  const AccessRule get_statement_;
  const AccessRule get_transaction_totals_;
  const AccessRule reverse_transaction_;
};

}  // namespace cardledger::rpc
