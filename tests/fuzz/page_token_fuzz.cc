// Page tokens: any text is complained of in words that can be shown, or is taken apart into what is
// encoded as that text again, with a key that its list can go on from. The first byte chooses the
// list, and whether the rest is the text or what a text of this ledger would hold: or no change of
// a token would ever pass its checksum.

#include <string>

#include "absl/strings/escaping.h"

#include "base/plain_text.h"
#include "services/rpc/lists.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/support/resealed_token.h"

namespace domain = cardledger::domain;
namespace rpc = cardledger::rpc;
namespace tests = cardledger::tests;
namespace v1 = cardledger::v1;

namespace {

constexpr uint64_t kPosition = 1'000'000;

const domain::LedgerId& Ledger() {
  static const auto ledger = domain::IdFromBytes<domain::LedgerId>(std::string(16, 'L'));
  return ledger;
}

// By what their keys are: ids, sequences, places of work.
rpc::TokenList ListIn(uint8_t byte) {
  switch (byte % 4) {
    case 0:
      return rpc::ListOf(v1::ListAwardsRequest());
    case 1:
      return rpc::ListOf(v1::ListReferralsRequest());
    case 2:
      return rpc::ListOf(v1::ListTransactionsRequest());
    default:
      return rpc::ListOf(v1::ListWorkRequest());
  }
}

// A whole token of the list, with `body` behind its version and its filter.
std::string Sealed(absl::string_view body, const rpc::TokenList& list) {
  constexpr int kVersion = 1;
  constexpr size_t kFilterEnd = 9;
  std::string bytes;
  const std::string whole = rpc::EncodePageToken({}, list.filter, Ledger());
  CARDLEDGER_CHECK(absl::WebSafeBase64Unescape(whole, &bytes), "a token is URL-safe base64");
  bytes.resize(kFilterEnd);
  bytes.append(body.data(), body.size());
  bytes.resize(bytes.size() + 8);  // where the checksum goes
  return tests::Resealed(absl::WebSafeBase64Escape(bytes), kVersion, Ledger());
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tests::FuzzInput input(data, size);
  const uint8_t how = input.TakeByte();
  const rpc::TokenList list = ListIn(how);
  const std::string text =
      (how & 0x80) != 0 ? std::string(input.rest()) : Sealed(input.rest(), list);
  domain::Violation violation;
  const auto token = rpc::DecodePageToken(text, list, Ledger(), kPosition, violation);
  if (!token) {
    CARDLEDGER_CHECK(violation.field == "page_token", "the fault is that of the token");
    CARDLEDGER_CHECK(cardledger::base::IsPlainText(violation.description), "a fault can be shown");
    return 0;
  }
  CARDLEDGER_CHECK(token->upper_position <= kPosition, "a page shows no rows that are to come");
  if (text.empty()) return 0;  // page one
  CARDLEDGER_CHECK(rpc::EncodePageToken(*token, list.filter, Ledger()) == text,
                   "a token has one text");
  CARDLEDGER_CHECK(list.is_key(token->last_key), "a list can go on from the key");
  return 0;
}
