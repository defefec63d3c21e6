#pragma once

// Reads a whole file in pieces and hashes it. Notices when the file changes meanwhile. One thread.

#include <cstdint>
#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cardledger::cli {

struct FileStamp {
  uint64_t size_bytes = 0;
  int64_t changed_ns = 0;
  uint64_t inode = 0;

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

struct FileDigest {
  // 64 hexadecimal digits.
  std::string sha256;
  FileStamp stamp;
};

// Gives every piece to `take` (with how much was read before it); ABORTED where the file changed
// while it was read. INVALID_ARGUMENT for what is not an ordinary file.
absl::StatusOr<FileDigest> ReadAll(
    const std::string& path,
    absl::FunctionRef<void(absl::string_view piece, uint64_t before)> take);

// A small text file as a whole.
absl::StatusOr<std::string> ReadText(const std::string& path, size_t bytes_max);

}  // namespace cardledger::cli
