#include "services/rpc/caller.h"

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace cardledger::rpc {

bool IsCallersRole(int number) {
  return journal::v1::Role_IsValid(number) && number != journal::v1::ROLE_UNSPECIFIED &&
         number != journal::v1::ROLE_LEDGER;
}

std::vector<journal::v1::Role> RolesOf(RoleSet set) {
  std::vector<journal::v1::Role> roles;
  for (int number = journal::v1::Role_MIN; number <= journal::v1::Role_MAX; ++number) {
    const auto role = static_cast<journal::v1::Role>(number);
    if (set.Has(role)) roles.push_back(role);
  }
  return roles;
}

journal::v1::Caller ToJournal(const Caller& caller) {
  journal::v1::Caller stored;
  stored.set_subject(caller.subject);
  for (const journal::v1::Role role : RolesOf(caller.roles)) stored.add_roles(role);
  return stored;
}

std::string RoleName(journal::v1::Role role) {
  absl::string_view name = journal::v1::Role_Name(role);
  absl::ConsumePrefix(&name, "ROLE_");
  return absl::AsciiStrToLower(name);
}

}  // namespace cardledger::rpc
