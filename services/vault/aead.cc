#include "services/vault/aead.h"

#include <memory>

#include <openssl/evp.h>

#include "base/check.h"

namespace cardledger::vault {
namespace {

struct ContextFree {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using ContextPtr = std::unique_ptr<EVP_CIPHER_CTX, ContextFree>;

const unsigned char* BytesOf(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* BytesOf(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Ready to encrypt (1) or decrypt (0), with what is bound fed in.
ContextPtr Begin(int encrypt, absl::string_view key, absl::string_view nonce,
                 absl::string_view bound_to) {
  CARDLEDGER_CHECK(key.size() == kKeyBytes && nonce.size() == kNonceBytes,
                   "a key has 256 bits and a nonce 96");
  ContextPtr context(EVP_CIPHER_CTX_new());
  int size = 0;
  CARDLEDGER_CHECK(context != nullptr &&
                       EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, BytesOf(key),
                                         BytesOf(nonce), encrypt) == 1 &&
                       EVP_CipherUpdate(context.get(), nullptr, &size, BytesOf(bound_to),
                                        static_cast<int>(bound_to.size())) == 1,
                   "AES-256-GCM is there");
  return context;
}

}  // namespace

std::string Seal(absl::string_view key, absl::string_view nonce, absl::string_view bound_to,
                 absl::string_view plain) {
  const ContextPtr context = Begin(1, key, nonce, bound_to);
  std::string sealed(plain.size() + kTagBytes, '\0');
  unsigned char* tag = BytesOf(sealed) + plain.size();
  int size = 0;
  CARDLEDGER_CHECK(
      EVP_CipherUpdate(context.get(), BytesOf(sealed), &size, BytesOf(plain),
                       static_cast<int>(plain.size())) == 1 &&
          EVP_CipherFinal_ex(context.get(), tag, &size) == 1 &&
          EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag) == 1,
      "AES-256-GCM encrypts");
  return sealed;
}

absl::StatusOr<std::string> Open(absl::string_view key, absl::string_view nonce,
                                 absl::string_view bound_to, absl::string_view sealed) {
  const absl::Status refused = absl::DataLossError("what is sealed does not open with its key");
  if (nonce.size() != kNonceBytes || sealed.size() < kTagBytes) return refused;
  const ContextPtr context = Begin(0, key, nonce, bound_to);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  sealed.remove_suffix(kTagBytes);
  std::string plain(sealed.size(), '\0');
  unsigned char rest[kTagBytes];
  int size = 0;
  if (EVP_CipherUpdate(context.get(), BytesOf(plain), &size, BytesOf(sealed),
                       static_cast<int>(sealed.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) != 1 ||
      EVP_CipherFinal_ex(context.get(), rest, &size) != 1) {
    return refused;
  }
  return plain;
}

}  // namespace cardledger::vault
