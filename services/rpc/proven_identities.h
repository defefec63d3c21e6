#pragma once

// Identities that are proven: a system by the certificate of its connection, a person by a JSON Web
// Token in the metadata entry `authorization: Bearer TOKEN`, at most once. A token comes from the
// person's own program, over a connection without a certificate, or from a system that may carry
// tokens; then the person acts, and the system stands beside as who carried it.
//   UNAUTHENTICATED IDENTITY_MISSING: neither. IDENTITY_INVALID: a certificate that is no known
//   system's, a token that does not count (why, but nothing of it), or a token brought by a system
//   that may bring none. UNAVAILABLE ISSUER_KEYS_UNKNOWN: tokens cannot be checked just now.
//   RESOURCE_EXHAUSTED TOKENS_REFUSED_OFTEN: too many tokens of this source were refused lately
//   (refused_tokens.h). Only of calls that come in: the token of one that was let in runs out
//   without anybody guessing at it.
// Any thread.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "services/engine/clock.h"
#include "services/identity/certificate_trust.h"
#include "services/identity/issuer.h"
#include "services/rpc/identities.h"
#include "services/rpc/refused_tokens.h"

namespace cardledger::rpc {

inline constexpr char kAuthorizationMetadata[] = "authorization";

// What a certificate proves.
struct KnownSystem {
  std::string subject;
  RoleSet roles;  // none: it is there to carry tokens
  bool carries_tokens = false;
};

// Roles that systems have, and no person's token gives.
RoleSet SystemRoles();
// Roles that a configured system may be given: those, and a provider's.
RoleSet RolesForSystems();

class ProvenIdentities : public Identities {
 public:
  // By the name of the certificate.
  using Systems = std::map<std::string, KnownSystem, std::less<>>;

  // `issuer` may be null: nobody comes with a token. All but `systems` outlive this.
  ProvenIdentities(Systems systems, const identity::CertificateTrust& trust,
                   const identity::Issuer* issuer, const engine::Clock& clock);

  absl::StatusOr<Caller> Identify(const grpc::CallbackServerContext& context,
                                  Asked asked) const override;

 private:
  // `source`: who brings it, for RefusedTokens; nullopt where it was let in before.
  absl::StatusOr<Caller> PersonOf(absl::string_view token,
                                  const std::optional<std::string>& source) const;
  absl::StatusOr<std::shared_ptr<const identity::TokenClaims>> CheckToken(
      absl::string_view token, const std::optional<std::string>& source) const;
  // Null where the connection has no certificate.
  absl::StatusOr<const KnownSystem*> SystemOf(const grpc::CallbackServerContext& context) const;
  int64_t NowSeconds() const;

  const Systems systems_;
  const identity::CertificateTrust& trust_;
  const RolesByName roles_;
  const identity::Issuer* const issuer_;
  const engine::Clock& clock_;
  mutable RefusedTokens refused_;
};

}  // namespace cardledger::rpc
