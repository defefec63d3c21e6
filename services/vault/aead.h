#pragma once

// AES-256-GCM over OpenSSL (NIST SP 800-38D), with a nonce of 96 bits and a tag of 128 behind the
// ciphertext. Stateless, any thread.

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace cardledger::vault {

inline constexpr size_t kKeyBytes = 32;
inline constexpr size_t kNonceBytes = 12;
inline constexpr size_t kTagBytes = 16;

// `key` of kKeyBytes; `nonce` of kNonceBytes, never used twice under one key. `bound_to` is not
// encrypted; Open needs it again, byte for byte.
std::string Seal(absl::string_view key, absl::string_view nonce, absl::string_view bound_to,
                 absl::string_view plain);

// DATA_LOSS unless `sealed` is what Seal made of the same key, nonce and `bound_to`.
absl::StatusOr<std::string> Open(absl::string_view key, absl::string_view nonce,
                                 absl::string_view bound_to, absl::string_view sealed);

}  // namespace cardledger::vault
