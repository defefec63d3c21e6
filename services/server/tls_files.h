#pragma once

// The files with which a server protects its connections. Named on its command line, read by tls.h.

#include <string>

namespace cardledger::server {

struct TlsFiles {
  std::string certificate;  // PEM: the server's, and those between it and its authority
  std::string key;          // PEM: its private key
  std::string client_ca;    // PEM: authorities of clients' certificates
  // A folder of certificate revocation lists (PEM), whatever their names; empty: nothing is
  // revoked.
  std::string revoked_dir;
};

}  // namespace cardledger::server
