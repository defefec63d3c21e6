#include "services/identity/token_key.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>

namespace cardledger::identity {
namespace {

constexpr size_t kEs256Half = 32;  // RFC 7518, 3.4: R and S of 32 bytes each

struct ContextFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct SignatureFree {
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
struct NumberFree {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using NumberPtr = std::unique_ptr<BIGNUM, NumberFree>;

const unsigned char* BytesOf(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

NumberPtr NumberOf(absl::string_view bytes) {
  return NumberPtr(BN_bin2bn(BytesOf(bytes), static_cast<int>(bytes.size()), nullptr));
}

// As OpenSSL wants it: DER. Nullopt where it is no such signature.
std::optional<std::string> DerOf(absl::string_view r_and_s) {
  if (r_and_s.size() != 2 * kEs256Half) return std::nullopt;
  NumberPtr r = NumberOf(r_and_s.substr(0, kEs256Half));
  NumberPtr s = NumberOf(r_and_s.substr(kEs256Half));
  const std::unique_ptr<ECDSA_SIG, SignatureFree> signature(ECDSA_SIG_new());
  if (signature == nullptr || r == nullptr || s == nullptr ||
      ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) {
    return std::nullopt;
  }
  static_cast<void>(r.release());  // they are the signature's now
  static_cast<void>(s.release());
  const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
  if (size <= 0) return std::nullopt;
  std::string der(static_cast<size_t>(size), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  if (i2d_ECDSA_SIG(signature.get(), &out) != size) return std::nullopt;
  return der;
}

bool IsBase64UrlCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
}

}  // namespace

bool TokenKey::HasSigned(absl::string_view text, absl::string_view signature) const {
  std::optional<std::string> der;
  if (algorithm_ == TokenAlgorithm::kEs256) {
    der = DerOf(signature);
    if (!der) return false;
    signature = *der;
  }
  const EVP_MD* digest = algorithm_ == TokenAlgorithm::kEdDsa ? nullptr : EVP_sha256();
  const std::unique_ptr<EVP_MD_CTX, ContextFree> context(EVP_MD_CTX_new());
  return context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), BytesOf(signature), signature.size(), BytesOf(text),
                          text.size()) == 1;
}

absl::string_view NameOf(TokenAlgorithm algorithm) {
  switch (algorithm) {
    case TokenAlgorithm::kRs256:
      return "RS256";
    case TokenAlgorithm::kEs256:
      return "ES256";
    case TokenAlgorithm::kEdDsa:
      break;
  }
  return "EdDSA";
}

std::optional<std::string> FromBase64Url(absl::string_view text) {
  // The library also takes padding, spaces, and bits at the end that say nothing.
  if (!std::all_of(text.begin(), text.end(), IsBase64UrlCharacter)) return std::nullopt;
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(text, &bytes)) return std::nullopt;
  if (absl::WebSafeBase64Escape(bytes) != text) return std::nullopt;
  return bytes;
}

JsonPtr ParseJsonObject(absl::string_view text) {
  JsonPtr json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  if (!json_is_object(json.get())) json.reset();
  return json;
}

absl::string_view TextIn(const json_t* object, const char* name) {
  const json_t* value = json_object_get(object, name);
  if (!json_is_string(value)) return {};
  return {json_string_value(value), json_string_length(value)};
}

}  // namespace cardledger::identity
