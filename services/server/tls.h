#pragma once

// How a server protects its connections: TLS 1.2 or later, with the certificate, key and client
// authorities of three files, which are looked at again every few seconds, so that they can be
// renewed without a restart. A client's certificate is asked for and may be left out; one that is
// shown must lead to the authorities, or the connection fails. Whether it has been revoked is asked
// with every call (services/identity/certificate_trust.h). Any thread.

#include <memory>

#include "absl/status/statusor.h"
#include "grpcpp/security/server_credentials.h"

#include "services/server/tls_files.h"

namespace cardledger::server {

// INVALID_ARGUMENT where a file is missing, cannot be read, or holds something else, or the key is
// not the certificate's. The authorities are CertificateTrust's to read. Says nothing of their
// content.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeTlsCredentials(const TlsFiles& files);

}  // namespace cardledger::server
