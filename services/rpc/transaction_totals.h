#pragma once

// What the transactions of an award, or of all awards of a person, come to by kind: no single line,
// so that nobody needs a reason to see it. Any thread.

#include "absl/status/status.h"

#include "cardledger/v1/transactions.pb.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

absl::Status FillGetTransactionTotals(const ReadScope& scope,
                                      const v1::GetTransactionTotalsRequest& request,
                                      v1::GetTransactionTotalsResponse& response);

}  // namespace cardledger::rpc
