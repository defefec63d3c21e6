#pragma once

// The reads of TransactionService: a page of an award's transactions, one with its history, a
// statement. Each walks the award's own entries back from the newest, as far as it must. Called by
// TransactionServiceImpl, on the reader pool.

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/v1/transactions.pb.h"
#include "services/domain/ids.h"
#include "services/domain/statement.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

absl::Status FillListTransactions(const domain::LedgerId& ledger, const ReadScope& scope,
                                  const v1::ListTransactionsRequest& request,
                                  v1::ListTransactionsResponse& response);
absl::Status FillGetTransaction(const ReadScope& scope, const v1::GetTransactionRequest& request,
                                v1::GetTransactionResponse& response);
absl::Status FillGetStatement(const ReadScope& scope, const v1::GetStatementRequest& request,
                              v1::GetStatementResponse& response);

// Fills opening, lines and closing as the first `position` entries make them; false where the award
// did not stand then.
absl::StatusOr<bool> ComposeStatement(const ReadScope& scope, const domain::AwardId& award,
                                      const store::v1::AwardRow& row, uint64_t position,
                                      const domain::Period& period, v1::Statement& statement);

}  // namespace cardledger::rpc
