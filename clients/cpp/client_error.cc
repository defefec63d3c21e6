#include "clients/cpp/client_error.h"

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace cardledger::client {
namespace {

constexpr absl::string_view kDetailsUrl = "type.googleapis.com/google.rpc.Status";
constexpr absl::string_view kRequestIdUrl = "cardledger/request-id";

void DecodeDetail(const google::protobuf::Any& detail, ClientError& error) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  google::rpc::RetryInfo retry;
  if (detail.Is<google::rpc::ErrorInfo>() && detail.UnpackTo(&info)) {
    if (info.domain() != kErrorDomain) return;
    error.reason = info.reason();
    error.facts = {info.metadata().begin(), info.metadata().end()};
  } else if (detail.Is<google::rpc::BadRequest>() && detail.UnpackTo(&bad_request)) {
    for (const auto& violation : bad_request.field_violations()) {
      error.violations.push_back({violation.field(), violation.description()});
    }
  } else if (detail.Is<google::rpc::RetryInfo>() && detail.UnpackTo(&retry)) {
    error.retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                        absl::Nanoseconds(retry.retry_delay().nanos());
  }
}

}  // namespace

ClientError DecodeError(const absl::Status& status) {
  ClientError error;
  error.code = status.code();
  error.message = std::string(status.message());
  if (const auto id = status.GetPayload(kRequestIdUrl)) error.request_id = std::string(*id);
  const auto details = status.GetPayload(kDetailsUrl);
  google::rpc::Status rpc_status;
  if (details && rpc_status.ParseFromString(std::string(*details))) {
    for (const auto& detail : rpc_status.details()) DecodeDetail(detail, error);
  }
  return error;
}

absl::Status StatusFromRpc(const google::rpc::Status& rpc_status) {
  absl::Status status(static_cast<absl::StatusCode>(rpc_status.code()), rpc_status.message());
  if (!status.ok() && rpc_status.details_size() > 0) {
    status.SetPayload(kDetailsUrl, absl::Cord(rpc_status.SerializeAsString()));
  }
  return status;
}

void AttachRequestId(absl::Status& status, absl::string_view request_id) {
  if (!status.ok() && !request_id.empty()) status.SetPayload(kRequestIdUrl, absl::Cord(request_id));
}

}  // namespace cardledger::client
