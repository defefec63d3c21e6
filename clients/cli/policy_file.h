#pragma once

// Reads a policy file, which is small. One thread.

#include <string>

#include "absl/status/statusor.h"

#include "clients/cli/file_bytes.h"

namespace cardledger::cli {

// As the ledger takes.
inline constexpr size_t kPolicyFileBytesMax = 60'000;

inline absl::StatusOr<std::string> ReadPolicyFile(const std::string& path) {
  return ReadText(path, kPolicyFileBytesMax);
}

}  // namespace cardledger::cli
