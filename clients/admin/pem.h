#pragma once

// Private keys and certificates as PEM. Any thread.

#include <memory>
#include <string>

#include <openssl/evp.h>
#include <openssl/x509.h>

namespace cardledger::admin {

// Aborts where OpenSSL cannot write a key that it made.
std::string PemOf(EVP_PKEY& key);

// Null where the text is no private key.
std::shared_ptr<EVP_PKEY> ReadKey(const std::string& pem);

// Null where the text begins with no certificate.
std::shared_ptr<X509> ReadCertificate(const std::string& pem);

// Whether `key` is the private key of the first certificate in `certificate`.
bool KeyFits(const std::string& key, const std::string& certificate);

}  // namespace cardledger::admin
