#pragma once

// A 128-bit id, and its canonical text: 36 characters, lower-case hexadecimal with hyphens, as in
// RFC 9562. Upper case and other spellings are refused so that one id has one spelling.

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace cardledger::base {

class Uuid {
 public:
  static constexpr size_t kBytes = 16;

  Uuid() = default;

  // nullopt unless `text` is exactly the canonical text.
  static std::optional<Uuid> Parse(absl::string_view text);
  // nullopt unless `bytes` holds exactly 16 bytes.
  static std::optional<Uuid> FromBytes(absl::string_view bytes);
  // Version 5 (SHA-1, RFC 9562 5.5): the same namespace and name give the same id everywhere.
  static Uuid Version5(const Uuid& name_space, absl::string_view name);
  // Derived as version 5 is, in the variant that RFC 9562 reserves: no id that others make is like
  // it.
  static Uuid Reserved(const Uuid& name_space, absl::string_view name);
  // Version 8 from 16 random or derived bytes: sets the version and variant bits.
  static Uuid FromRandom(absl::string_view sixteen_bytes);

  std::string ToString() const;
  absl::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  bool is_nil() const { return *this == Uuid(); }
  bool is_reserved() const { return bytes_[8] >= 0xE0; }

  friend auto operator<=>(const Uuid&, const Uuid&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const Uuid& id) {
    uint64_t halves[2];
    std::memcpy(halves, id.bytes_.data(), sizeof(halves));
    return H::combine(std::move(state), halves[0], halves[1]);
  }

 private:
  std::array<uint8_t, kBytes> bytes_{};
};

}  // namespace cardledger::base
