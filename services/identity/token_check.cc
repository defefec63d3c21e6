#include "services/identity/token_check.h"

#include <algorithm>
#include <jansson.h>
#include <memory>
#include <optional>
#include <rhonabwy.h>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/identity/token_key.h"

namespace cardledger::identity {
namespace {

// An issuer's tokens take one or two; metadata of a call are bounded by gRPC at eight.
constexpr size_t kTokenBytesMax = 8'192;

struct JwtFree {
  void operator()(jwt_t* jwt) const { r_jwt_free(jwt); }
};
using JwtPtr = std::unique_ptr<jwt_t, JwtFree>;

absl::Status Refuse(absl::string_view why) {
  return absl::UnauthenticatedError(absl::StrCat("the token ", why));
}

jwa_alg LibrarysNameOf(TokenAlgorithm algorithm) {
  switch (algorithm) {
    case TokenAlgorithm::kRs256:
      return R_JWA_ALG_RS256;
    case TokenAlgorithm::kEs256:
      return R_JWA_ALG_ES256;
    case TokenAlgorithm::kEdDsa:
      break;
  }
  return R_JWA_ALG_EDDSA;
}

// Without keys or certificates that its header brings along, and never unsigned.
absl::StatusOr<JwtPtr> Parse(absl::string_view token) {
  if (token.size() > kTokenBytesMax) {
    return Refuse(absl::StrCat("is longer than ", kTokenBytesMax, " bytes"));
  }
  jwt_t* raw = nullptr;
  if (r_jwt_init(&raw) != RHN_OK) return absl::ResourceExhaustedError("no memory for a token");
  JwtPtr jwt(raw);
  const bool parsed = r_jwt_advanced_parsen(jwt.get(), token.data(), token.size(), R_PARSE_NONE,
                                            R_FLAG_IGNORE_REMOTE) == RHN_OK;
  if (!parsed || r_jwt_get_type(jwt.get()) != R_JWT_TYPE_SIGN) {
    return Refuse("is no signed JSON Web Token (RFC 7519)");
  }
  return jwt;
}

absl::Status CheckSignature(jwt_t* jwt, const TokenKeys& keys) {
  const JsonPtr critical(r_jwt_get_header_json_t_value(jwt, "crit"));
  if (critical != nullptr) return Refuse("asks for extensions (crit) that are not known here");
  const char* id = r_jwt_get_header_str_value(jwt, "kid");
  if (id == nullptr) return Refuse("does not name its key (kid)");
  const TokenKey* key = keys.Find(id);
  if (key == nullptr) {
    return absl::NotFoundError("the token names a key (kid) that its issuer does not publish");
  }
  if (r_jwt_get_sign_alg(jwt) != LibrarysNameOf(key->algorithm())) {
    return Refuse("names another algorithm than its key's");
  }
  if (r_jwt_verify_signature(jwt, key->jwk(), R_FLAG_IGNORE_REMOTE) != RHN_OK) {
    return Refuse("has a wrong signature");
  }
  return absl::OkStatus();
}

// Empty where it is no text.
absl::string_view TextOf(const json_t* value) {
  if (!json_is_string(value)) return {};
  return {json_string_value(value), json_string_length(value)};
}

std::optional<int64_t> TimeOf(const json_t* value) {
  if (json_is_integer(value)) return json_integer_value(value);
  return std::nullopt;
}

std::vector<std::string> TextsOf(const json_t* value) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < json_array_size(value); ++i) {
    texts.emplace_back(TextOf(json_array_get(value, i)));
  }
  return texts;
}

// One text, or several.
bool IsFor(const json_t* audience, absl::string_view us) {
  if (json_is_string(audience)) return TextOf(audience) == us;
  const std::vector<std::string> all = TextsOf(audience);
  return std::find(all.begin(), all.end(), us) != all.end();
}

absl::Status CheckTime(const json_t* claims, const TokenRules& rules, int64_t now_s,
                       int64_t expires_s) {
  if (now_s >= expires_s && now_s - expires_s >= rules.skew_s) return Refuse("has expired");
  const json_t* not_before = json_object_get(claims, "nbf");
  if (not_before == nullptr) return absl::OkStatus();
  const std::optional<int64_t> begins_s = TimeOf(not_before);
  if (!begins_s) return Refuse("has a beginning (nbf) that is no time");
  if (*begins_s > now_s && *begins_s - now_s > rules.skew_s) return Refuse("is not in force yet");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<TokenClaims> CheckToken(absl::string_view token, const TokenKeys& keys,
                                       const TokenRules& rules, int64_t now_s) {
  CARDLEDGER_ASSIGN_OR_RETURN(const JwtPtr jwt, Parse(token));
  CARDLEDGER_RETURN_IF_ERROR(CheckSignature(jwt.get(), keys));
  const JsonPtr claims(r_jwt_get_full_claims_json_t(jwt.get()));
  if (TextOf(json_object_get(claims.get(), "iss")) != rules.issuer) {
    return Refuse("comes from another issuer (iss)");
  }
  if (!IsFor(json_object_get(claims.get(), "aud"), rules.audience)) {
    return Refuse("is for another audience (aud)");
  }
  const std::optional<int64_t> expires_s = TimeOf(json_object_get(claims.get(), "exp"));
  if (!expires_s || *expires_s < 0) return Refuse("does not say when it expires (exp)");
  CARDLEDGER_RETURN_IF_ERROR(CheckTime(claims.get(), rules, now_s, *expires_s));
  TokenClaims found;
  found.subject = std::string(TextOf(json_object_get(claims.get(), "sub")));
  if (found.subject.empty()) return Refuse("does not say who it is about (sub)");
  found.roles = TextsOf(json_object_get(claims.get(), "roles"));
  found.expires_s = *expires_s;
  return found;
}

}  // namespace cardledger::identity
