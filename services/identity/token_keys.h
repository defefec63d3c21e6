#pragma once

// The public keys with which one issuer signs its tokens: a JSON Web Key Set (RFC 7517). An
// algorithm belongs to a key, never to a token: RSA keys check RS256, keys on P-256 ES256, and keys
// on Ed25519 EdDSA (RFC 7518, RFC 8037). Immutable once parsed, any thread.

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cardledger::identity {

enum class TokenAlgorithm { kRs256, kEs256, kEdDsa };

// One key, as the library holds it.
class TokenKey;

class TokenKeys {
 public:
  // Keys that sign nothing for us (another use, another type) are passed over, as issuers publish
  // those too. INVALID_ARGUMENT, without a word of the set's content: what is no key set, a secret
  // key in it, two keys of one id, an RSA key below 2048 bits, or no key that could check a token.
  static absl::StatusOr<TokenKeys> Parse(absl::string_view json);

  // Whether both sets have the same key under the id: one of another algorithm or other numbers is
  // another key.
  bool Shares(absl::string_view id, const TokenKeys& other) const;
  // Null where no key has the id.
  const TokenKey* Find(absl::string_view id) const;
  size_t size() const { return keys_.size(); }

 private:
  std::map<std::string, std::shared_ptr<const TokenKey>, std::less<>> keys_;
};

}  // namespace cardledger::identity
