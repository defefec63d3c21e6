#pragma once

// The key-encryption key as an operator keeps it: 64 hexadecimal digits, in a file that its owner
// alone may read or in the environment. Whoever has it and the key file can read every detail: it
// is kept apart from both, and from their backups. Reads files and the environment; any thread.
// The messages name the file or variable and never what stands in it.

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cardledger::vault {

inline constexpr char kKekVariable[] = "CARDLEDGER_KEY_ENCRYPTION_KEY";

// Where key file and key of a ledger are looked for when nothing is said: beside its folder, so
// that a copy of the folder holds neither.
struct KeyPaths {
  std::string keys;
  std::string kek;
};
KeyPaths KeyPathsBeside(const std::string& data_dir);

// INVALID_ARGUMENT unless `text` is such a key, with or without white space around it; `where` is
// what the message calls it.
absl::StatusOr<std::string> ParseKek(absl::string_view text, absl::string_view where);

// Of the file, or of the environment where `path` is empty. NOT_FOUND where there is none;
// FAILED_PRECONDITION where others may read the file; INVALID_ARGUMENT as ParseKek.
absl::StatusOr<std::string> ReadKek(const std::string& path);

// Makes a new key in a new file. ALREADY_EXISTS where there is a file; UNAVAILABLE when it cannot
// be written.
absl::Status MakeKekFile(const std::string& path,
                         const std::function<std::string(size_t)>& random_bytes);

}  // namespace cardledger::vault
