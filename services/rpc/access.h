#pragma once

// Who may call a method, and on what. The rule stands in the method's (cardledger.v1.access)
// option; it is read once, when the services are made, and a method without one, or with one that
// leaves something open, keeps the server from starting. Every call is asked twice: Authorise, by
// its roles, before anything is looked up; and Reach (reach.h), whose the object is, before
// anything of it is shown, changed, or answered again. Deny by default. Any thread.

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

#include "services/rpc/call_observer.h"
#include "services/rpc/caller.h"

namespace cardledger::rpc {

struct AccessRule {
  enum class ObjectOf {
    kField,     // the request's field `object` names it
    kFiltered,  // the method leaves out what the caller may not reach
    kNobodys,   // nothing belongs to a person or a provider
  };

  std::string method;  // "cardledger.v1.FundService.CreateFund"
  RoleSet any;         // roles that may reach every object
  RoleSet own;         // roles that may reach what is theirs
  // What a supporter, or a representative, must be there for: bits by the scopes' numbers.
  uint32_t supporter_scopes = 0;
  uint32_t representative_scopes = 0;
  ObjectOf object_of = ObjectOf::kNobodys;
  const google::protobuf::FieldDescriptor* object = nullptr;
  bool opens_lines = false;  // whoever works for the council needs a look in force (looks.h)
  bool streams = false;      // the call stays open
  MethodObserver* observer = nullptr;  // not owned; null where nobody counts
};

// The rules of all methods of one service.
class ServiceAccess {
 public:
  // FAILED_PRECONDITION where a method has no rule, or one with a hole: a grant without scope or
  // roles, supporters or representatives without what they must be there for, no word on whose the
  // object is, or a field that is no name in the request.
  static absl::StatusOr<ServiceAccess> Load(const google::protobuf::ServiceDescriptor& service);

  // From now on calls of each method are told to its part of `observer`, which outlives this.
  void ObserveBy(CallObserver& observer);

  // "cardledger.v1.FundService".
  const std::string& service() const { return service_; }
  // Of a method by its short name; aborts where the service has none of that name.
  const AccessRule& Of(absl::string_view method) const;

 private:
  std::string service_;
  std::map<std::string, AccessRule, std::less<>> rules_;
};

// PERMISSION_DENIED (ROLE_NOT_ALLOWED) unless a grant names one of the caller's roles.
absl::Status Authorise(const AccessRule& rule, const Caller& caller);

}  // namespace cardledger::rpc
