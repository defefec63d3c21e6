#include "clients/cpp/request_id.h"

#include <array>

#include <openssl/rand.h>

#include "base/check.h"
#include "base/uuid.h"

namespace cardledger::client {
namespace {

// The root of all names derived here. Fixed for ever: another value would load files twice.
constexpr absl::string_view kRoot = "6f1c36f0-5d0e-5a3c-9d55-3c0a6f9e4b21";

}  // namespace

std::string NewRequestId() {
  std::array<unsigned char, base::Uuid::kBytes> bytes;
  CARDLEDGER_CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1,
                   "the system must give random numbers");
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
  const auto id = base::Uuid::FromBytes(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  CARDLEDGER_CHECK(id.has_value(), "16 bytes are an id");
  return id->ToString();
}

base::Uuid RequestIdSpace(absl::string_view name) {
  const auto root = base::Uuid::Parse(kRoot);
  CARDLEDGER_CHECK(root.has_value(), "the root is an id");
  return base::Uuid::Version5(*root, name);
}

std::string DerivedRequestId(absl::string_view name_space, absl::string_view name) {
  return base::Uuid::Version5(RequestIdSpace(name_space), name).ToString();
}

}  // namespace cardledger::client
