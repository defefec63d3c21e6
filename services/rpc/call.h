#pragma once

// One call under way: what Edge notes when it begins and needs when it ends. Value type. What it
// points to is gRPC's and the services', and stays until the call is finished.

#include <cstdint>

#include "absl/strings/string_view.h"
#include "grpcpp/server_context.h"

#include "services/rpc/access.h"
#include "services/rpc/caller_limits.h"

namespace cardledger::rpc {

struct Call {
  const AccessRule* rule = nullptr;
  grpc::CallbackServerContext* context = nullptr;
  int64_t begun_us = 0;  // monotonic
  // As the request has it, whatever that is; empty where it has none.
  absl::string_view request_id;
  CallerLimits::Use use = {};  // given back at the end
};

}  // namespace cardledger::rpc
