#include "services/rpc/caller.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace cardledger::rpc {

bool IsCallersRole(int number) {
  return journal::v1::Role_IsValid(number) && number != journal::v1::ROLE_UNSPECIFIED &&
         number != journal::v1::ROLE_LEDGER;
}

RolesByName::RolesByName() {
  for (int number = journal::v1::Role_MIN; number <= journal::v1::Role_MAX; ++number) {
    if (!IsCallersRole(number)) continue;
    const auto role = static_cast<journal::v1::Role>(number);
    roles_.emplace_back(RoleName(role), role);
  }
}

std::optional<journal::v1::Role> RolesByName::Find(absl::string_view name) const {
  const auto known = std::find_if(roles_.begin(), roles_.end(),
                                  [name](const auto& role) { return role.first == name; });
  if (known == roles_.end()) return std::nullopt;
  return known->second;
}

std::string RolesByName::All() const {
  return absl::StrJoin(
      roles_, ", ", [](std::string* out, const auto& role) { absl::StrAppend(out, role.first); });
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
  stored.set_carried_by(caller.carried_by);
  for (const journal::v1::Role role : RolesOf(caller.roles)) stored.add_roles(role);
  return stored;
}

std::string RoleName(journal::v1::Role role) {
  absl::string_view name = journal::v1::Role_Name(role);
  absl::ConsumePrefix(&name, "ROLE_");
  return absl::AsciiStrToLower(name);
}

}  // namespace cardledger::rpc
