// The file that says who may call: what is shipped as an example is understood, and a file with a
// fault is refused with what would be accepted.

#include "services/server/identities_file.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace cardledger::server {
namespace {

using ::testing::HasSubstr;

TEST(IdentitiesFile, ShippedExample_isUnderstood) {
  const auto identities = ReadIdentitiesFile(CARDLEDGER_IDENTITIES_FILE);
  ASSERT_TRUE(identities.ok()) << identities.status();
  EXPECT_FALSE(identities->sandbox_only());
  ASSERT_EQ(identities->systems_size(), 3);
  EXPECT_TRUE(identities->systems(0).carries_tokens());
  EXPECT_EQ(identities->systems(2).calls_per_second(), 200);
  EXPECT_THAT(identities->token_issuer().key_set(), HasSubstr("https://"));
}

TEST(IdentitiesFile, Fault_isNamedWithWhatIsAccepted) {
  const auto issuer = [](const std::string& fields) {
    return absl::StrCat("token_issuer { ", fields, " }");
  };
  const auto system = [](const std::string& fields) {
    return absl::StrCat("systems { ", fields, " }");
  };
  const std::string erp = R"(certificate_name: "erp" subject: "system:erp" )";
  const struct {
    std::string text;
    std::string said;
  } cases[] = {
      {"", "must name a token_issuer, systems, or both"},
      {"token_issuer {", "line 1:"},
      {"who: 1", "no field named"},
      {issuer(R"(audience: "a" key_set: "k")"), "needs an issuer"},
      {issuer(R"(issuer: "i" key_set: "k")"), "needs an audience"},
      {issuer(R"(issuer: "i" audience: "a")"), "needs a key_set"},
      {issuer(R"(issuer: "i" audience: "a" key_set: "k" clock_skew_seconds: 301)"),
       "must be 0 to 300, not 301"},
      {system(R"(subject: "system:erp" carries_tokens: true)"), "needs a certificate_name"},
      {system(R"(certificate_name: "erp" carries_tokens: true)"), "subject must be 1 to 64"},
      {system(erp), "it could do nothing"},
      {system(erp + "roles: ROLE_AUDITOR"), "roles must be of ROLE_ISSUER_SYSTEM"},
      // Shifted within 64 bits it would be that of a system.
      {system(erp + absl::StrCat("roles: ", 64 + journal::v1::ROLE_PARTNER_SYSTEM)),
       "roles must be of ROLE_ISSUER_SYSTEM"},
      {system(erp + "roles: -1"), "roles must be of ROLE_ISSUER_SYSTEM"},
      {system(erp + "carries_tokens: true calls_per_second: 0"), "must be 1 to 1000000, not 0"},
      {system(erp + "carries_tokens: true") + system(erp + "carries_tokens: true"),
       "must be no other system's"},
  };
  for (const auto& [text, said] : cases) {
    SCOPED_TRACE(text);
    const auto identities = ParseIdentities(text);
    EXPECT_EQ(identities.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(identities.status().message()), HasSubstr(said));
  }
}

TEST(IdentitiesFile, Missing_isSaid) {
  const auto identities = ReadIdentitiesFile("/nowhere/identities.textproto");
  EXPECT_THAT(std::string(identities.status().message()),
              HasSubstr("/nowhere/identities.textproto cannot be read"));
}

}  // namespace
}  // namespace cardledger::server
