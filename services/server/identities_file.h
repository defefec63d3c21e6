#pragma once

// The file that says who may call a server which asks for proof: cardledger.config.v1.Identities in
// text format. Read once, when the server starts.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "cardledger/config/v1/identities.pb.h"
#include "services/rpc/proven_identities.h"

namespace cardledger::server {

// INVALID_ARGUMENT, with what would be accepted, for a file that cannot be read or has faults.
absl::StatusOr<config::v1::Identities> ReadIdentitiesFile(const std::string& path);
// Of its text; for tests.
absl::StatusOr<config::v1::Identities> ParseIdentities(absl::string_view text);

// The systems of a file without faults.
rpc::ProvenIdentities::Systems SystemsOf(const config::v1::Identities& identities);

}  // namespace cardledger::server
