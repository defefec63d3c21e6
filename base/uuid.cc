#include "base/uuid.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace cardledger::base {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr size_t kTextLength = 36;

// Where the two digits of each byte begin: 8-4-4-4-12 with hyphens between.
constexpr std::array<uint8_t, Uuid::kBytes> kDigitPlaces = {0,  2,  4,  6,  9,  11, 14, 16,
                                                            19, 21, 24, 26, 28, 30, 32, 34};
constexpr std::array<uint8_t, 4> kHyphenPlaces = {8, 13, 18, 23};

constexpr uint8_t kNoDigit = 0xFF;

// The value of each character that is a lower-case hexadecimal digit. Every call names its objects
// by their ids: a table is several times as quick as comparing.
constexpr std::array<uint8_t, 256> MakeHexValues() {
  std::array<uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (uint8_t value = 0; value < 16; ++value) {
    values[static_cast<uint8_t>(kHexDigits[value])] = value;
  }
  return values;
}
constexpr std::array<uint8_t, 256> kHexValues = MakeHexValues();

uint8_t HexValue(char digit) { return kHexValues[static_cast<uint8_t>(digit)]; }

}  // namespace

std::optional<Uuid> Uuid::Parse(absl::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  for (const uint8_t place : kHyphenPlaces) {
    if (text[place] != '-') return std::nullopt;
  }
  Uuid id;
  uint8_t seen = 0;
  for (size_t i = 0; i < kBytes; ++i) {
    const uint8_t high = HexValue(text[kDigitPlaces[i]]);
    const uint8_t low = HexValue(text[kDigitPlaces[i] + 1u]);
    seen |= high | low;
    id.bytes_[i] = static_cast<uint8_t>(high << 4 | low);
  }
  if (seen > 0x0F) return std::nullopt;
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

Uuid Uuid::Reserved(const Uuid& name_space, absl::string_view name) {
  Uuid id = Version5(name_space, name);
  id.bytes_[8] |= 0xE0;
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
  std::string text(kTextLength, '-');
  for (size_t i = 0; i < kBytes; ++i) {
    text[kDigitPlaces[i]] = kHexDigits[bytes_[i] >> 4];
    text[kDigitPlaces[i] + 1u] = kHexDigits[bytes_[i] & 0x0F];
  }
  return text;
}

}  // namespace cardledger::base
