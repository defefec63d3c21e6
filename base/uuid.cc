#include "base/uuid.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace cardledger::base {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr size_t kTextLength = 36;

bool IsHyphenPlace(size_t index) { return index == 8 || index == 13 || index == 18 || index == 23; }

int HexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

}  // namespace

std::optional<Uuid> Uuid::Parse(absl::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  Uuid id;
  size_t nibble = 0;
  for (size_t i = 0; i < kTextLength; ++i) {
    if (IsHyphenPlace(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int value = HexValue(text[i]);
    if (value < 0) return std::nullopt;
    const int shift = nibble % 2 == 0 ? 4 : 0;
    id.bytes_[nibble / 2] = static_cast<uint8_t>(id.bytes_[nibble / 2] | (value << shift));
    ++nibble;
  }
  return id;
}

std::optional<Uuid> Uuid::FromBytes(absl::string_view bytes) {
  if (bytes.size() != kBytes) return std::nullopt;
  Uuid id;
  std::memcpy(id.bytes_.data(), bytes.data(), kBytes);
  return id;
}

Uuid Uuid::Version5(const Uuid& name_space, absl::string_view name) {
  std::string input(name_space.bytes());
  input.append(name.data(), name.size());
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const int ok = EVP_Digest(input.data(), input.size(), digest, &size, EVP_sha1(), nullptr);
  CARDLEDGER_CHECK(ok == 1 && size >= kBytes, "SHA-1 must not fail");
  Uuid id;
  std::memcpy(id.bytes_.data(), digest, kBytes);
  id.bytes_[6] = static_cast<uint8_t>((id.bytes_[6] & 0x0F) | 0x50);
  id.bytes_[8] = static_cast<uint8_t>((id.bytes_[8] & 0x3F) | 0x80);
  return id;
}

Uuid Uuid::FromRandom(absl::string_view sixteen_bytes) {
  std::optional<Uuid> id = FromBytes(sixteen_bytes);
  CARDLEDGER_CHECK(id.has_value(), "an id is made from exactly 16 bytes");
  id->bytes_[6] = static_cast<uint8_t>((id->bytes_[6] & 0x0F) | 0x80);
  id->bytes_[8] = static_cast<uint8_t>((id->bytes_[8] & 0x3F) | 0x80);
  return *id;
}

std::string Uuid::ToString() const {
  std::string text;
  text.reserve(kTextLength);
  for (size_t i = 0; i < kBytes; ++i) {
    if (IsHyphenPlace(text.size())) text.push_back('-');
    text.push_back(kHexDigits[bytes_[i] >> 4]);
    text.push_back(kHexDigits[bytes_[i] & 0x0F]);
  }
  return text;
}

}  // namespace cardledger::base
