#pragma once

// Who may call a method. The rule stands in the method's (cardledger.v1.access) option; it is read
// once, when the services are made, and a method without one keeps the server from starting.
// Authorise is the single slot through which every call passes, before anything is looked up.
// For now only grants whose scope is ANY count: whose objects a caller owns is not yet known, so a
// grant of scope OWN alone lets nobody in. Deny by default. Any thread.

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

#include "services/rpc/caller.h"

namespace cardledger::rpc {

struct AccessRule {
  std::string method;  // "cardledger.v1.FundService.CreateFund"
  RoleSet any_object;  // roles that may reach every object
};

// The rules of all methods of one service.
class ServiceAccess {
 public:
  // FAILED_PRECONDITION where a method has no rule, or one that names no scope or role.
  static absl::StatusOr<ServiceAccess> Load(const google::protobuf::ServiceDescriptor& service);

  // "cardledger.v1.FundService".
  const std::string& service() const { return service_; }
  // Of a method by its short name; aborts where the service has none of that name.
  const AccessRule& Of(absl::string_view method) const;

 private:
  std::string service_;
  std::map<std::string, AccessRule, std::less<>> rules_;
};

// PERMISSION_DENIED (ROLE_NOT_ALLOWED) unless the rule lets the caller in.
absl::Status Authorise(const AccessRule& rule, const Caller& caller);

}  // namespace cardledger::rpc
