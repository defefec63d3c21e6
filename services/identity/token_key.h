#pragma once

// A key of TokenKeys, for what checks signatures with it, and what the two libraries hold. Internal
// to services/identity.

#include <memory>
#include <rhonabwy.h>

#include "services/identity/token_keys.h"

namespace cardledger::identity {

struct JsonFree {
  void operator()(json_t* json) const { json_decref(json); }
};
using JsonPtr = std::unique_ptr<json_t, JsonFree>;

struct JwkFree {
  void operator()(jwk_t* jwk) const { r_jwk_free(jwk); }
};
using JwkPtr = std::unique_ptr<jwk_t, JwkFree>;

class TokenKey {
 public:
  TokenKey(TokenAlgorithm algorithm, JwkPtr jwk) : algorithm_(algorithm), jwk_(std::move(jwk)) {}

  TokenAlgorithm algorithm() const { return algorithm_; }
  // The library takes it by pointer to non-const and only reads it.
  jwk_t* jwk() const { return jwk_.get(); }

 private:
  TokenAlgorithm algorithm_;
  JwkPtr jwk_;
};

}  // namespace cardledger::identity
