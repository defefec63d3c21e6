#pragma once

// Whose objects one caller may reach by one method, as the ledger stands at one view. A role that
// reaches every object reaches all but what belongs to the caller or to somebody they are related
// to; a role that reaches its own reaches the person that the caller is, supports or represents, or
// the provider that they sign in for. What a link allows is looked up for every call, so that it
// counts from the entry that made it on, and ends with the one that ended it. One thread; the
// reader outlives it.

#include <optional>
#include <string>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

#include "cardledger/store/v1/rows.pb.h"
#include "cardledger/store/v1/subjects.pb.h"
#include "services/domain/civil_day.h"
#include "services/domain/ids.h"
#include "services/engine/reads.h"
#include "services/rpc/access.h"
#include "services/rpc/caller.h"

namespace cardledger::rpc {

// To whom an object belongs.
using Owner = std::variant<domain::PersonId, domain::ProviderId>;

// What a name stands for, as far as it matters who may reach it.
struct Named {
  Owner owner;
  // Of a card: the 16 bytes of the supporter or representative who holds it; empty where the person
  // does.
  std::optional<std::string> card_holder = std::nullopt;
};

// How a caller reaches an object: as one who reaches every object, or only as one of their own,
// who is not shown what is for staff alone (veil.h).
enum class Sight { kWhole, kAsOwn };

// The roles that see withheld looks of everybody but their own.
RoleSet SeersOfWithheldLooks();

class Reach {
 public:
  // Of an authorised caller, at that instant.
  static absl::StatusOr<Reach> Of(const AccessRule& rule, const Caller& caller,
                                  const engine::Reader& reader, int64_t now_us);

  // Whether nothing at all is out of reach.
  bool everything() const { return by_any_ && kept_from_.empty(); }
  // Whether the caller's role reaches every object, but for those they are kept from.
  bool by_any() const { return by_any_; }
  // Of an object of the person, if they reach it at all.
  Sight SightOf(const domain::PersonId& person) const {
    return by_any_ && !IsKeptFrom(person) ? Sight::kWhole : Sight::kAsOwn;
  }
  // Whether a list that only roles which reach every object may ask for shows what belongs to the
  // person with these 16 bytes.
  bool Lists(absl::string_view person_id) const {
    return everything() || !IsKeptFrom(domain::IdFromBytes<domain::PersonId>(person_id));
  }

  // Whether one of `roles` is a role by which the caller reaches the person, who is then not one of
  // their own.
  bool ReachesAs(RoleSet roles, const domain::PersonId& person) const {
    return by_roles_.HasAnyOf(roles) && !IsKeptFrom(person);
  }

  absl::StatusOr<bool> Includes(const Named& named) const;
  // Whether what is the person's would be one of the caller's own by the rule of another method.
  absl::StatusOr<bool> IsOwnBy(const AccessRule& rule, const domain::PersonId& person,
                               const std::optional<std::string>& card_holder) const;
  // PERMISSION_DENIED where it does not include what is named: OWN_CASE of somebody who is kept
  // from it, NOT_YOURS of anybody else, in the same words whether it is there or not.
  absl::Status Check(const std::optional<Named>& named) const;
  // PERMISSION_DENIED (NOT_YOURS) of whoever reaches only their own: they are not shown which
  // member of staff took a step, nor is that to be found out by asking for one after the other.
  absl::Status CheckNamesCallers() const;
  // As Check, of what has that name.
  absl::Status CheckNamed(absl::string_view checked_name) const;
  // The same of a checked request's object, if its method has one; and how it is reached. Where the
  // method shows lines, also LOOK_REQUIRED of whoever works for the council and has opened none of
  // the person's.
  absl::StatusOr<Sight> CheckObject(const google::protobuf::Message& request) const;

 private:
  Reach(const AccessRule& rule, const engine::Reader& reader, int64_t now_us);

  void TakeLinks();
  bool IsLinked(store::v1::LinkKind kind, absl::string_view id) const;
  // Whether they call in a role that reaches its own by that rule.
  bool ActsAs(journal::v1::Role role, const AccessRule& rule) const {
    return roles_.Has(role) && rule.own.Has(role);
  }
  // Whether the caller is the person, or related to them, and acts in a role that would reach all.
  bool IsKeptFrom(const domain::PersonId& person) const { return kept_from_.contains(person); }
  Sight SightOfNamed(const std::optional<Named>& named) const;
  // Of what the caller reaches.
  absl::Status CheckLook(const std::optional<Named>& named) const;

  const AccessRule* rule_;
  const engine::Reader* reader_;
  int64_t now_us_;
  domain::Day today_;  // on which links are in force, in Europe/London
  bool by_any_ = false;
  RoleSet roles_;
  RoleSet by_roles_;  // those of them that reach every object
  std::string subject_;
  store::v1::SubjectRow links_;
  absl::flat_hash_set<domain::PersonId> kept_from_;
};

// What a name stands for; nullopt where it is not there, or belongs to nobody. `name` is checked:
// of persons/, awards/, cards/, transactions/, referrals/, looks/ or providers/.
absl::StatusOr<std::optional<Named>> Find(const engine::Reader& reader, absl::string_view name);

}  // namespace cardledger::rpc
