#pragma once

// An issuer of tokens for sandboxes: one Ed25519 key, its public half as a key set, and JSON Web
// Tokens signed with it. What a council runs for real is its own identity provider. Times are
// seconds since 1970-01-01T00:00:00Z. Any thread.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "openssl/evp.h"

namespace cardledger::admin {

struct TokenContent {
  std::string issuer;
  std::string audience;
  std::string subject;
  std::vector<std::string> roles;
  int64_t not_before_s = 0;
  int64_t expires_s = 0;
};

class TokenIssuer {
 public:
  static TokenIssuer Make();
  // As secret_key() gave it. INVALID_ARGUMENT where it is no such key.
  static absl::StatusOr<TokenIssuer> Read(const std::string& secret_key);

  // In PEM.
  std::string secret_key() const;
  // A JSON Web Key Set of the public half.
  std::string KeySet() const;

  std::string Sign(const TokenContent& content) const;

 private:
  explicit TokenIssuer(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}

  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace cardledger::admin
