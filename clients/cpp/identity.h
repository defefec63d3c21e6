#pragma once

// Who calls, as a sandbox ledger with development identities takes it: by name, in plain metadata.
// A live ledger refuses it.

#include <string>
#include <vector>

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

}  // namespace cardledger::client
