#include "services/rpc/page_token.h"

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/domain/limits.h"
#include "tests/support/resealed_token.h"

namespace cardledger::rpc {
namespace {

const domain::LedgerId kLedger = domain::IdFromBytes<domain::LedgerId>(std::string(16, '\x01'));
const domain::LedgerId kOtherLedger =
    domain::IdFromBytes<domain::LedgerId>(std::string(16, '\x02'));
const PageToken kToken{.upper_position = 77, .last_key = std::string("key\0with zero", 13)};

bool IsKey(absl::string_view bytes) { return bytes.size() == kToken.last_key.size(); }

std::optional<PageToken> Decode(absl::string_view text, FilterHash filter = 5,
                                const domain::LedgerId& ledger = kLedger, uint64_t position = 77) {
  domain::Violation violation;
  std::optional<PageToken> token =
      DecodePageToken(text, {filter, IsKey}, ledger, position, violation);
  if (!token) {
    EXPECT_EQ(violation.field, "page_token");
    EXPECT_NE(violation.description.find("empty"), std::string::npos) << violation.description;
  }
  return token;
}

TEST(PageTokenTest, Token_decoded_isWhatWasEncoded) {
  EXPECT_EQ(Decode(EncodePageToken(kToken, 5, kLedger)), kToken);
}

TEST(PageTokenTest, EmptyToken_isPageOneAtThePosition) {
  EXPECT_EQ(Decode("", 5, kLedger, 9), (PageToken{.upper_position = 9, .last_key = ""}));
}

TEST(PageTokenTest, Token_ofAnotherFilterLedgerOrFuture_isRefused) {
  const std::string text = EncodePageToken(kToken, 5, kLedger);
  EXPECT_FALSE(Decode(text, 6));
  EXPECT_FALSE(Decode(text, 5, kOtherLedger));
  EXPECT_FALSE(Decode(text, 5, kLedger, 76));
}

TEST(PageTokenTest, Token_withAKeyOfNoRow_isRefused) {
  for (const char* key : {"", "key", "a key that is too long"}) {
    EXPECT_FALSE(Decode(EncodePageToken({.upper_position = 77, .last_key = key}, 5, kLedger)));
  }
}

// Of a program older or newer than this one: whole, but not to be read as if it were ours.
TEST(PageTokenTest, Token_ofAnotherVersion_isRefusedAndSaysWhichIsAccepted) {
  const std::string text = EncodePageToken(kToken, 5, kLedger);
  EXPECT_EQ(tests::Resealed(text, 1, kLedger), text);
  for (const int version : {0, 2, 255}) {
    domain::Violation violation;
    EXPECT_FALSE(DecodePageToken(tests::Resealed(text, version, kLedger), {5, IsKey}, kLedger, 77,
                                 violation));
    EXPECT_EQ(violation.description,
              absl::StrCat("is of version ", version,
                           "; must be of version 1, as this program gives it, or empty to begin "
                           "again"));
  }
}

TEST(PageTokenTest, Token_withAnyBitFlipped_isRefused) {
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(EncodePageToken(kToken, 5, kLedger), &bytes));
  for (size_t i = 0; i < bytes.size() * 8; ++i) {
    std::string flipped = bytes;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << (i % 8)));
    EXPECT_FALSE(Decode(absl::WebSafeBase64Escape(flipped))) << i;
  }
}

TEST(PageTokenTest, Token_cutOrGrown_isRefused) {
  const std::string text = EncodePageToken(kToken, 5, kLedger);
  for (size_t length = 1; length < text.size(); ++length) {
    EXPECT_FALSE(Decode(absl::string_view(text).substr(0, length))) << length;
  }
  for (const char* more : {"A", "AA", "AAAA", "=", " ", "\n"}) EXPECT_FALSE(Decode(text + more));
}

TEST(PageTokenTest, Garbage_isRefused) {
  for (const std::string& text :
       {std::string("!"), std::string(1, '\0'), std::string("\xff\xfe"), std::string("===="),
        std::string(domain::kPageTokenBytesMax + 1, 'A')}) {
    EXPECT_FALSE(Decode(text));
  }
  std::string huge;
  huge.resize(100'000'000, 'A');
  EXPECT_FALSE(Decode(huge));
}

TEST(PageTokenTest, FilterHash_dependsOnMethodAndFilterAndTheirBorder) {
  EXPECT_EQ(HashFilter("List", "a"), HashFilter("List", "a"));
  EXPECT_NE(HashFilter("List", "a"), HashFilter("List", "b"));
  EXPECT_NE(HashFilter("Lista", ""), HashFilter("List", "a"));
}

TEST(PageTokenTest, PageSize_isCappedAndHasADefault) {
  EXPECT_EQ(PageSizeOf(0), 50u);
  EXPECT_EQ(PageSizeOf(1), 1u);
  EXPECT_EQ(PageSizeOf(1'000), 1'000u);
  EXPECT_EQ(PageSizeOf(1'000'000), 1'000u);
  EXPECT_EQ(PageSizeOf(INT32_MAX), 1'000u);
}

}  // namespace
}  // namespace cardledger::rpc
