#pragma once

// Everything about one person, page by page. Called by PrivacyService, on the reader pool.

#include "absl/status/status.h"

#include "cardledger/v1/privacy.pb.h"
#include "services/domain/ids.h"
#include "services/rpc/edge.h"

namespace cardledger::rpc {

absl::Status FillExportPerson(const domain::LedgerId& ledger, const ReadScope& scope,
                              const v1::ExportPersonRequest& request,
                              v1::ExportPersonResponse& response);

}  // namespace cardledger::rpc
