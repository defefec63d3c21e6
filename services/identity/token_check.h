#pragma once

// Checks one JSON Web Token (RFC 7519, signed as RFC 7515) of a person: who signed it, for whom,
// and whether it is in force. Pure, any thread. No error holds anything of the token.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "services/identity/token_keys.h"

namespace cardledger::identity {

struct TokenRules {
  std::string issuer;    // `iss` exactly
  std::string audience;  // one of `aud`
  int64_t skew_s = 60;   // by which `exp` and `nbf` may be missed: clocks differ
};

struct TokenClaims {
  std::string subject;             // `sub`, as it stands
  std::vector<std::string> roles;  // `roles`, as they stand; none where there is no such claim
  int64_t expires_s = 0;           // `exp`, seconds since 1970
  std::string key_id;              // `kid` of the key that signed it
};

// UNAUTHENTICATED, in words for who asks: not a signed token, too long, a header we would have to
// understand and do not (`crit`), no key id, another algorithm than the key's, a
// wrong signature, another issuer or audience, without an end or over, not in force yet, without a
// subject. NOT_FOUND: no key has the id that it names.
absl::StatusOr<TokenClaims> CheckToken(absl::string_view token, const TokenKeys& keys,
                                       const TokenRules& rules, int64_t now_s);

}  // namespace cardledger::identity
