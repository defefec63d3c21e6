#pragma once

// SHA-256 and HMAC-SHA-256 over OpenSSL. Stateless, safe from any thread.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "absl/strings/string_view.h"

namespace cardledger::base {

inline constexpr size_t kSha256Bytes = 32;
using Sha256Digest = std::array<uint8_t, kSha256Bytes>;

// Of the parts joined, without copying them together.
Sha256Digest Sha256(std::initializer_list<absl::string_view> parts);
inline Sha256Digest Sha256(absl::string_view data) { return Sha256({data}); }

Sha256Digest HmacSha256(absl::string_view key, absl::string_view data);

inline absl::string_view AsBytes(const Sha256Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace cardledger::base
