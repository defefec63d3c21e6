#pragma once

// Who calls, as a sandbox ledger with development identities takes it: by name, in plain metadata.
// A live ledger refuses it. Pure functions.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace cardledger::client {

// The metadata keys of a development identity.
inline constexpr char kSubjectHeader[] = "x-cardledger-subject";
inline constexpr char kRolesHeader[] = "x-cardledger-roles";

struct Identity {
  // 1 to 64 of A-Z a-z 0-9 . _ : | -
  std::string subject;
  // Names of cardledger.journal.v1.Role in lower case without prefix, for example finance_officer.
  std::vector<std::string> roles;
};

// INVALID_ARGUMENT where a call must not be made with it: gRPC ends the process that gives it
// metadata with other characters. Whether the ledger knows the roles is the ledger's to say.
absl::Status CheckIdentity(const Identity& identity);
absl::Status CheckSubject(absl::string_view subject);

}  // namespace cardledger::client
