#include "base/uuid.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace cardledger::base {
namespace {

// RFC 9562, appendix A.4.
constexpr char kDnsNamespace[] = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
constexpr char kExampleVersion5[] = "2ed6657d-e927-568b-95e1-2665a8aea6a2";

TEST(Uuid, Text_roundTrips) {
  const std::optional<Uuid> id = Uuid::Parse(kDnsNamespace);
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->ToString(), kDnsNamespace);
  EXPECT_EQ(id->bytes().substr(0, 4), "\x6b\xa7\xb8\x10");
  EXPECT_EQ(Uuid::FromBytes(id->bytes()), id);
}

TEST(Uuid, OtherSpellings_areRefused) {
  const std::vector<std::string> spellings = {
      "",
      "6BA7B810-9DAD-11D1-80B4-00C04FD430C8",
      "6ba7b8109dad11d180b400c04fd430c8",
      "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
      "6ba7b810-9dad-11d1-80b4-00c04fd430c",
      "6ba7b810-9dad-11d1-80b4-00c04fd430c80",
      "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
      "6ba7b8109-dad-11d1-80b4-00c04fd430c8",
      " 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  };
  for (const std::string& text : spellings) {
    EXPECT_EQ(Uuid::Parse(text), std::nullopt) << text;
  }
}

TEST(Uuid, BytesOfAnotherLength_areRefused) {
  EXPECT_EQ(Uuid::FromBytes(std::string(15, 'a')), std::nullopt);
  EXPECT_EQ(Uuid::FromBytes(std::string(17, 'a')), std::nullopt);
}

TEST(Uuid, Version5_matchesTheRfc) {
  const Uuid id = Uuid::Version5(*Uuid::Parse(kDnsNamespace), "www.example.com");
  EXPECT_EQ(id.ToString(), kExampleVersion5);
  EXPECT_NE(Uuid::Version5(*Uuid::Parse(kDnsNamespace), "www.example.org"), id);
}

TEST(Uuid, Reserved_isLikeNoIdOfAnotherVariant) {
  const Uuid name_space = *Uuid::Parse(kDnsNamespace);
  const Uuid id = Uuid::Reserved(name_space, "www.example.com");
  EXPECT_TRUE(id.is_reserved());
  EXPECT_NE(Uuid::Reserved(name_space, "www.example.org"), id);
  EXPECT_FALSE(Uuid::Version5(name_space, "www.example.com").is_reserved());
  EXPECT_FALSE(Uuid::FromRandom(std::string(16, '\xff')).is_reserved());
  EXPECT_FALSE(Uuid::Parse("ffffffff-ffff-ffff-dfff-ffffffffffff")->is_reserved());
  EXPECT_TRUE(Uuid::Parse("00000000-0000-0000-e000-000000000000")->is_reserved());
}

TEST(Uuid, FromRandom_setsVersionAndVariantAndKeepsTheRest) {
  EXPECT_EQ(Uuid::FromRandom(std::string(16, '\xff')).ToString(),
            "ffffffff-ffff-8fff-bfff-ffffffffffff");
  EXPECT_EQ(Uuid::FromRandom(std::string(16, '\0')).ToString(),
            "00000000-0000-8000-8000-000000000000");
}

TEST(Uuid, Order_isThatOfTheBytes) {
  EXPECT_TRUE(Uuid().is_nil());
  EXPECT_LT(Uuid(), *Uuid::Parse("00000000-0000-0000-0000-000000000001"));
  EXPECT_LT(*Uuid::Parse("7fffffff-0000-0000-0000-000000000000"),
            *Uuid::Parse("80000000-0000-0000-0000-000000000000"));
}

}  // namespace
}  // namespace cardledger::base
