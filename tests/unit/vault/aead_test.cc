#include "services/vault/aead.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace cardledger::vault {
namespace {

std::string Bytes(absl::string_view hex) { return absl::HexStringToBytes(hex); }

// McGrew and Viega, The Galois/Counter Mode of Operation, appendix B, test case 16.
const std::string kKey = Bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
const std::string kNonce = Bytes("cafebabefacedbaddecaf888");
const std::string kBound = Bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
const std::string kPlain = Bytes(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
const std::string kSealed = Bytes(
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b");

TEST(Aead, PublishedVector) {
  EXPECT_EQ(Seal(kKey, kNonce, kBound, kPlain), kSealed);
  const auto plain = Open(kKey, kNonce, kBound, kSealed);
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(*plain, kPlain);
}

TEST(Aead, Nothing_canBeSealedToo) {
  const auto plain = Open(kKey, kNonce, "", Seal(kKey, kNonce, "", ""));
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(*plain, "");
}

TEST(Aead, EveryBit_counts) {
  const auto opens = [](const std::string& key, const std::string& nonce, const std::string& bound,
                        const std::string& sealed) { return Open(key, nonce, bound, sealed).ok(); };
  const auto turned = [](std::string bytes, size_t bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
    return bytes;
  };
  for (size_t bit = 0; bit < 8 * kSealed.size(); ++bit) {
    EXPECT_FALSE(opens(kKey, kNonce, kBound, turned(kSealed, bit))) << bit;
  }
  EXPECT_FALSE(opens(turned(kKey, 3), kNonce, kBound, kSealed));
  EXPECT_FALSE(opens(kKey, turned(kNonce, 3), kBound, kSealed));
  EXPECT_FALSE(opens(kKey, kNonce, turned(kBound, 3), kSealed));
}

TEST(Aead, OtherLengths_areDataLossAndNoMore) {
  for (size_t size = 0; size < kSealed.size(); ++size) {
    EXPECT_EQ(Open(kKey, kNonce, kBound, kSealed.substr(0, size)).status().code(),
              absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(Open(kKey, "short", kBound, kSealed).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace cardledger::vault
