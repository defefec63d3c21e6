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

using google::protobuf::FieldDescriptor;

absl::Status Fault(const google::protobuf::MethodDescriptor& method, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat("the access rule of ", method.full_name(), " ", what));
}

template <typename Scopes>
uint32_t BitsOf(const Scopes& scopes) {
  uint32_t bits = 0;
  for (const int scope : scopes) bits |= uint32_t{1} << static_cast<uint32_t>(scope);
  return bits;
}

absl::Status AddGrant(const google::protobuf::MethodDescriptor& method,
                      const v1::AccessGrant& grant, AccessRule& rule) {
  if (grant.roles().empty()) return Fault(method, "has a grant without roles");
  RoleSet roles;
  for (const int number : grant.roles()) {
    if (!IsCallersRole(number)) return Fault(method, "names a role that nobody can have");
    roles.Add(static_cast<journal::v1::Role>(number));
  }
  if (grant.scope() == v1::ACCESS_SCOPE_ANY) {
    rule.any.AddAll(roles);
    return absl::OkStatus();
  }
  if (grant.scope() != v1::ACCESS_SCOPE_OWN) return Fault(method, "has a grant without a scope");
  if (roles.Has(journal::v1::ROLE_SUPPORTER) == grant.supporter_scopes().empty()) {
    return Fault(method, "must say, for supporters alone, what they must be named for");
  }
  if (roles.Has(journal::v1::ROLE_REPRESENTATIVE) == grant.representative_scopes().empty()) {
    return Fault(method, "must say, for representatives alone, what they must act in");
  }
  rule.own.AddAll(roles);
  rule.supporter_scopes |= BitsOf(grant.supporter_scopes());
  rule.representative_scopes |= BitsOf(grant.representative_scopes());
  return absl::OkStatus();
}

absl::Status SetObject(const google::protobuf::MethodDescriptor& method,
                       const v1::AccessRule& option, AccessRule& rule) {
  switch (option.object_of_case()) {
    case v1::AccessRule::kFiltered:
      rule.object_of = AccessRule::ObjectOf::kFiltered;
      return absl::OkStatus();
    case v1::AccessRule::kNobodys:
      if (!rule.own.empty()) return Fault(method, "grants somebody their own of nobody's");
      return absl::OkStatus();
    case v1::AccessRule::kObject:
      break;
    default:
      return Fault(method, "does not say whose the object is");
  }
  rule.object_of = AccessRule::ObjectOf::kField;
  rule.object = method.input_type()->FindFieldByName(option.object());
  if (rule.object == nullptr || rule.object->type() != FieldDescriptor::TYPE_STRING ||
      rule.object->is_repeated()) {
    return Fault(method, "names an object that is no name in the request");
  }
  return absl::OkStatus();
}

absl::StatusOr<AccessRule> ReadRule(const google::protobuf::MethodDescriptor& method) {
  if (!method.options().HasExtension(v1::access)) return Fault(method, "is missing");
  const v1::AccessRule& option = method.options().GetExtension(v1::access);
  if (option.grants().empty()) return Fault(method, "grants nothing");
  AccessRule rule;
  rule.method = method.full_name();
  for (const v1::AccessGrant& grant : option.grants()) {
    CARDLEDGER_RETURN_IF_ERROR(AddGrant(method, grant, rule));
  }
  CARDLEDGER_RETURN_IF_ERROR(SetObject(method, option, rule));
  rule.opens_lines = option.opens_lines();
  if (rule.opens_lines && rule.object_of != AccessRule::ObjectOf::kField) {
    return Fault(method, "opens lines without an object that says whose");
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
    rule.streams = method.client_streaming() || method.server_streaming();
    access.rules_.emplace(method.name(), std::move(rule));
  }
  return access;
}

void ServiceAccess::ObserveBy(CallObserver& observer) {
  for (auto& [method, rule] : rules_) rule.observer = observer.Of(rule.method);
}

const AccessRule& ServiceAccess::Of(absl::string_view method) const {
  const auto found = rules_.find(method);
  CARDLEDGER_CHECK(found != rules_.end(), "a served method stands in its service's descriptor");
  return found->second;
}

absl::Status Authorise(const AccessRule& rule, const Caller& caller) {
  RoleSet all = rule.any;
  all.AddAll(rule.own);
  if (all.HasAnyOf(caller.roles)) return absl::OkStatus();
  std::string allowed;
  for (const journal::v1::Role role : RolesOf(all)) {
    absl::StrAppend(&allowed, allowed.empty() ? "" : ", ", RoleName(role));
  }
  return engine::WithReason(
      absl::PermissionDeniedError(absl::StrCat("none of the caller's roles may call ", rule.method,
                                               "; allowed: ", allowed)),
      kReasonRoleNotAllowed);
}

}  // namespace cardledger::rpc
