#include "tests/support/token_signer.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>

#include "base/check.h"
#include "base/sha256.h"

namespace cardledger::tests {
namespace {

constexpr int kP256Bytes = 32;
constexpr size_t kPlainSignatureBytes = 64;

std::string Base64Url(absl::string_view bytes) {
  std::string text = absl::WebSafeBase64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::string SigningInput(absl::string_view header, absl::string_view claims) {
  return absl::StrCat(Base64Url(header), ".", Base64Url(claims));
}

std::shared_ptr<EVP_PKEY> Generate(absl::string_view algorithm, unsigned rsa_bits) {
  EVP_PKEY* key = nullptr;
  if (algorithm == "RS256") {
    key = EVP_RSA_gen(rsa_bits);
  } else if (algorithm == "ES256") {
    key = EVP_EC_gen("P-256");
  } else {
    key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  }
  CARDLEDGER_CHECK(key != nullptr, "OpenSSL makes a key");
  return {key, EVP_PKEY_free};
}

// A number of the public half, big-endian; of `size` bytes, or as many as it takes where that is 0.
std::string NumberOf(const EVP_PKEY& key, const char* name, int size = 0) {
  BIGNUM* number = nullptr;
  CARDLEDGER_CHECK(EVP_PKEY_get_bn_param(&key, name, &number) == 1, "a key has its numbers");
  std::string bytes(static_cast<size_t>(size == 0 ? BN_num_bytes(number) : size), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()),
               static_cast<int>(bytes.size()));
  BN_free(number);
  return bytes;
}

std::string RawPublicOf(const EVP_PKEY& key) {
  std::string bytes(kP256Bytes, '\0');
  size_t size = bytes.size();
  CARDLEDGER_CHECK(
      EVP_PKEY_get_raw_public_key(&key, reinterpret_cast<unsigned char*>(bytes.data()), &size) == 1,
      "an Ed25519 key has 32 bytes");
  return bytes;
}

// r and s, 32 bytes each (RFC 7518, 3.4), where OpenSSL writes them in DER.
std::string PlainSignature(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<int>(der.size()));
  CARDLEDGER_CHECK(signature != nullptr, "OpenSSL reads its own signature");
  std::string bytes(kPlainSignatureBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, kP256Bytes);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + kP256Bytes, kP256Bytes);
  ECDSA_SIG_free(signature);
  return bytes;
}

}  // namespace

SigningKey::SigningKey(std::string algorithm, std::string id, unsigned rsa_bits)
    : algorithm_(std::move(algorithm)), id_(std::move(id)), key_(Generate(algorithm_, rsa_bits)) {}

std::string SigningKey::Json(absl::string_view more) const {
  std::string members;
  if (algorithm_ == "RS256") {
    members = absl::StrCat(R"("kty":"RSA","n":")", Base64Url(NumberOf(*key_, "n")), R"(","e":")",
                           Base64Url(NumberOf(*key_, "e")), "\"");
  } else if (algorithm_ == "ES256") {
    members =
        absl::StrCat(R"("kty":"EC","crv":"P-256","x":")",
                     Base64Url(NumberOf(*key_, OSSL_PKEY_PARAM_EC_PUB_X, kP256Bytes)), R"(","y":")",
                     Base64Url(NumberOf(*key_, OSSL_PKEY_PARAM_EC_PUB_Y, kP256Bytes)), "\"");
  } else {
    members =
        absl::StrCat(R"("kty":"OKP","crv":"Ed25519","x":")", Base64Url(RawPublicOf(*key_)), "\"");
  }
  return absl::StrCat("{", members, R"(,"kid":")", id_, "\"", more, "}");
}

std::string SigningKey::Pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  CARDLEDGER_CHECK(PEM_write_bio_PUBKEY(memory.get(), key_.get()) == 1, "OpenSSL writes a key");
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<size_t>(size)};
}

std::string SigningKey::Sign(absl::string_view header, absl::string_view claims) const {
  const std::string input = SigningInput(header, claims);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  const EVP_MD* digest = algorithm_ == "EdDSA" ? nullptr : EVP_sha256();
  std::string signature(1'024, '\0');
  size_t size = signature.size();
  const bool signed_it =
      EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()) == 1 &&
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     reinterpret_cast<const unsigned char*>(input.data()), input.size()) == 1;
  CARDLEDGER_CHECK(signed_it, "OpenSSL signs");
  signature.resize(size);
  if (algorithm_ == "ES256") signature = PlainSignature(signature);
  return absl::StrCat(input, ".", Base64Url(signature));
}

std::string SigningKey::Sign(absl::string_view claims) const {
  return Sign(absl::StrCat(R"({"typ":"JWT","alg":")", algorithm_, R"(","kid":")", id_, "\"}"),
              claims);
}

std::string KeySet(const std::vector<std::string>& keys) {
  return absl::StrCat(R"({"keys":[)", absl::StrJoin(keys, ","), "]}");
}

std::string SignWithSecret(absl::string_view secret, absl::string_view header,
                           absl::string_view claims) {
  const std::string input = SigningInput(header, claims);
  return absl::StrCat(input, ".", Base64Url(base::AsBytes(base::HmacSha256(secret, input))));
}

std::string Unsigned(absl::string_view header, absl::string_view claims) {
  return absl::StrCat(SigningInput(header, claims), ".");
}

}  // namespace cardledger::tests
