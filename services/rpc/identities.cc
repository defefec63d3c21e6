#include "services/rpc/identities.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "base/status_macros.h"
#include "services/domain/validate.h"
#include "services/engine/errors.h"
#include "services/rpc/reasons.h"

namespace cardledger::rpc {
namespace {

absl::Status Unauthenticated(absl::string_view reason, absl::string_view message) {
  return engine::WithReason(absl::UnauthenticatedError(message), reason);
}

// The one value under `key`. Two values are refused: they would say that two people call.
absl::StatusOr<absl::string_view> OnlyValue(const grpc::CallbackServerContext& context,
                                            const char* key) {
  const auto range = context.client_metadata().equal_range(key);
  if (range.first == range.second) {
    return Unauthenticated(kReasonIdentityMissing,
                           absl::StrCat("no ", key, " in the call's metadata: this server takes ",
                                        kSubjectMetadata, " and ", kRolesMetadata));
  }
  if (std::next(range.first) != range.second) {
    return Unauthenticated(kReasonIdentityInvalid,
                           absl::StrCat(key, " must stand once in the call's metadata"));
  }
  return absl::string_view(range.first->second.data(), range.first->second.size());
}

}  // namespace

absl::StatusOr<Caller> DevelopmentIdentities::Identify(const grpc::CallbackServerContext& context,
                                                       Asked /*asked*/) const {
  CARDLEDGER_ASSIGN_OR_RETURN(const absl::string_view subject,
                              OnlyValue(context, kSubjectMetadata));
  CARDLEDGER_ASSIGN_OR_RETURN(const absl::string_view roles, OnlyValue(context, kRolesMetadata));
  return Parse(subject, roles);
}

absl::StatusOr<Caller> DevelopmentIdentities::Parse(absl::string_view subject,
                                                    absl::string_view roles) const {
  if (!domain::IsSubject(subject)) {
    return Unauthenticated(
        kReasonIdentityInvalid,
        absl::StrCat(kSubjectMetadata, " must be 1 to 64 of A-Z a-z 0-9 . _ : | -"));
  }
  Caller caller;
  caller.subject = std::string(subject);
  for (const absl::string_view name : absl::StrSplit(roles, ',')) {
    const std::optional<journal::v1::Role> role = roles_.Find(name);
    if (!role) {
      return Unauthenticated(
          kReasonIdentityInvalid,
          absl::StrCat(kRolesMetadata, " must be a comma separated list of: ", roles_.All()));
    }
    caller.roles.Add(*role);
  }
  return caller;
}

}  // namespace cardledger::rpc
