#pragma once

// The options of cardledgerd, from the command line and from a file of options. Pure but for
// reading that file.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "cardledger/journal/v1/types.pb.h"
#include "services/server/tls_files.h"

namespace cardledger::server {

struct ServerFlags {
  bool help = false;
  bool version = false;
  std::string data_dir;
  std::string listen = "127.0.0.1:7420";
  std::string port_file;   // empty: none
  std::string policy_dir;  // empty: none
  std::optional<journal::v1::LedgerKind> create;
  bool development_identities = false;
  std::string identities;  // empty: none
  TlsFiles tls;
  std::string key_file;      // empty: DATA_DIR.keys
  std::string kek_file;      // empty: the environment's, or a sandbox's own
  std::string previous_kek;  // a file; empty: none
  bool accept_lost_keys = false;
  std::string metrics;  // HOST:PORT; empty: none
  bool json_log = false;
  std::optional<int32_t> calls_per_second;
  std::optional<int32_t> system_calls_per_second;
};

// INVALID_ARGUMENT, in words for people, where an option is unknown, stands twice or has a value it
// does not take, or --data-dir is missing. --help and --version need nothing else.
absl::StatusOr<ServerFlags> ParseServerFlags(std::vector<std::string> arguments);

// What --help prints.
std::string ServerHelp();

}  // namespace cardledger::server
