#pragma once

// A certificate authority for sandboxes and tests: P-256 keys, certificates of servers and systems,
// and the list of those revoked. What a council runs for real is its own. Times are seconds since
// 1970-01-01T00:00:00Z. Immutable once made; any thread. Aborts where OpenSSL cannot do what it
// always can.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "openssl/x509.h"

namespace cardledger::admin {

struct Validity {
  int64_t from_s = 0;
  int64_t to_s = 0;
};

// PEM both.
struct CertificateAndKey {
  std::string certificate;
  std::string key;
};

enum class CertificateUse { kServer, kClient };

class CertificateAuthority {
 public:
  // A new one, with a certificate that it signs itself.
  static CertificateAuthority Make(const std::string& common_name, Validity validity);
  // As own() gave it. INVALID_ARGUMENT where the texts are no certificate and its key.
  static absl::StatusOr<CertificateAuthority> Read(const CertificateAndKey& own);

  CertificateAndKey own() const;

  // `alternative_names` as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1" or
  // "URI:urn:cardledger:portal". INVALID_ARGUMENT where they are none.
  absl::StatusOr<CertificateAndKey> Issue(const std::string& common_name,
                                          const std::string& alternative_names, CertificateUse use,
                                          Validity validity) const;

  // A revocation list of these certificates (PEM each), and the name under which OpenSSL looks for
  // it in a folder. INVALID_ARGUMENT where one is no certificate.
  absl::StatusOr<std::string> RevocationList(const std::vector<std::string>& certificates,
                                             Validity validity) const;
  std::string RevocationListName() const;

 private:
  CertificateAuthority(std::shared_ptr<X509> certificate, std::shared_ptr<EVP_PKEY> key)
      : certificate_(std::move(certificate)), key_(std::move(key)) {}

  std::shared_ptr<X509> certificate_;
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace cardledger::admin
