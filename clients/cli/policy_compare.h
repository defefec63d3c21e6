#pragma once

// Which values differ between two policies. Pure functions.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "cardledger/policy/v1/scheme.pb.h"

namespace cardledger::cli {

struct PolicyDifference {
  // As in the policy's text, such as annual_limit.pence.
  std::string value;
  std::string left;
  std::string right;
};

// In the order of the message's fields; every value that is not the same, unset ones included.
std::vector<PolicyDifference> ComparePolicies(const policy::v1::SchemePolicy& left,
                                              const policy::v1::SchemePolicy& right);

// A policy in protobuf text format; INVALID_ARGUMENT names every line that cannot be read.
absl::StatusOr<policy::v1::SchemePolicy> ParsePolicyText(absl::string_view file_name,
                                                         const std::string& text);

}  // namespace cardledger::cli
