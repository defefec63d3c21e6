#pragma once

// The list of people of whom details are due to be erased, or for whom that has been proposed.
// Called by PrivacyService, on the reader pool.

#include "absl/status/status.h"

#include "cardledger/v1/privacy.pb.h"
#include "services/domain/ids.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

absl::Status FillListDueErasures(const domain::LedgerId& ledger, const ReadScope& scope,
                                 const v1::ListDueErasuresRequest& request,
                                 v1::ListDueErasuresResponse& response);

}  // namespace cardledger::rpc
