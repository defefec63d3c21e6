#pragma once

// Sends one bulk load, over as many streams as it takes. Internal to clients/cpp. Starts two
// threads for each stream, which end before it returns.

#include "absl/status/statusor.h"

#include "cardledger/v1/loads.grpc.pb.h"
#include "clients/cpp/bulk_load.h"
#include "clients/cpp/client.h"

namespace cardledger::client {

absl::StatusOr<BulkLoadSummary> SendBulkLoad(const ClientOptions& client,
                                             v1::LoadService::Stub& stub, const BulkLoadPlan& plan,
                                             const BulkLoadOptions& options);

}  // namespace cardledger::client
