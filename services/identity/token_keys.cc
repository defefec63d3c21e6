#include "services/identity/token_keys.h"

#include <jansson.h>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "base/status_macros.h"
#include "services/identity/token_key.h"

namespace cardledger::identity {
namespace {

constexpr unsigned int kRsaBitsMin = 2'048;  // NIST SP 800-131A

absl::Status Fault(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the issuer's key set ", what));
}

absl::string_view PropertyOf(jwk_t* jwk, const char* name) {
  const char* value = r_jwk_get_property_str(jwk, name);
  return value == nullptr ? absl::string_view() : absl::string_view(value);
}

// Whether all bits of `mask` stand in `type`.
bool Is(int type, int mask) { return (type & mask) == mask; }

// What the key's own type and curve say; nullopt where we check nothing with such a key.
std::optional<TokenAlgorithm> AlgorithmOf(jwk_t* jwk, int type) {
  std::optional<TokenAlgorithm> algorithm;
  absl::string_view name;
  if (Is(type, R_KEY_TYPE_RSA)) {
    algorithm = TokenAlgorithm::kRs256;
    name = "RS256";
  } else if (Is(type, R_KEY_TYPE_EDDSA) && PropertyOf(jwk, "crv") == "Ed25519") {
    algorithm = TokenAlgorithm::kEdDsa;
    name = "EdDSA";
  } else if (Is(type, R_KEY_TYPE_EC) && PropertyOf(jwk, "crv") == "P-256") {
    algorithm = TokenAlgorithm::kEs256;
    name = "ES256";
  }
  const absl::string_view use = PropertyOf(jwk, "use");
  const absl::string_view alg = PropertyOf(jwk, "alg");
  if ((!use.empty() && use != "sig") || (!alg.empty() && alg != name)) return std::nullopt;
  return algorithm;
}

// Symmetric keys have `k`, secret halves `d` (RFC 7518, 6).
bool IsSecret(const json_t* member) {
  return json_object_get(member, "k") != nullptr || json_object_get(member, "d") != nullptr;
}

// Null where we check nothing with such a key.
absl::StatusOr<std::shared_ptr<const TokenKey>> KeyOf(json_t* member) {
  jwk_t* raw = nullptr;
  if (r_jwk_init(&raw) != RHN_OK) return absl::ResourceExhaustedError("no memory for a key");
  JwkPtr jwk(raw);
  if (r_jwk_import_from_json_t(jwk.get(), member) != RHN_OK) return nullptr;
  unsigned int bits = 0;
  const int type = r_jwk_key_type(jwk.get(), &bits, R_FLAG_IGNORE_REMOTE);
  const std::optional<TokenAlgorithm> algorithm = AlgorithmOf(jwk.get(), type);
  if (!algorithm || PropertyOf(jwk.get(), "kid").empty()) return nullptr;
  if (*algorithm == TokenAlgorithm::kRs256 && bits < kRsaBitsMin) {
    return Fault(
        absl::StrCat("holds an RSA key of ", bits, " bits; at least ", kRsaBitsMin, " are needed"));
  }
  return std::make_shared<const TokenKey>(*algorithm, std::move(jwk));
}

}  // namespace

absl::StatusOr<TokenKeys> TokenKeys::Parse(absl::string_view json) {
  const JsonPtr set(json_loadb(json.data(), json.size(), JSON_REJECT_DUPLICATES, nullptr));
  const json_t* members = json_object_get(set.get(), "keys");
  if (!json_is_array(members)) return Fault("is no JSON Web Key Set (RFC 7517)");
  TokenKeys keys;
  for (size_t i = 0; i < json_array_size(members); ++i) {
    json_t* member = json_array_get(members, i);
    if (IsSecret(member)) return Fault("holds a secret key; it must hold public keys alone");
    CARDLEDGER_ASSIGN_OR_RETURN(std::shared_ptr<const TokenKey> key, KeyOf(member));
    if (key == nullptr) continue;
    std::string id(PropertyOf(key->jwk(), "kid"));
    if (!keys.keys_.emplace(std::move(id), std::move(key)).second) {
      return Fault("names two keys alike");
    }
  }
  if (keys.keys_.empty()) {
    return Fault("holds no key with an id (kid) for RS256, ES256 or EdDSA");
  }
  return keys;
}

const TokenKey* TokenKeys::Find(absl::string_view id) const {
  const auto found = keys_.find(id);
  return found == keys_.end() ? nullptr : found->second.get();
}

}  // namespace cardledger::identity
