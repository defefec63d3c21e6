#pragma once

// Makes the gRPC channel of a client and the context of a call. Internal to clients/cpp. The one
// place that knows how a connection is protected and how the caller's identity travels.

#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/channel_arguments.h"
#include "grpcpp/support/status.h"

#include "clients/cpp/client.h"

namespace cardledger::client {

// What gRPC is told about every channel.
grpc::ChannelArguments ChannelArguments();
std::shared_ptr<grpc::Channel> MakeChannel(const ClientOptions& options);

// What the next call carries to show who makes it. INVALID_ARGUMENT where it cannot be sent.
absl::StatusOr<Metadata> ProofOf(const ClientOptions& options);
void AddMetadata(const Metadata& metadata, grpc::ClientContext& context);

// Gives the call until `time_left` from now.
void SetTimeLeft(absl::Duration time_left, grpc::ClientContext& context);

// The same code, message and details.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace cardledger::client
