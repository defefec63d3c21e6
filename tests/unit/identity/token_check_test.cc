#include "services/identity/token_check.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "services/identity/token_key.h"
#include "tests/support/token_signer.h"

namespace cardledger::identity {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::SigningKey;

constexpr int64_t kNow = 1'800'000'000;
const TokenRules kRules{.issuer = "https://id.example", .audience = "card-ledger", .skew_s = 60};

std::string ClaimsWith(absl::string_view member, absl::string_view value) {
  const std::vector<std::pair<absl::string_view, absl::string_view>> honest = {
      {"iss", "\"https://id.example\""},
      {"aud", "\"card-ledger\""},
      {"sub", "\"worker-1\""},
      {"roles", R"(["social_worker","approver"])"},
      {"exp", "1800000300"}};
  std::string claims = "{";
  bool replaced = false;
  for (const auto& [name, text] : honest) {
    const bool mine = name == member;
    replaced |= mine;
    if (mine && value.empty()) continue;
    absl::StrAppend(&claims, claims.size() > 1 ? "," : "", "\"", name, "\":", mine ? value : text);
  }
  if (!replaced && !member.empty()) absl::StrAppend(&claims, ",\"", member, "\":", value);
  return absl::StrCat(claims, "}");
}

std::string Claims() { return ClaimsWith("", ""); }

// Made once, as an RSA key takes a while.
const SigningKey& Rsa() {
  static const SigningKey key("RS256", "r-1");
  return key;
}
const SigningKey& Ec() {
  static const SigningKey key("ES256", "e-1");
  return key;
}
const SigningKey& Ed() {
  static const SigningKey key("EdDSA", "d-1");
  return key;
}

absl::StatusOr<TokenClaims> Check(const std::string& token, int64_t now_s = kNow) {
  static const TokenKeys keys =
      *TokenKeys::Parse(tests::KeySet({Rsa().Json(), Ec().Json(), Ed().Json()}));
  return CheckToken(token, keys, kRules, now_s);
}

void ExpectRefused(const std::string& token, absl::string_view why, int64_t now_s = kNow) {
  const absl::StatusOr<TokenClaims> found = Check(token, now_s);
  EXPECT_EQ(found.status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(found.status().message()), HasSubstr(std::string(why)));
  EXPECT_THAT(std::string(found.status().message()), Not(HasSubstr("worker-1")));
}

// Signed well, so that nothing but the claims is refused.
void ExpectRefusedClaims(absl::string_view member, absl::string_view value, absl::string_view why) {
  SCOPED_TRACE(absl::StrCat(member, " ", value));
  ExpectRefused(Ec().Sign(ClaimsWith(member, value)), why);
}

TEST(TokenCheck, EveryKindOfKeyLetsItsTokensIn) {
  for (const SigningKey* key : {&Rsa(), &Ec(), &Ed()}) {
    SCOPED_TRACE(key->algorithm());
    const absl::StatusOr<TokenClaims> found = Check(key->Sign(Claims()));
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->subject, "worker-1");
    EXPECT_THAT(found->roles, ElementsAre("social_worker", "approver"));
    EXPECT_EQ(found->expires_s, kNow + 300);
  }
}

TEST(TokenCheck, ATokenWithoutRolesHasNone) {
  EXPECT_THAT(Check(Ec().Sign(ClaimsWith("roles", "")))->roles, IsEmpty());
}

TEST(TokenCheck, ForgedIsRefused) {
  for (const SigningKey* key : {&Rsa(), &Ec(), &Ed()}) {
    SCOPED_TRACE(key->algorithm());
    const std::string token = key->Sign(Claims());
    const std::string other = key->Sign(ClaimsWith("sub", "\"worker-2\""));
    // The claims of one under the signature of the other.
    ExpectRefused(absl::StrCat(other.substr(0, other.rfind('.')), token.substr(token.rfind('.'))),
                  "wrong signature");
    ExpectRefused(SigningKey(key->algorithm(), key->id()).Sign(Claims()), "wrong signature");
  }
}

TEST(TokenCheck, NoTruncationOfAGoodTokenIsGood) {
  for (const SigningKey* key : {&Rsa(), &Ec(), &Ed()}) {
    const std::string token = key->Sign(Claims());
    for (size_t size = 0; size < token.size(); ++size) {
      EXPECT_FALSE(Check(token.substr(0, size)).ok()) << key->algorithm() << " " << size;
    }
  }
}

TEST(TokenCheck, NoChangedByteOfAGoodTokenIsGood) {
  const std::string token = Ed().Sign(Claims());
  // The last character holds four bits that mean nothing.
  for (size_t at = 0; at + 1 < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Check(changed).ok()) << at;
  }
}

TEST(TokenCheck, UnsignedIsRefusedHoweverItIsSpelt) {
  for (const char* none : {"none", "None", "NONE", "nOnE", ""}) {
    SCOPED_TRACE(none);
    const std::string header = absl::StrCat(R"({"alg":")", none, R"(","kid":"r-1"})");
    ExpectRefused(tests::Unsigned(header, Claims()), "");
    const std::string signature = Rsa().Sign(Claims());
    ExpectRefused(
        absl::StrCat(tests::Unsigned(header, Claims()), signature.substr(signature.rfind('.') + 1)),
        "");
  }
  ExpectRefused(tests::Unsigned(R"({"kid":"r-1"})", Claims()), "");
}

TEST(TokenCheck, APublicKeyIsNoSecretOfATokensAuthor) {
  for (const SigningKey* key : {&Rsa(), &Ec(), &Ed()}) {
    const std::string header = absl::StrCat(R"({"alg":"HS256","kid":")", key->id(), "\"}");
    for (const std::string& secret : {key->Pem(), key->Json()}) {
      ExpectRefused(tests::SignWithSecret(secret, header, Claims()), "another algorithm");
    }
  }
}

TEST(TokenCheck, TheKeyNamesTheAlgorithm) {
  ExpectRefused(Rsa().Sign(R"({"alg":"RS512","kid":"r-1"})", Claims()), "another algorithm");
  ExpectRefused(Ec().Sign(R"({"alg":"RS256","kid":"e-1"})", Claims()), "another algorithm");
  ExpectRefused(Rsa().Sign(R"({"alg":"RS256","kid":"e-1"})", Claims()), "another algorithm");
}

TEST(TokenCheck, AKeyThatTheTokenBringsAlongCountsForNothing) {
  const SigningKey own("ES256", "own");
  ExpectRefused(own.Sign(absl::StrCat(R"({"alg":"ES256","jwk":)", own.Json(), "}"), Claims()),
                "does not name its key");
  EXPECT_EQ(Check(own.Sign(absl::StrCat(R"({"alg":"ES256","kid":"own","jwk":)", own.Json(), "}"),
                           Claims()))
                .status()
                .code(),
            absl::StatusCode::kNotFound);
  ExpectRefused(
      own.Sign(absl::StrCat(R"({"alg":"ES256","kid":"e-1","jwk":)", own.Json(), "}"), Claims()),
      "wrong signature");
}

TEST(TokenCheck, AnExtensionThatIsNotKnownIsRefused) {
  ExpectRefused(Ec().Sign(R"({"alg":"ES256","kid":"e-1","crit":["exp"]})", Claims()), "crit");
}

TEST(TokenCheck, WhoItIsFromAndForIsComparedWhole) {
  ExpectRefusedClaims("iss", "\"https://id.example/\"", "issuer");
  ExpectRefusedClaims("iss", "", "issuer");
  ExpectRefusedClaims("iss", R"(["https://id.example"])", "issuer");
  ExpectRefusedClaims("aud", "\"card-ledger-test\"", "audience");
  ExpectRefusedClaims("aud", R"(["portal","erp"])", "audience");
  ExpectRefusedClaims("aud", "[]", "audience");
  ExpectRefusedClaims("aud", "", "audience");
  EXPECT_TRUE(Check(Ec().Sign(ClaimsWith("aud", R"(["portal","card-ledger"])"))).ok());
}

TEST(TokenCheck, ATokenIsInForceFromItsBeginningToItsEndGiveOrTakeTheSkew) {
  const std::string token = Ec().Sign(ClaimsWith("nbf", "1799999990"));
  EXPECT_TRUE(Check(token).ok());
  EXPECT_TRUE(Check(token, kNow + 359).ok());
  ExpectRefused(token, "expired", kNow + 360);
  EXPECT_TRUE(Check(token, kNow - 70).ok());
  ExpectRefused(token, "not in force yet", kNow - 71);
}

TEST(TokenCheck, TimesThatAreNoneAreRefused) {
  ExpectRefusedClaims("exp", "", "when it expires");
  ExpectRefusedClaims("exp", "\"1800000300\"", "when it expires");
  ExpectRefusedClaims("exp", "-1", "when it expires");
  ExpectRefusedClaims("exp", "1e400", "");
  ExpectRefusedClaims("exp", "0", "expired");
  ExpectRefusedClaims("nbf", "\"soon\"", "nbf");
  ExpectRefusedClaims("nbf", "9223372036854775807", "not in force yet");
  EXPECT_TRUE(Check(Ec().Sign(ClaimsWith("exp", "9223372036854775807"))).ok());
}

TEST(TokenCheck, WithoutASubjectItIsNobodys) {
  ExpectRefusedClaims("sub", "", "sub");
  ExpectRefusedClaims("sub", "\"\"", "sub");
  ExpectRefusedClaims("sub", "7", "sub");
}

TEST(TokenCheck, WhatIsTooLongIsNotLookedAt) {
  ExpectRefused(Ec().Sign(ClaimsWith("x", absl::StrCat("\"", std::string(8'192, 'x'), "\""))),
                "longer than");
  ExpectRefused(std::string(1 << 20, 'x'), "longer than");
}

TEST(TokenCheck, WhatIsNoTokenIsRefused) {
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), std::string("..."),
        std::string("a.b.c"), std::string("\0.\0.\0", 5), std::string("e30.e30."),
        std::string("eyJhbGciOiJSUzI1NiJ9")}) {
    ExpectRefused(text, "");
  }
  // Encrypted ones have five parts.
  ExpectRefused(absl::StrCat(Ec().Sign(Claims()), ".e30.e30"), "");
}

// The examples of RFC 7515, A.2 and A.3, and RFC 8037, A.4: nothing of ours made them.
TEST(TokenKeys, SignaturesOfTheStandards) {
  struct Example {
    absl::string_view key;
    absl::string_view text;
    absl::string_view signature;
  };
  const std::vector<Example> examples = {
      {R"("kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHm)"
       "fHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9"
       "wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4"
       "uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9"
       R"(gb54h4FRWyuXpoQ")",
       "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxl"
       "LmNvbS9pc19yb290Ijp0cnVlfQ",
       "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2"
       "Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjt"
       "QBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6"
       "IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"},
      {R"("kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
       R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")",
       "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxl"
       "LmNvbS9pc19yb290Ijp0cnVlfQ",
       "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"},
      {R"("kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")",
       "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
       "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"},
  };
  for (const Example& example : examples) {
    SCOPED_TRACE(example.key);
    const auto keys =
        TokenKeys::Parse(tests::KeySet({absl::StrCat(R"({"kid":"k",)", example.key, "}")}));
    ASSERT_TRUE(keys.ok()) << keys.status();
    const std::string signature = *FromBase64Url(example.signature);
    EXPECT_TRUE(keys->Find("k")->HasSigned(example.text, signature));
    EXPECT_FALSE(keys->Find("k")->HasSigned(absl::StrCat(example.text, "x"), signature));
  }
}

TEST(TokenKeys, KeysThatSignNothingForUsArePassedOver) {
  const SigningKey ec("ES256", "e-1");
  const SigningKey rsa("RS256", "r-1");
  const auto keys = TokenKeys::Parse(tests::KeySet(
      {ec.Json(), rsa.Json(R"(,"use":"enc")"), SigningKey("RS256", "r-2").Json(R"(,"alg":"PS256")"),
       R"({"kty":"quantum","kid":"q"})", "7"}));
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(keys->size(), 1u) << "and what nobody knows";
  EXPECT_NE(keys->Find("e-1"), nullptr);
  EXPECT_EQ(keys->Find("r-1"), nullptr);
}

TEST(TokenKeys, WhatIsNoSetOfPublicKeysIsRefused) {
  const auto refused = [](const std::string& json, absl::string_view why) {
    const auto keys = TokenKeys::Parse(json);
    EXPECT_EQ(keys.status().code(), absl::StatusCode::kInvalidArgument) << json;
    EXPECT_THAT(std::string(keys.status().message()), HasSubstr(std::string(why))) << json;
  };
  const SigningKey ec("ES256", "e-1");
  refused("", "no JSON Web Key Set");
  refused("[]", "");
  refused(R"({"keys":{}})", "");
  refused(R"({"keys":[]})", "no key");
  refused(tests::KeySet({R"({"kty":"oct","kid":"s","k":"c2VjcmV0"})"}), "secret key");
  refused(tests::KeySet({SigningKey("RS256", "r-1", 1'024).Json()}), "1024 bits");
  refused(tests::KeySet({ec.Json(), SigningKey("EdDSA", "e-1").Json()}), "two keys alike");
  refused(tests::KeySet({absl::StrReplaceAll(ec.Json(), {{"\"kid\"", "\"id\""}})}), "no key");
  refused(R"({"keys":[],"keys":[]})", "no JSON Web Key Set");
  refused(tests::KeySet({ec.Json(R"(,"d":"AA")")}), "secret key");
}

}  // namespace
}  // namespace cardledger::identity
