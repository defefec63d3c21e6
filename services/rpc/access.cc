#include "services/rpc/access.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "base/check.h"
#include "base/status_macros.h"
#include "cardledger/v1/access.pb.h"
#include "services/engine/errors.h"
#include "services/rpc/reasons.h"

namespace cardledger::rpc {
namespace {

absl::StatusOr<AccessRule> ReadRule(const google::protobuf::MethodDescriptor& method) {
  const auto fault = [&method](absl::string_view what) {
    return absl::FailedPreconditionError(
        absl::StrCat("the access rule of ", method.full_name(), " ", what));
  };
  if (!method.options().HasExtension(v1::access)) return fault("is missing");
  const v1::AccessRule& option = method.options().GetExtension(v1::access);
  if (option.grants().empty()) return fault("grants nothing");
  AccessRule rule;
  rule.method = method.full_name();
  for (const v1::AccessGrant& grant : option.grants()) {
    if (grant.roles().empty()) return fault("has a grant without roles");
    RoleSet roles;
    for (const int number : grant.roles()) {
      if (!IsCallersRole(number)) return fault("names a role that nobody can have");
      roles.Add(static_cast<journal::v1::Role>(number));
    }
    switch (grant.scope()) {
      case v1::ACCESS_SCOPE_ANY:
        rule.any_object.AddAll(roles);
        break;
      case v1::ACCESS_SCOPE_OWN:
        break;
      default:
        return fault("has a grant without a scope");
    }
  }
  return rule;
}

}  // namespace

absl::StatusOr<ServiceAccess> ServiceAccess::Load(
    const google::protobuf::ServiceDescriptor& service) {
  ServiceAccess access;
  access.service_ = service.full_name();
  for (int i = 0; i < service.method_count(); ++i) {
    const google::protobuf::MethodDescriptor& method = *service.method(i);
    CARDLEDGER_ASSIGN_OR_RETURN(AccessRule rule, ReadRule(method));
    access.rules_.emplace(method.name(), std::move(rule));
  }
  return access;
}

const AccessRule& ServiceAccess::Of(absl::string_view method) const {
  const auto found = rules_.find(method);
  CARDLEDGER_CHECK(found != rules_.end(), "a served method stands in its service's descriptor");
  return found->second;
}

absl::Status Authorise(const AccessRule& rule, const Caller& caller) {
  if (rule.any_object.HasAnyOf(caller.roles)) return absl::OkStatus();
  std::string allowed;
  for (const journal::v1::Role role : RolesOf(rule.any_object)) {
    absl::StrAppend(&allowed, allowed.empty() ? "" : ", ", RoleName(role));
  }
  return engine::WithReason(
      absl::PermissionDeniedError(absl::StrCat("none of the caller's roles may call ", rule.method,
                                               "; allowed: ", allowed)),
      kReasonRoleNotAllowed);
}

}  // namespace cardledger::rpc
