#pragma once

// What a failed call says, taken apart: the status code, the one machine-readable reason with its
// facts, all violations of bad input, when to try again, and the request id to try again with.
// Every failed method of Client returns an absl::Status that carries all this; DecodeError reads
// it. Pure functions.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace google::rpc {
class Status;
}  // namespace google::rpc

namespace cardledger::client {

// The domain of every reason the ledger gives.
inline constexpr absl::string_view kErrorDomain = "cardledger";

struct ClientError {
  struct Violation {
    std::string field;
    std::string description;
  };

  absl::StatusCode code = absl::StatusCode::kOk;
  // The server's own words.
  std::string message;
  // Empty where the failure came from elsewhere, such as a network.
  std::string reason;
  // Facts by lower-case name, for example remaining_pence.
  std::map<std::string, std::string> facts;
  std::vector<Violation> violations;
  std::optional<absl::Duration> retry_after;
  // Of the mutation that failed; empty for reads and for what was only to be checked.
  std::string request_id;
};

ClientError DecodeError(const absl::Status& status);

// A status from its wire form, as in the failed rows of a bulk load. The details are kept.
absl::Status StatusFromRpc(const google::rpc::Status& rpc_status);

// Notes on `status` the request id of the mutation that failed.
void AttachRequestId(absl::Status& status, absl::string_view request_id);

}  // namespace cardledger::client
