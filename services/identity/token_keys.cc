#include "services/identity/token_keys.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include "base/status_macros.h"
#include "services/domain/limits.h"
#include "services/identity/token_key.h"

namespace cardledger::identity {
namespace {

constexpr int kRsaBitsMin = 2'048;         // NIST SP 800-131A
constexpr int kRsaBitsMax = 8'192;         // beyond it a check takes longer than anybody needs
constexpr size_t kCurveBytes = 32;         // of a coordinate on P-256, and of a key on Ed25519
constexpr char kUncompressedPoint = 0x04;  // SEC 1, 2.3.3

struct ParametersFree {
  void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
};
struct BuilderFree {
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
};
using BuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, BuilderFree>;
struct ContextFree {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using ContextPtr = std::unique_ptr<EVP_PKEY_CTX, ContextFree>;
struct NumberFree {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using NumberPtr = std::unique_ptr<BIGNUM, NumberFree>;

absl::Status Fault(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the issuer's key set ", what));
}

const unsigned char* BytesOf(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Null where the parameters are no public key of that type.
KeyPtr KeyFrom(const char* type, OSSL_PARAM_BLD* builder) {
  const std::unique_ptr<OSSL_PARAM, ParametersFree> parameters(OSSL_PARAM_BLD_to_param(builder));
  const ContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* raw = nullptr;
  if (parameters == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  KeyPtr key(raw);
  const ContextPtr check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (check == nullptr || EVP_PKEY_public_check(check.get()) != 1) return nullptr;
  return key;
}

// RFC 7518, 6.3.1.
KeyPtr RsaKeyOf(const json_t* member) {
  const std::optional<std::string> n = FromBase64Url(TextIn(member, "n"));
  const std::optional<std::string> e = FromBase64Url(TextIn(member, "e"));
  if (!n || !e || n->size() > kRsaBitsMax / 8) return nullptr;
  const NumberPtr modulus(BN_bin2bn(BytesOf(*n), static_cast<int>(n->size()), nullptr));
  const NumberPtr exponent(BN_bin2bn(BytesOf(*e), static_cast<int>(e->size()), nullptr));
  const BuilderPtr builder(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return nullptr;
  }
  return KeyFrom("RSA", builder.get());
}

// RFC 7518, 6.2.1.
KeyPtr P256KeyOf(const json_t* member) {
  const std::optional<std::string> x = FromBase64Url(TextIn(member, "x"));
  const std::optional<std::string> y = FromBase64Url(TextIn(member, "y"));
  if (!x || !y || x->size() != kCurveBytes || y->size() != kCurveBytes) return nullptr;
  const std::string point = absl::StrCat(std::string(1, kUncompressedPoint), *x, *y);
  const BuilderPtr builder(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) !=
          1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return nullptr;
  }
  return KeyFrom("EC", builder.get());
}

// RFC 8037, 2.
KeyPtr Ed25519KeyOf(const json_t* member) {
  const std::optional<std::string> x = FromBase64Url(TextIn(member, "x"));
  if (!x || x->size() != kCurveBytes) return nullptr;
  return KeyPtr(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, BytesOf(*x), x->size()));
}

// What the key's own type and curve say; nullopt where we check nothing with such a key.
std::optional<TokenAlgorithm> AlgorithmOf(const json_t* member) {
  const absl::string_view type = TextIn(member, "kty");
  const absl::string_view curve = TextIn(member, "crv");
  std::optional<TokenAlgorithm> algorithm;
  if (type == "RSA") algorithm = TokenAlgorithm::kRs256;
  if (type == "EC" && curve == "P-256") algorithm = TokenAlgorithm::kEs256;
  if (type == "OKP" && curve == "Ed25519") algorithm = TokenAlgorithm::kEdDsa;
  if (!algorithm) return std::nullopt;
  const absl::string_view use = TextIn(member, "use");
  const absl::string_view alg = TextIn(member, "alg");
  const bool ours = (use.empty() || use == "sig") && (alg.empty() || alg == NameOf(*algorithm));
  return ours ? algorithm : std::nullopt;
}

KeyPtr PublicKeyOf(TokenAlgorithm algorithm, const json_t* member) {
  switch (algorithm) {
    case TokenAlgorithm::kRs256:
      return RsaKeyOf(member);
    case TokenAlgorithm::kEs256:
      return P256KeyOf(member);
    case TokenAlgorithm::kEdDsa:
      break;
  }
  return Ed25519KeyOf(member);
}

// Symmetric keys have `k`, secret halves `d` (RFC 7518, 6).
bool IsSecret(const json_t* member) {
  return json_object_get(member, "k") != nullptr || json_object_get(member, "d") != nullptr;
}

// Null where we check nothing with such a key.
absl::StatusOr<std::shared_ptr<const TokenKey>> KeyOf(const json_t* member) {
  const std::optional<TokenAlgorithm> algorithm = AlgorithmOf(member);
  if (!algorithm || TextIn(member, "kid").empty()) return nullptr;
  KeyPtr key = PublicKeyOf(*algorithm, member);
  if (key == nullptr) return nullptr;
  const int bits = EVP_PKEY_get_bits(key.get());
  if (*algorithm == TokenAlgorithm::kRs256 && bits < kRsaBitsMin) {
    return Fault(
        absl::StrCat("holds an RSA key of ", bits, " bits; at least ", kRsaBitsMin, " are needed"));
  }
  return std::make_shared<const TokenKey>(*algorithm, std::move(key));
}

}  // namespace

bool TokenKey::IsSameAs(const TokenKey& other) const {
  return algorithm_ == other.algorithm_ && EVP_PKEY_eq(key_.get(), other.key_.get()) == 1;
}

absl::StatusOr<TokenKeys> TokenKeys::Parse(absl::string_view json) {
  if (json.size() > domain::kKeySetBytesMax) return Fault("is too long");
  const JsonPtr set = ParseJsonObject(json);
  const json_t* members = json_object_get(set.get(), "keys");
  if (!json_is_array(members)) return Fault("is no JSON Web Key Set (RFC 7517)");
  TokenKeys keys;
  for (size_t i = 0; i < json_array_size(members); ++i) {
    const json_t* member = json_array_get(members, i);
    if (IsSecret(member)) return Fault("holds a secret key; it must hold public keys alone");
    CARDLEDGER_ASSIGN_OR_RETURN(std::shared_ptr<const TokenKey> key, KeyOf(member));
    if (key == nullptr) continue;
    if (!keys.keys_.emplace(TextIn(member, "kid"), std::move(key)).second) {
      return Fault("names two keys alike");
    }
  }
  if (keys.keys_.empty()) {
    return Fault("holds no key with an id (kid) for RS256, ES256 or EdDSA");
  }
  return keys;
}

bool TokenKeys::Shares(absl::string_view id, const TokenKeys& other) const {
  const TokenKey* ours = Find(id);
  const TokenKey* theirs = other.Find(id);
  return ours != nullptr && theirs != nullptr && ours->IsSameAs(*theirs);
}

const TokenKey* TokenKeys::Find(absl::string_view id) const {
  const auto found = keys_.find(id);
  return found == keys_.end() ? nullptr : found->second.get();
}

}  // namespace cardledger::identity
