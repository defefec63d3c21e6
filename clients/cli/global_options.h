#pragma once

// The options that every command takes. Value type.

#include <string>
#include <vector>

namespace cardledger::cli {

struct GlobalOptions {
  std::string server = "127.0.0.1:7420";
  std::string subject;
  std::string roles;
  // A folder that admin make-identities made.
  std::string identities;
  std::string token_file;
  // Files in PEM.
  std::string tls_ca;
  std::string tls_certificate;
  std::string tls_key;
  bool tls = false;
  double timeout_seconds = 10;
  bool json = false;
  bool quiet = false;
  // auto, always or never.
  std::string progress = "auto";
  bool no_progress = false;
};

// The names in --roles. Both spellings are taken, finance_officer and finance-officer; the first is
// given.
std::vector<std::string> RolesOf(const GlobalOptions& options);

}  // namespace cardledger::cli
