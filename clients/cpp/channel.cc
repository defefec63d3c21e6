#include "clients/cpp/channel.h"

#include <algorithm>
#include <chrono>

#include "google/rpc/status.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

#include "clients/cpp/client_error.h"

namespace cardledger::client {
namespace {

// A bulk acknowledgement may name 1,000 refused rows, each with its details.
constexpr int kMessageBytesMax = 16 * 1024 * 1024;
// gRPC's own waits between attempts to connect; short, since Backoff spaces the calls.
constexpr int kReconnectMsFirst = 100;
constexpr int kReconnectMsMax = 2000;
// What gRPC calls the least wait is also the time that an attempt to connect is given, which a slow
// network or a busy server may need.
constexpr int kConnectMs = 5000;

std::shared_ptr<grpc::ChannelCredentials> MakeCredentials(const std::optional<TlsOptions>& tls) {
  if (!tls) return grpc::InsecureChannelCredentials();
  return grpc::SslCredentials({.pem_root_certs = tls->authorities,
                               .pem_private_key = tls->key,
                               .pem_cert_chain = tls->certificate});
}

}  // namespace

grpc::ChannelArguments ChannelArguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMsFirst);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMsMax);
  // Our own retry policy is the only one.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  // A proxy for the web, named by the machine's environment, is no way to a ledger.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return arguments;
}

std::shared_ptr<grpc::Channel> MakeChannel(const ClientOptions& options) {
  return grpc::CreateCustomChannel(options.address, MakeCredentials(options.tls),
                                   ChannelArguments());
}

absl::StatusOr<Metadata> ProofOf(const ClientOptions& options) {
  return options.proof(options.identity);
}

void AddMetadata(const Metadata& metadata, grpc::ClientContext& context) {
  for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
}

void SetTimeLeft(absl::Duration time_left, grpc::ClientContext& context) {
  // A year stands for ever: the system clock's own range ends sooner than absl's.
  const absl::Duration bounded = std::min(time_left, absl::Hours(24 * 365));
  context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(bounded));
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status rpc_status;
  // Details that are not a google.rpc.Status come from a proxy; code and message still stand.
  if (!rpc_status.ParseFromString(status.error_details())) rpc_status.Clear();
  rpc_status.set_code(static_cast<int>(status.error_code()));
  rpc_status.set_message(status.error_message());
  return StatusFromRpc(rpc_status);
}

}  // namespace cardledger::client
