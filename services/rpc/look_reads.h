#pragma once

// What LookService reads. A look that is withheld is there for those who see such looks alone; to
// the person it is as if it were not. Any thread.

#include "absl/status/status.h"

#include "cardledger/v1/looks.pb.h"
#include "services/domain/ids.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

absl::Status FillGetLook(const ReadScope& scope, const v1::GetLookRequest& request,
                         v1::GetLookResponse& response);
absl::Status FillListLooks(const domain::LedgerId& ledger, const ReadScope& scope,
                           const v1::ListLooksRequest& request, v1::ListLooksResponse& response);
absl::Status FillListWithheldLooks(const domain::LedgerId& ledger, const ReadScope& scope,
                                   const v1::ListWithheldLooksRequest& request,
                                   v1::ListWithheldLooksResponse& response);

}  // namespace cardledger::rpc
