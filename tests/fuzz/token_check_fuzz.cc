// Tokens and key sets: whatever they hold, they are refused in words that can be shown, or are what
// their checks say. The first byte chooses a key set, a token as a stranger sends it, or claims
// that the issuer signed: or nothing behind the signature would ever be reached.

#include <string>

#include "base/check.h"
#include "base/plain_text.h"
#include "services/identity/token_check.h"
#include "services/identity/token_keys.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/token_signer.h"

namespace identity = cardledger::identity;
namespace tests = cardledger::tests;

namespace {

constexpr int64_t kNow = 1'800'000'000;

const tests::SigningKey& IssuersKey() {
  static const tests::SigningKey key("EdDSA", "d-1");
  return key;
}

void ReadKeySet(absl::string_view json) {
  const auto keys = identity::TokenKeys::Parse(json);
  if (keys.ok()) {
    CARDLEDGER_CHECK(keys->size() > 0, "a set that is taken can check something");
  } else {
    CARDLEDGER_CHECK(cardledger::base::IsPlainText(keys.status().message()),
                     "a fault can be shown");
  }
}

void CheckOne(const std::string& token) {
  static const auto keys = identity::TokenKeys::Parse(tests::KeySet({IssuersKey().Json()}));
  static const identity::TokenRules rules{.issuer = "i", .audience = "a"};
  const auto claims = identity::CheckToken(token, *keys, rules, kNow);
  if (!claims.ok()) {
    CARDLEDGER_CHECK(cardledger::base::IsPlainText(claims.status().message()),
                     "a fault can be shown");
    return;
  }
  CARDLEDGER_CHECK(!claims->subject.empty(), "a token that is taken is somebody's");
  CARDLEDGER_CHECK(claims->expires_s > kNow - rules.skew_s, "and is not over");
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tests::FuzzInput input(data, size);
  switch (input.TakeByte() % 3) {
    case 0:
      ReadKeySet(input.rest());
      break;
    case 1:
      CheckOne(std::string(input.rest()));
      break;
    default:
      CheckOne(IssuersKey().Sign(input.rest()));
  }
  return 0;
}
