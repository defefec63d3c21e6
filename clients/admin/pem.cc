#include "clients/admin/pem.h"

#include <openssl/bio.h>
#include <openssl/pem.h>

#include "base/check.h"

namespace cardledger::admin {
namespace {

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPtr = std::unique_ptr<BIO, BioFree>;

}  // namespace

std::string PemOf(EVP_PKEY& key) {
  const BioPtr memory(BIO_new(BIO_s_mem()));
  CARDLEDGER_CHECK(
      PEM_write_bio_PrivateKey(memory.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
      "OpenSSL writes a key");
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<size_t>(size)};
}

std::shared_ptr<EVP_PKEY> ReadKey(const std::string& pem) {
  const BioPtr memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return {PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
}

std::shared_ptr<X509> ReadCertificate(const std::string& pem) {
  const BioPtr memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return {PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr), X509_free};
}

bool KeyFits(const std::string& key, const std::string& certificate) {
  const std::shared_ptr<EVP_PKEY> own = ReadKey(key);
  const std::shared_ptr<X509> shown = ReadCertificate(certificate);
  return own != nullptr && shown != nullptr && X509_check_private_key(shown.get(), own.get()) == 1;
}

}  // namespace cardledger::admin
