#pragma once

// Policies as text for people: every value that is set, whether it was verified, and where it
// stands. Pure functions.

#include <string>

#include "google/protobuf/repeated_field.h"

#include "cardledger/v1/policies.pb.h"

namespace cardledger::cli {

std::string RenderPolicy(const v1::Policy& policy);
// "approver up to £500.00", or "senior approver any amount".
std::string RenderApprovalBand(const policy::v1::ApprovalBand& band);
// "case 6 years".
std::string RenderClassRetention(const policy::v1::ClassRetention& kept);
std::string RenderPolicies(const google::protobuf::RepeatedPtrField<v1::Policy>& policies);

}  // namespace cardledger::cli
