#include "services/rpc/proven_identities.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "grpc/grpc_security_constants.h"
#include "grpcpp/security/auth_context.h"

#include "base/status_macros.h"
#include "services/domain/validate.h"
#include "services/engine/errors.h"
#include "services/rpc/reasons.h"

namespace cardledger::rpc {
namespace {

constexpr absl::string_view kBearer = "bearer ";  // RFC 6750; the scheme in any case

absl::Status Missing() {
  return engine::WithReason(
      absl::UnauthenticatedError("the call proves nobody: it needs a system's certificate, or a "
                                 "person's token in the metadata entry authorization"),
      kReasonIdentityMissing);
}

absl::Status Invalid(absl::string_view why) {
  return engine::WithReason(absl::UnauthenticatedError(why), kReasonIdentityInvalid);
}

// Empty where the connection has none.
absl::string_view PropertyOf(const grpc::AuthContext& peer, const char* name) {
  const auto values = peer.FindPropertyValues(name);
  if (values.empty()) return {};
  return {values[0].data(), values[0].size()};
}

// Nullopt where the call brings none.
absl::StatusOr<std::optional<absl::string_view>> TokenOf(
    const grpc::CallbackServerContext& context) {
  const auto range = context.client_metadata().equal_range(kAuthorizationMetadata);
  if (range.first == range.second) return std::nullopt;
  if (std::next(range.first) != range.second) {
    return Invalid("authorization must stand once in the call's metadata");
  }
  const absl::string_view value(range.first->second.data(), range.first->second.size());
  if (!absl::StartsWithIgnoreCase(value, kBearer)) {
    return Invalid("authorization must be: Bearer, a space, and a JSON Web Token");
  }
  return value.substr(kBearer.size());
}

}  // namespace

RoleSet SystemRoles() {
  RoleSet roles;
  roles.Add(journal::v1::ROLE_ISSUER_SYSTEM);
  roles.Add(journal::v1::ROLE_PARTNER_SYSTEM);
  return roles;
}

RoleSet RolesForSystems() {
  RoleSet roles = SystemRoles();
  roles.Add(journal::v1::ROLE_PROVIDER);
  return roles;
}

ProvenIdentities::ProvenIdentities(Systems systems, const identity::CertificateTrust& trust,
                                   const identity::Issuer* issuer, const engine::Clock& clock)
    : systems_(std::move(systems)),
      trust_(trust),
      issuer_(issuer),
      clock_(clock),
      refused_(clock) {}

int64_t ProvenIdentities::NowSeconds() const { return clock_.WallMicroseconds() / 1'000'000; }

absl::StatusOr<Caller> ProvenIdentities::Identify(const grpc::CallbackServerContext& context,
                                                  Asked asked) const {
  CARDLEDGER_ASSIGN_OR_RETURN(const KnownSystem* system, SystemOf(context));
  CARDLEDGER_ASSIGN_OR_RETURN(const std::optional<absl::string_view> token, TokenOf(context));
  if (!token) {
    if (system == nullptr) return Missing();
    return Caller{.subject = system->subject, .roles = system->roles, .carried_by = ""};
  }
  if (system != nullptr && !system->carries_tokens) {
    return Invalid("this system may not carry tokens of people");
  }
  std::optional<std::string> source;
  if (asked == Asked::kFirst) {
    source = system == nullptr ? SourceOf(context.peer()) : system->subject;
  }
  CARDLEDGER_ASSIGN_OR_RETURN(Caller person, PersonOf(*token, source));
  if (system != nullptr) person.carried_by = system->subject;
  return person;
}

absl::StatusOr<const KnownSystem*> ProvenIdentities::SystemOf(
    const grpc::CallbackServerContext& context) const {
  const std::shared_ptr<const grpc::AuthContext> peer = context.auth_context();
  if (peer == nullptr || !peer->IsPeerAuthenticated()) return nullptr;
  // The second property is what the system sent beside its own certificate, with or without it.
  const std::string chain = absl::StrCat(PropertyOf(*peer, GRPC_X509_PEM_CERT_PROPERTY_NAME),
                                         PropertyOf(*peer, GRPC_X509_PEM_CERT_CHAIN_PROPERTY_NAME));
  const absl::Status counts = trust_.Check(chain, NowSeconds());
  if (!counts.ok()) return Invalid(counts.message());
  for (const grpc::string_ref& name : peer->FindPropertyValues(GRPC_X509_SAN_PROPERTY_NAME)) {
    const auto known = systems_.find(absl::string_view(name.data(), name.size()));
    if (known != systems_.end()) return &known->second;
  }
  return Invalid("the certificate of the connection is that of no system known here");
}

absl::StatusOr<std::shared_ptr<const identity::TokenClaims>> ProvenIdentities::CheckToken(
    absl::string_view token, const std::optional<std::string>& source) const {
  const int64_t now_s = NowSeconds();
  if (auto remembered = issuer_->Remembered(token, now_s)) return remembered;
  if (source) CARDLEDGER_RETURN_IF_ERROR(refused_.Ask(*source));
  auto claims = issuer_->Check(token, now_s);
  if (absl::IsUnavailable(claims.status())) {
    return engine::WithReason(claims.status(), kReasonIssuerKeysUnknown);
  }
  if (claims.ok()) return claims;
  if (source) refused_.Note(*source);
  return Invalid(claims.status().message());
}

absl::StatusOr<Caller> ProvenIdentities::PersonOf(absl::string_view token,
                                                  const std::optional<std::string>& source) const {
  if (issuer_ == nullptr) return Invalid("this server takes no tokens");
  CARDLEDGER_ASSIGN_OR_RETURN(const std::shared_ptr<const identity::TokenClaims> claims,
                              CheckToken(token, source));
  Caller caller;
  caller.subject = claims->subject;
  if (!domain::IsSubject(caller.subject)) {
    return Invalid("the token's subject (sub) must be 1 to 64 of A-Z a-z 0-9 . _ : | -");
  }
  for (const std::string& name : claims->roles) {
    const std::optional<journal::v1::Role> role = roles_.Find(name);
    if (role && !SystemRoles().Has(*role)) caller.roles.Add(*role);
  }
  return caller;
}

}  // namespace cardledger::rpc
