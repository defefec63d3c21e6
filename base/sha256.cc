#include "base/sha256.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/check.h"

namespace cardledger::base {
namespace {

// Fetching the algorithm costs more than hashing an entry, so it is done once a process.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  CARDLEDGER_CHECK(algorithm != nullptr, "OpenSSL must offer SHA-256");
  return algorithm;
}

// One context a thread: allocating one costs as much as hashing an entry.
class Context {
 public:
  Context() : context_(EVP_MD_CTX_new()) {
    CARDLEDGER_CHECK(context_ != nullptr, "out of memory for a digest context");
  }
  ~Context() { EVP_MD_CTX_free(context_); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  EVP_MD_CTX* get() { return context_; }

 private:
  EVP_MD_CTX* context_;
};

}  // namespace

Sha256Digest Sha256(std::initializer_list<absl::string_view> parts) {
  thread_local Context context;
  Sha256Digest digest;
  bool ok = EVP_DigestInit_ex2(context.get(), Algorithm(), nullptr) == 1;
  for (absl::string_view part : parts) {
    ok = ok && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  }
  ok = ok && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  CARDLEDGER_CHECK(ok, "SHA-256 must not fail");
  return digest;
}

Sha256Digest HmacSha256(absl::string_view key, absl::string_view data) {
  Sha256Digest digest;
  unsigned int size = 0;
  const unsigned char* result =
      HMAC(Algorithm(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(data.data()), data.size(), digest.data(), &size);
  CARDLEDGER_CHECK(result != nullptr && size == digest.size(), "HMAC-SHA-256 must not fail");
  return digest;
}

}  // namespace cardledger::base
