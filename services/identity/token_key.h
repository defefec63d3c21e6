#pragma once

// A key of TokenKeys, for what checks signatures with it, and texts as tokens and keys hold them.
// Internal to services/identity.

#include <jansson.h>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include <openssl/evp.h>

#include "services/identity/token_keys.h"

namespace cardledger::identity {

struct JsonFree {
  void operator()(json_t* json) const { json_decref(json); }
};
using JsonPtr = std::unique_ptr<json_t, JsonFree>;

struct KeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, KeyFree>;

class TokenKey {
 public:
  TokenKey(TokenAlgorithm algorithm, KeyPtr key) : algorithm_(algorithm), key_(std::move(key)) {}

  TokenAlgorithm algorithm() const { return algorithm_; }

  bool IsSameAs(const TokenKey& other) const;

  // Whether `signature`, raw as in a token (RFC 7518, 3), is this key's over `text`.
  bool HasSigned(absl::string_view text, absl::string_view signature) const;

 private:
  TokenAlgorithm algorithm_;
  KeyPtr key_;
};

// "RS256", "ES256" or "EdDSA".
absl::string_view NameOf(TokenAlgorithm algorithm);

// Nullopt unless `text` is base64url without padding (RFC 7515, 2), in the one spelling there is.
std::optional<std::string> FromBase64Url(absl::string_view text);

// An object, no name twice; null for everything else.
JsonPtr ParseJsonObject(absl::string_view text);

// A member's text; empty where it has none, or the member is no text.
absl::string_view TextIn(const json_t* object, const char* name);

}  // namespace cardledger::identity
