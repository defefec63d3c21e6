#pragma once

// What the log says of calls that failed: one line each, under an id that the caller is given too,
// so that who calls and who operates speak of the same call. Nothing a caller wrote reaches a line
// but that id, which is a UUID. Any thread.

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

#include "base/log_event.h"
#include "services/rpc/call.h"

namespace cardledger::rpc {

inline constexpr char kRequestIdMetadata[] = "x-request-id";

// "PERMISSION_DENIED": the names of gRPC's documentation.
absl::string_view CodeName(grpc::StatusCode code);

// Whether an operator wants to know: somebody who may not, or something that does not work. What is
// merely wrong with a request is between it and its sender.
bool IsForLog(grpc::StatusCode code);

// The reason in an answer's ErrorInfo; empty where it has none.
std::string ReasonOf(const grpc::Status& status);
std::string ReasonOf(const google::rpc::Status& answer);

// The request's own id where that is one, else the call's metadata x-request-id where that is one,
// else one derived from `seed` and the call.
std::string RequestIdOf(const Call& call, absl::string_view seed);

// The line. `cause` is what the caller is not shown; empty where there is nothing of that kind.
base::LogEvent FailedCall(const Call& call, const std::string& request_id, grpc::StatusCode code,
                          absl::string_view reason, int64_t took_us, absl::string_view cause);

// The line where a text of the card issuer's holds the number of a payment card.
base::LogEvent MaskedCardNumber(const AccessRule& rule);

}  // namespace cardledger::rpc
