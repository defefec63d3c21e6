#include "clients/admin/certificate_authority.h"

#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "openssl/bio.h"
#include "openssl/bn.h"
#include "openssl/ec.h"
#include "openssl/evp.h"
#include "openssl/pem.h"
#include "openssl/rand.h"
#include "openssl/x509v3.h"

#include "base/check.h"
#include "base/status_macros.h"
#include "clients/admin/pem.h"

namespace cardledger::admin {
namespace {

constexpr int kSerialBytes = 16;  // RFC 5280: up to 20; random, so that none is given twice
constexpr int kX509Version3 = 2;
constexpr int kCrlVersion2 = 1;

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* thing) const {
    kFree(thing);
  }
};
using BioPtr = std::unique_ptr<BIO, Free<BIO_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, Free<X509_CRL_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using SerialPtr = std::unique_ptr<BIGNUM, Free<BN_free>>;
using TimePtr = std::unique_ptr<ASN1_TIME, Free<ASN1_TIME_free>>;

void Must(bool done, const char* what) { CARDLEDGER_CHECK(done, what); }

std::shared_ptr<X509> OwnedCertificate(X509* certificate) { return {certificate, X509_free}; }

std::shared_ptr<EVP_PKEY> NewKey() {
  std::shared_ptr<EVP_PKEY> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  Must(key != nullptr, "OpenSSL makes a key");
  return key;
}

std::string TextOf(BIO* memory) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<size_t>(size)};
}

std::string PemOf(X509& certificate) {
  const BioPtr memory(BIO_new(BIO_s_mem()));
  Must(PEM_write_bio_X509(memory.get(), &certificate) == 1, "OpenSSL writes a certificate");
  return TextOf(memory.get());
}

void Name(X509_NAME* name, const std::string& common_name) {
  Must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                  reinterpret_cast<const unsigned char*>(common_name.data()),
                                  static_cast<int>(common_name.size()), -1, 0) == 1,
       "a common name is text of up to 64 characters");
}

void SetSerial(X509& certificate) {
  std::array<unsigned char, kSerialBytes> bytes{};
  Must(RAND_bytes(bytes.data(), kSerialBytes) == 1, "OpenSSL has random bytes");
  bytes[0] &= 0x7f;
  const SerialPtr number(BN_bin2bn(bytes.data(), kSerialBytes, nullptr));
  Must(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr,
       "OpenSSL sets a number");
}

// False where OpenSSL does not understand the value.
bool AddExtension(X509& certificate, X509& issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension != nullptr && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

// All but extensions and signature.
std::shared_ptr<X509> Draft(const std::string& common_name, EVP_PKEY& key, Validity validity) {
  std::shared_ptr<X509> certificate = OwnedCertificate(X509_new());
  Must(X509_set_version(certificate.get(), kX509Version3) == 1, "OpenSSL sets a version");
  SetSerial(*certificate);
  Must(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), validity.from_s) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(certificate.get()), validity.to_s) != nullptr,
       "a certificate's times are within its calendar");
  Name(X509_get_subject_name(certificate.get()), common_name);
  Must(X509_set_pubkey(certificate.get(), &key) == 1, "OpenSSL sets a key");
  return certificate;
}

}  // namespace

CertificateAuthority CertificateAuthority::Make(const std::string& common_name, Validity validity) {
  std::shared_ptr<EVP_PKEY> key = NewKey();
  std::shared_ptr<X509> certificate = Draft(common_name, *key, validity);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  Must(
      AddExtension(*certificate, *certificate, NID_basic_constraints,
                   "critical,CA:TRUE,pathlen:0") &&
          AddExtension(*certificate, *certificate, NID_key_usage, "critical,keyCertSign,cRLSign") &&
          AddExtension(*certificate, *certificate, NID_subject_key_identifier, "hash"),
      "OpenSSL knows its own extensions");
  Must(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0, "OpenSSL signs");
  return {std::move(certificate), std::move(key)};
}

absl::StatusOr<CertificateAuthority> CertificateAuthority::Read(const CertificateAndKey& own) {
  if (!KeyFits(own.key, own.certificate)) {
    return absl::InvalidArgumentError("they are no certificate in PEM and its private key");
  }
  return CertificateAuthority(ReadCertificate(own.certificate), ReadKey(own.key));
}

CertificateAndKey CertificateAuthority::own() const {
  return {.certificate = PemOf(*certificate_), .key = PemOf(*key_)};
}

absl::StatusOr<CertificateAndKey> CertificateAuthority::Issue(const std::string& common_name,
                                                              const std::string& alternative_names,
                                                              CertificateUse use,
                                                              Validity validity) const {
  const std::shared_ptr<EVP_PKEY> key = NewKey();
  const std::shared_ptr<X509> certificate = Draft(common_name, *key, validity);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
  if (!AddExtension(*certificate, *certificate_, NID_subject_alt_name, alternative_names)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "%s is no list of names such as DNS:localhost,IP:127.0.0.1 or URI:urn:cardledger:portal",
        alternative_names));
  }
  Must(AddExtension(*certificate, *certificate_, NID_basic_constraints, "critical,CA:FALSE") &&
           AddExtension(*certificate, *certificate_, NID_key_usage, "critical,digitalSignature") &&
           AddExtension(*certificate, *certificate_, NID_ext_key_usage,
                        use == CertificateUse::kServer ? "serverAuth" : "clientAuth") &&
           AddExtension(*certificate, *certificate_, NID_authority_key_identifier, "keyid"),
       "OpenSSL knows its own extensions");
  Must(X509_sign(certificate.get(), key_.get(), EVP_sha256()) > 0, "OpenSSL signs");
  return CertificateAndKey{.certificate = PemOf(*certificate), .key = PemOf(*key)};
}

absl::StatusOr<std::string> CertificateAuthority::RevocationList(
    const std::vector<std::string>& certificates, Validity validity) const {
  const CrlPtr list(X509_CRL_new());
  const TimePtr from(ASN1_TIME_set(nullptr, validity.from_s));
  const TimePtr to(ASN1_TIME_set(nullptr, validity.to_s));
  Must(X509_CRL_set_version(list.get(), kCrlVersion2) == 1 &&
           X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(certificate_.get())) == 1 &&
           X509_CRL_set1_lastUpdate(list.get(), from.get()) == 1 &&
           X509_CRL_set1_nextUpdate(list.get(), to.get()) == 1,
       "OpenSSL makes a revocation list");
  for (const std::string& pem : certificates) {
    const std::shared_ptr<X509> revoked = ReadCertificate(pem);
    if (revoked == nullptr) return absl::InvalidArgumentError("one is no certificate in PEM");
    X509_REVOKED* row = X509_REVOKED_new();
    Must(X509_REVOKED_set_serialNumber(row, X509_get_serialNumber(revoked.get())) == 1 &&
             X509_REVOKED_set_revocationDate(row, from.get()) == 1 &&
             X509_CRL_add0_revoked(list.get(), row) == 1,
         "OpenSSL adds to a revocation list");
  }
  X509_CRL_sort(list.get());
  Must(X509_CRL_sign(list.get(), key_.get(), EVP_sha256()) > 0, "OpenSSL signs");
  const BioPtr memory(BIO_new(BIO_s_mem()));
  Must(PEM_write_bio_X509_CRL(memory.get(), list.get()) == 1, "OpenSSL writes a list");
  return TextOf(memory.get());
}

std::string CertificateAuthority::RevocationListName() const {
  return absl::StrFormat("%08lx.r0", X509_subject_name_hash(certificate_.get()));
}

}  // namespace cardledger::admin
