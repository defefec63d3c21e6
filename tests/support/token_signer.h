#pragma once

// An issuer for tests: keys of the three kinds, and tokens signed with them, honest or not. Made
// with OpenSSL, which is not what checks them. One thread.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include <openssl/evp.h>

namespace cardledger::tests {

class SigningKey {
 public:
  // `algorithm`: "RS256", "ES256" or "EdDSA"; `rsa_bits` counts for the first alone.
  SigningKey(std::string algorithm, std::string id, unsigned rsa_bits = 2'048);

  const std::string& id() const { return id_; }
  const std::string& algorithm() const { return algorithm_; }
  // The public half as a JSON Web Key; `more` are further members, each with a comma before it.
  std::string Json(absl::string_view more = "") const;
  // The public half as PEM.
  std::string Pem() const;

  // Header and claims as given, signed as the key's algorithm says whatever the header names.
  std::string Sign(absl::string_view header, absl::string_view claims) const;
  // With the header that an issuer would write.
  std::string Sign(absl::string_view claims) const;

 private:
  std::string algorithm_;
  std::string id_;
  std::shared_ptr<EVP_PKEY> key_;
};

// {"keys": [...]} of these JSON Web Keys.
std::string KeySet(const std::vector<std::string>& keys);

// Signed with HMAC-SHA256 under any bytes.
std::string SignWithSecret(absl::string_view secret, absl::string_view header,
                           absl::string_view claims);

// With an empty signature.
std::string Unsigned(absl::string_view header, absl::string_view claims);

}  // namespace cardledger::tests
