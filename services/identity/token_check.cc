#include "services/identity/token_check.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "base/status_macros.h"
#include "services/domain/limits.h"
#include "services/identity/token_key.h"

namespace cardledger::identity {
namespace {

absl::Status Refuse(absl::string_view why) {
  return absl::UnauthenticatedError(absl::StrCat("the token ", why));
}

absl::Status NoToken() { return Refuse("is no signed JSON Web Token (RFC 7519)"); }

// The pieces of a token (RFC 7515, 3.1).
struct Pieces {
  JsonPtr header;
  std::string claims;             // decoded
  std::string signature;          // decoded
  absl::string_view signed_text;  // of the token itself
};

absl::StatusOr<Pieces> Parse(absl::string_view token) {
  if (token.size() > domain::kTokenBytesMax) {
    return Refuse(absl::StrCat("is longer than ", domain::kTokenBytesMax, " bytes"));
  }
  const std::vector<absl::string_view> texts = absl::StrSplit(token, '.');
  if (texts.size() != 3) return NoToken();
  const std::optional<std::string> header = FromBase64Url(texts[0]);
  std::optional<std::string> claims = FromBase64Url(texts[1]);
  std::optional<std::string> signature = FromBase64Url(texts[2]);
  if (!header || !claims || !signature) return NoToken();
  Pieces pieces{.header = ParseJsonObject(*header),
                .claims = *std::move(claims),
                .signature = *std::move(signature),
                .signed_text = token.substr(0, texts[0].size() + 1 + texts[1].size())};
  if (pieces.header == nullptr || pieces.signature.empty()) return NoToken();
  return pieces;
}

// Of the header nothing counts but the key's id and the algorithm, and this one only as a question
// that the key has answered already; what keys it brings along is not looked at.
absl::Status CheckSignature(const Pieces& pieces, const TokenKeys& keys) {
  if (json_object_get(pieces.header.get(), "crit") != nullptr) {
    return Refuse("asks for extensions (crit) that are not known here");
  }
  const absl::string_view id = TextIn(pieces.header.get(), "kid");
  if (id.empty()) return Refuse("does not name its key (kid)");
  const TokenKey* key = keys.Find(id);
  if (key == nullptr) {
    return absl::NotFoundError("the token names a key (kid) that its issuer does not publish");
  }
  if (TextIn(pieces.header.get(), "alg") != NameOf(key->algorithm())) {
    return Refuse("names another algorithm than its key's");
  }
  if (!key->HasSigned(pieces.signed_text, pieces.signature)) {
    return Refuse("has a wrong signature");
  }
  return absl::OkStatus();
}

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
  CARDLEDGER_ASSIGN_OR_RETURN(const Pieces pieces, Parse(token));
  CARDLEDGER_RETURN_IF_ERROR(CheckSignature(pieces, keys));
  const JsonPtr claims = ParseJsonObject(pieces.claims);
  if (claims == nullptr) return NoToken();
  if (TextIn(claims.get(), "iss") != rules.issuer) {
    return Refuse("comes from another issuer (iss)");
  }
  if (!IsFor(json_object_get(claims.get(), "aud"), rules.audience)) {
    return Refuse("is for another audience (aud)");
  }
  const std::optional<int64_t> expires_s = TimeOf(json_object_get(claims.get(), "exp"));
  if (!expires_s || *expires_s < 0) return Refuse("does not say when it expires (exp)");
  CARDLEDGER_RETURN_IF_ERROR(CheckTime(claims.get(), rules, now_s, *expires_s));
  TokenClaims found;
  found.subject = std::string(TextIn(claims.get(), "sub"));
  if (found.subject.empty()) return Refuse("does not say who it is about (sub)");
  found.roles = TextsOf(json_object_get(claims.get(), "roles"));
  found.expires_s = *expires_s;
  found.key_id = std::string(TextIn(pieces.header.get(), "kid"));
  return found;
}

}  // namespace cardledger::identity
