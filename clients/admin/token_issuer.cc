#include "clients/admin/token_issuer.h"

#include <array>
#include <cstdlib>
#include <jansson.h>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "base/check.h"
#include "base/sha256.h"
#include "clients/admin/pem.h"

namespace cardledger::admin {
namespace {

constexpr size_t kEd25519KeyBytes = 32;
constexpr size_t kEd25519SignatureBytes = 64;

struct JsonFree {
  void operator()(json_t* json) const { json_decref(json); }
};
using JsonPtr = std::unique_ptr<json_t, JsonFree>;

struct TextFree {
  void operator()(char* text) const { std::free(text); }
};

struct ContextFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

const unsigned char* BytesOf(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string PublicHalf(const EVP_PKEY& key) {
  std::array<unsigned char, kEd25519KeyBytes> bytes{};
  size_t size = bytes.size();
  CARDLEDGER_CHECK(
      EVP_PKEY_get_raw_public_key(&key, bytes.data(), &size) == 1 && size == bytes.size(),
      "an Ed25519 key has a public half");
  return absl::WebSafeBase64Escape(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

// Its thumbprint (RFC 7638).
std::string IdOf(const EVP_PKEY& key) {
  const base::Sha256Digest digest =
      base::Sha256(absl::StrCat(R"({"crv":"Ed25519","kty":"OKP","x":")", PublicHalf(key), R"("})"));
  return absl::WebSafeBase64Escape(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

std::string ClaimsOf(const TokenContent& content) {
  json_t* roles = json_array();
  for (const std::string& role : content.roles) {
    json_array_append_new(roles, json_string(role.c_str()));
  }
  const JsonPtr claims(json_pack("{ss ss ss so sI sI}", "iss", content.issuer.c_str(), "aud",
                                 content.audience.c_str(), "sub", content.subject.c_str(), "roles",
                                 roles, "nbf", static_cast<json_int_t>(content.not_before_s), "exp",
                                 static_cast<json_int_t>(content.expires_s)));
  const std::unique_ptr<char, TextFree> text(json_dumps(claims.get(), JSON_COMPACT));
  CARDLEDGER_CHECK(text != nullptr, "a token's content is UTF-8");
  return text.get();
}

std::string SignatureOf(EVP_PKEY& key, absl::string_view text) {
  const std::unique_ptr<EVP_MD_CTX, ContextFree> context(EVP_MD_CTX_new());
  std::string signature(kEd25519SignatureBytes, '\0');
  size_t size = signature.size();
  CARDLEDGER_CHECK(
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, &key) == 1 &&
          EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                         BytesOf(text), text.size()) == 1,
      "OpenSSL signs");
  return signature;
}

}  // namespace

TokenIssuer TokenIssuer::Make() {
  std::shared_ptr<EVP_PKEY> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
  CARDLEDGER_CHECK(key != nullptr, "OpenSSL makes a key");
  return TokenIssuer(std::move(key));
}

absl::StatusOr<TokenIssuer> TokenIssuer::Read(const std::string& secret_key) {
  std::shared_ptr<EVP_PKEY> key = ReadKey(secret_key);
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    return absl::InvalidArgumentError("it is no secret Ed25519 key in PEM");
  }
  return TokenIssuer(std::move(key));
}

std::string TokenIssuer::secret_key() const { return PemOf(*key_); }

std::string TokenIssuer::KeySet() const {
  return absl::StrCat(R"({"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig","kid":")", IdOf(*key_),
                      R"(","x":")", PublicHalf(*key_), R"("}]})");
}

std::string TokenIssuer::Sign(const TokenContent& content) const {
  const std::string header =
      absl::StrCat(R"({"alg":"EdDSA","typ":"JWT","kid":")", IdOf(*key_), R"("})");
  const std::string text = absl::StrCat(absl::WebSafeBase64Escape(header), ".",
                                        absl::WebSafeBase64Escape(ClaimsOf(content)));
  return absl::StrCat(text, ".", absl::WebSafeBase64Escape(SignatureOf(*key_, text)));
}

}  // namespace cardledger::admin
