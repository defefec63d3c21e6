#pragma once

// Who makes a call, as the edge knows it: a subject and the roles held. Made by Identities alone,
// looked at by Authorise, and stored with every command. Value type, any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "cardledger/journal/v1/entry.pb.h"
#include "cardledger/journal/v1/types.pb.h"

namespace cardledger::rpc {

// A set of roles, one bit each.
class RoleSet {
 public:
  constexpr void Add(journal::v1::Role role) { bits_ |= Bit(role); }
  constexpr void AddAll(RoleSet other) { bits_ |= other.bits_; }
  constexpr bool Has(journal::v1::Role role) const { return (bits_ & Bit(role)) != 0; }
  constexpr bool HasAnyOf(RoleSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(RoleSet, RoleSet) = default;

 private:
  static constexpr uint64_t Bit(journal::v1::Role role) {
    static_assert(journal::v1::Role_MAX < 64);
    return uint64_t{1} << static_cast<unsigned>(role);
  }

  uint64_t bits_ = 0;
};

struct Caller {
  std::string subject;
  RoleSet roles;
  std::string carried_by;  // the system that brought the person's token; empty: none did
};

// Callers' roles by their names.
class RolesByName {
 public:
  RolesByName();

  // Nullopt where no caller has a role of that name.
  std::optional<journal::v1::Role> Find(absl::string_view name) const;
  // "person, supporter, ...": all, for people.
  std::string All() const;

 private:
  std::vector<std::pair<std::string, journal::v1::Role>> roles_;
};

// Whether somebody can call as it: a role of the schema, and not the ledger's own.
bool IsCallersRole(int number);

// The roles of a set, in the order of their numbers.
std::vector<journal::v1::Role> RolesOf(RoleSet set);

// For a command: the roles in the order of their numbers, so that the same caller always gives the
// same bytes.
journal::v1::Caller ToJournal(const Caller& caller);

// "finance_officer": the enum's name without its prefix, in lower case.
std::string RoleName(journal::v1::Role role);

}  // namespace cardledger::rpc
