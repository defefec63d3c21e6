#pragma once

// Pages of work: awards, cards or referrals walked in key order, with each thing that waits. An
// award can hold several, so a page ends at a place within its row. Called by WorklistServiceImpl,
// on the reader pool.

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "cardledger/v1/worklists.pb.h"
#include "services/domain/ids.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

// Whether `bytes` is where a page of work may end.
bool IsWorkKey(absl::string_view bytes);

absl::Status FillListWork(const domain::LedgerId& ledger, const ReadScope& scope,
                          const v1::ListWorkRequest& request, v1::ListWorkResponse& response);

}  // namespace cardledger::rpc
