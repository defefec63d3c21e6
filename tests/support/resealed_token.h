#pragma once

// Page tokens of programs older and newer than this one, for tests of lists. The layout is written
// down here once more, so that a change of it is noticed. Pure.

#include <cstddef>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "base/check.h"
#include "base/sha256.h"
#include "services/domain/ids.h"

namespace cardledger::tests {

// `token` of `ledger` as if of another version: first byte changed, checksum made anew.
inline std::string Resealed(absl::string_view token, int version, const domain::LedgerId& ledger) {
  constexpr size_t kChecksumBytes = 8;
  std::string body;
  CARDLEDGER_CHECK(absl::WebSafeBase64Unescape(token, &body), "a token is URL-safe base64");
  body.resize(body.size() - kChecksumBytes);
  body[0] = static_cast<char>(version);
  const base::Sha256Digest digest =
      base::Sha256({"cardledger page token", ledger.bytes(), absl::string_view(body)});
  return absl::WebSafeBase64Escape(
      absl::StrCat(body, base::AsBytes(digest).substr(0, kChecksumBytes)));
}

}  // namespace cardledger::tests
