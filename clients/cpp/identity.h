#pragma once

// Who calls, and how a call shows it. A sandbox ledger with development identities believes a name
// in plain metadata; every other wants a token, or the certificate of a system. Any thread.

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cardledger::client {

// The metadata keys of names, and of a token.
inline constexpr char kSubjectHeader[] = "x-cardledger-subject";
inline constexpr char kRolesHeader[] = "x-cardledger-roles";
inline constexpr char kAuthorizationHeader[] = "authorization";

struct Identity {
  // 1 to 64 of A-Z a-z 0-9 . _ : | -
  std::string subject;
  // Names of cardledger.journal.v1.Role in lower case without prefix, for example finance_officer.
  std::vector<std::string> roles;
};

// Keys in lower case, and values.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// What a call of this identity carries; asked before each call is sent, from any thread. An error
// is the call's answer.
using Proof = std::function<absl::StatusOr<Metadata>(const std::optional<Identity>&)>;

// The identity's names alone, for who believes them. INVALID_ARGUMENT where a call must not be made
// with it: gRPC ends the process that gives it metadata with other characters. Whether the ledger
// knows the roles is the ledger's to say.
Proof NamesAsProof();
// A JSON Web Token, which says itself who it is about. INVALID_ARGUMENT where it cannot be one.
Proof TokenAsProof(
    std::function<absl::StatusOr<std::string>(const std::optional<Identity>&)> token);

// Nothing beside the connection's certificate.
Proof CertificateAsProof();

absl::Status CheckSubject(absl::string_view subject);

}  // namespace cardledger::client
